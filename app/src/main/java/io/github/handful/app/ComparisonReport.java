package io.github.handful.app;

import io.github.handful.app.report.ReportContent;
import io.github.handful.app.report.ReportContent.Definitions;
import io.github.handful.app.report.ReportContent.Headline;
import io.github.handful.app.report.ReportContent.Note;
import io.github.handful.genseg.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The page of a comparison: every arm and every training, whoever wins. */
record ComparisonReport(PreparedComparison prepared, CompareRecord record, Comparison comparison) {
  private static final int FEW_CASES = 10;

  ReportContent content(ReportContent.Footer footer) throws IOException {
    List<Comparison.Row> rows = comparison.rows();
    return new ReportContent(
        "What helps on " + own().name(),
        "%s · %d trainings · begun %s"
            .formatted(prepared.folder().path(), comparison.cells().size(), record.created()),
        caption(),
        headlines(rows),
        notes(rows),
        new ComparisonCharts(comparison, rows).all(),
        new ComparisonGallery(prepared.folder(), comparison, prepared.set(), prepared.compute())
            .gallery().stream().toList(),
        new ComparisonTables(comparison, rows).all(),
        List.of(conditions(), statistics(), plans()),
        footer);
  }

  private ScoredSet own() {
    return comparison.sets().get(0);
  }

  private boolean flattered() {
    return own().split().equals(Scored.VALIDATION);
  }

  private String caption() {
    return "All trainings had %d updates of the segmenter, and those with equally many labelled images had the same images and, but for what a row names, the same plan. %s"
        .formatted(
            record.updates(),
            flattered()
                ? "The data has no test images, so the scores are on validation images and flatter all models."
                : "Models were scored on images that had no part in any training or choice.");
  }

  /**
   * The arms with the most labelled images on the comparison's own data; there may be too many
   * variations of the plan for large numbers.
   */
  private List<Headline> headlines(List<Comparison.Row> rows) {
    int most = comparison.sizes().get(comparison.sizes().size() - 1);
    return rows.stream()
        .filter(row -> row.data().equals(own().name()) && row.labelled() == most)
        .filter(row -> row.settings().isEmpty())
        .map(
            row ->
                new Headline(
                    row.arm(),
                    ComparisonText.number("%.3f", row.dice()),
                    row.seeds() == 0
                        ? "no training has ended"
                        : "Dice%s, %s, 95 %% interval %s"
                            .formatted(
                                comparison.sizes().size() > 1
                                    ? " from %d labelled".formatted(most)
                                    : "",
                                row.seeds() == 1
                                    ? "one seed"
                                    : String.format(
                                        Locale.ROOT,
                                        "± %.3f over %d seeds",
                                        row.deviation(),
                                        row.seeds()),
                                ComparisonText.range(row.interval()))))
        .toList();
  }

  private List<Note> notes(List<Comparison.Row> rows) {
    List<Note> notes = new ArrayList<>();
    long failed = comparison.cells().stream().filter(CellResult::failed).count();
    long unfinished =
        comparison.cells().stream()
            .filter(r -> !r.failed() && !r.status().equals(CellResult.TRAINED))
            .count();
    if (failed > 0) {
      notes.add(
          warning(
              "%d of %d trainings failed; the table of trainings says why."
                  .formatted(failed, comparison.cells().size())));
    }
    if (unfinished > 0) {
      notes.add(warning("%d trainings are not finished.".formatted(unfinished)));
    }
    if (rows.stream().anyMatch(row -> row.seeds() == 1)) {
      notes.add(
          warning(
              "Some rows rest on one seed: how far the training itself varies is not known there."));
    }
    if (flattered()) {
      notes.add(warning("Each model is scored on the images that chose its weights."));
    } else if (own().images() < FEW_CASES) {
      notes.add(warning("%d test images only: the intervals are rough.".formatted(own().images())));
    }
    for (int labelled : comparison.sizes()) {
      for (String reference : comparison.references()) {
        verdict(rows, reference, labelled).forEach(notes::add);
      }
    }
    return notes;
  }

  private static Note warning(String text) {
    return new Note(Note.Level.WARNING, text);
  }

  /** Which arms are above a reference beyond chance, which within, and which below. */
  private List<Note> verdict(List<Comparison.Row> rows, String reference, int labelled) {
    Map<Place, List<String>> arms =
        rows.stream()
            .filter(row -> row.data().equals(own().name()) && row.labelled() == labelled)
            .filter(row -> row.minus().containsKey(reference))
            .collect(
                Collectors.groupingBy(
                    row -> Place.of(row.minus().get(reference)),
                    TreeMap::new,
                    Collectors.mapping(Comparison.Row::arm, Collectors.toList())));
    if (arms.isEmpty()) {
      return List.of();
    }
    String said =
        arms.entrySet().stream()
            .map(e -> e.getKey().words.formatted(reference, String.join(", ", e.getValue())))
            .collect(Collectors.joining("; "));
    return List.of(
        new Note(Note.Level.REMARK, "With %d labelled images, %s.".formatted(labelled, said)));
  }

  /** Where the interval of a difference lies. */
  private enum Place {
    ABOVE("above %s: %s"),
    CHANCE("within chance of %s: %s"),
    BELOW("below %s: %s");

    private final String words;

    Place(String words) {
      this.words = words;
    }

    static Place of(Comparison.Difference difference) {
      if (difference.interval().lower() > 0) {
        return ABOVE;
      }
      return difference.interval().upper() < 0 ? BELOW : CHANCE;
    }
  }

  private Definitions conditions() {
    return new Definitions(
        "Conditions",
        List.of(
            entry("data", record.data()),
            entry("labelled images", "the first of the training images, in their order"),
            entry("validation", LabelledData.RULE),
            entry("updates", Integer.toString(record.updates())),
            entry(
                "chosen by",
                record
                    .budgetSeconds()
                    .map(s -> String.format(Locale.ROOT, "a budget of %.0f min", s / 60))
                    .orElse("--iterations or the plan")),
            entry(
                "each training",
                "%s, %s, precision %s"
                    .formatted(
                        Counted.of(record.threads(), "thread"),
                        record.device(),
                        record.precision()))));
  }

  private static Definitions statistics() {
    return new Definitions(
        "Statistics",
        List.of(
            entry("Dice", "of each case on its own pixels, mean over foreground classes"),
            entry("±", "standard deviation of the seeds' means, with n − 1"),
            entry(
                "95 % interval",
                "percentile bootstrap over cases, 10,000 resamples; it says how far another choice of cases would change the number, not another seed"),
            entry(
                "difference",
                "case by case, over the seeds that both have; the reference has the same segmenter and, where it was trained with them, the same settings; unvaried is the same method with the plan as it is"),
            entry("many intervals", "are not corrected for their number")));
  }

  private Definitions plans() {
    List<Definitions.Entry> entries = new ArrayList<>();
    prepared
        .plans()
        .planned()
        .forEach(
            (labelled, plan) -> entries.add(entry(labelled + " labelled images", describe(plan))));
    return new Definitions("Plans", entries);
  }

  private static String describe(Plan plan) {
    return "%s; %s; generator: %s, %d steps before the segmenter starts"
        .formatted(
            plan.image().describe(),
            plan.segmenter().describe(),
            plan.generator().describe(),
            plan.pretraining());
  }

  private static Definitions.Entry entry(String term, String value) {
    return new Definitions.Entry(term, value);
  }
}
