package io.github.handful.app;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code compare.json} holds: all that the cells of a comparison have in common, and the
 * cells.
 *
 * @param data folder or table of the labelled images
 * @param sets what the models are scored on, the comparison's own data first
 * @param updates of the segmenter in each cell
 * @param givenPlan whether the plan is the user's, the same for all numbers of labelled images
 * @param budgetSeconds what the user gave, if the updates were chosen to fit it
 * @param device as it was asked for
 * @param precision as it was asked for
 * @param threads of each cell
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record CompareRecord(
    String handful,
    String created,
    String data,
    List<ScoredSet> sets,
    boolean givenPlan,
    int updates,
    Optional<Double> budgetSeconds,
    String device,
    String precision,
    int threads,
    List<Entry> cells) {

  /** A cell and why its last training failed, if it did. */
  record Entry(Cell cell, Optional<String> failure) {}

  /** The same comparison with further cells and scored sets. */
  CompareRecord with(List<Cell> more, List<ScoredSet> moreSets) {
    Set<Cell> known = new LinkedHashSet<>(allCells());
    List<Entry> entries = new ArrayList<>(cells);
    for (Cell cell : more) {
      if (known.add(cell)) {
        entries.add(new Entry(cell, Optional.empty()));
      }
    }
    Set<ScoredSet> all = new LinkedHashSet<>(sets);
    all.addAll(moreSets);
    return withEntries(List.copyOf(all), entries);
  }

  /** The same comparison after a cell was trained. */
  CompareRecord after(Cell cell, Optional<String> failure) {
    return withEntries(
        sets,
        cells.stream().map(e -> e.cell().equals(cell) ? new Entry(cell, failure) : e).toList());
  }

  List<Cell> allCells() {
    return cells.stream().map(Entry::cell).toList();
  }

  private CompareRecord withEntries(List<ScoredSet> scored, List<Entry> entries) {
    return new CompareRecord(
        handful,
        created,
        data,
        scored,
        givenPlan,
        updates,
        budgetSeconds,
        device,
        precision,
        threads,
        entries);
  }
}
