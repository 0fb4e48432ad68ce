package io.github.handful.app;

import io.github.handful.app.report.Table;
import io.github.handful.app.report.Table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A comparison as the tables of its report. */
record ComparisonTables(Comparison comparison, List<Comparison.Row> rows) {
  private static final int LONG_TABLE = 20;

  List<Table> all() {
    List<Table> tables = new ArrayList<>();
    for (ScoredSet set : comparison.sets()) {
      tables.add(arms(set));
      if (rows.stream().anyMatch(row -> isOf(row, set) && !row.minus().isEmpty())) {
        tables.add(differences(set));
      }
    }
    tables.add(budgets());
    tables.add(cells());
    comparison.sets().forEach(set -> tables.add(cases(set)));
    return tables;
  }

  private Table arms(ScoredSet set) {
    List<String> references = comparison.references();
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.text("Method"),
                Column.number("Labelled"),
                Column.number("Seeds"),
                Column.number("Dice"),
                Column.number("95 % interval")));
    for (String reference : references) {
      columns.add(Column.number("minus " + reference));
    }
    columns.addAll(List.of(Column.number("Minutes"), Column.number("GB"), Column.number("Failed")));
    return new Table(
        "Scores on " + set.describe(),
        "Dice: mean ± standard deviation over seeds. Its interval resamples the cases, each averaged over seeds. Minutes are the mean over seeds, GB the greatest memory of any.",
        columns,
        rows.stream().filter(row -> isOf(row, set)).map(row -> arm(row, references)).toList(),
        List.of(),
        false);
  }

  private static List<String> arm(Comparison.Row row, List<String> references) {
    List<String> cells =
        new ArrayList<>(
            List.of(
                row.arm(),
                Integer.toString(row.labelled()),
                Integer.toString(row.seeds()),
                ComparisonText.dice(row),
                ComparisonText.range(row.interval())));
    for (String reference : references) {
      cells.add(ComparisonText.difference(row, reference));
    }
    cells.add(ComparisonText.number("%.1f", row.minutes()));
    cells.add(ComparisonText.number("%.1f", row.peakGigabytes()));
    cells.add(row.failed() == 0 ? "" : Integer.toString(row.failed()));
    return cells;
  }

  private static boolean isOf(Comparison.Row row, ScoredSet set) {
    return row.data().equals(set.name());
  }

  private Table differences(ScoredSet set) {
    List<List<String>> lines = new ArrayList<>();
    for (Comparison.Row row : rows) {
      if (isOf(row, set)) {
        row.minus().forEach((reference, d) -> lines.add(difference(row, reference, d)));
      }
    }
    return new Table(
        "Differences on " + set.describe(),
        "Case by case, each case averaged over the seeds that both have, against the arm of the same segmenter.",
        List.of(
            Column.text("Method"),
            Column.number("Labelled"),
            Column.text("Against"),
            Column.number("Difference"),
            Column.number("95 % interval"),
            Column.number("Cases better"),
            Column.number("worse"),
            Column.number("Seeds")),
        lines,
        List.of(),
        lines.size() > LONG_TABLE);
  }

  private static List<String> difference(
      Comparison.Row row, String reference, Comparison.Difference d) {
    return List.of(
        row.arm(),
        Integer.toString(row.labelled()),
        reference,
        ComparisonText.number("%+.3f", d.interval().mean()),
        "%s to %s"
            .formatted(
                ComparisonText.number("%+.3f", d.interval().lower()),
                ComparisonText.number("%+.3f", d.interval().upper())),
        Integer.toString(d.better()),
        Integer.toString(d.worse()),
        Integer.toString(d.seeds()));
  }

  private Table budgets() {
    String first = comparison.sets().get(0).name();
    return new Table(
        "What each method may see of the labels",
        "All labels that a method sees count as labelled images, those that train no weight too.",
        List.of(
            Column.text("Method"),
            Column.number("Labelled"),
            Column.number("Train weights"),
            Column.number("Train none"),
            Column.text("These")),
        rows.stream()
            .filter(row -> row.data().equals(first))
            .map(
                row ->
                    List.of(
                        row.arm(),
                        Integer.toString(row.labelled()),
                        Integer.toString(row.budget().training()),
                        Integer.toString(row.budget().validating()),
                        row.budget().use()))
            .toList(),
        List.of(),
        false);
  }

  private Table cells() {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.text("Method"),
                Column.number("Labelled"),
                Column.number("Seed"),
                Column.number("Updates")));
    boolean several = comparison.sets().size() > 1;
    for (ScoredSet set : comparison.sets()) {
      columns.add(Column.number(several ? "Dice, " + set.name() : "Dice"));
    }
    columns.addAll(
        List.of(
            Column.number("Validation Dice"),
            Column.number("Minutes"),
            Column.number("GB"),
            Column.text("Status")));
    List<List<String>> lines = comparison.cells().stream().map(this::cell).toList();
    return new Table(
        "Trainings",
        "Every training of the comparison, those that failed too.",
        columns,
        lines,
        List.of(),
        lines.size() > LONG_TABLE && comparison.cells().stream().noneMatch(CellResult::failed));
  }

  private List<String> cell(CellResult result) {
    Optional<RunRecord.Result> run = result.result();
    List<String> cells = new ArrayList<>();
    cells.add(result.arm());
    cells.add(Integer.toString(result.cell().labelled()));
    cells.add(Long.toString(result.cell().seed()));
    cells.add(run.map(r -> Integer.toString(r.updates())).orElse("–"));
    for (ScoredSet set : comparison.sets()) {
      cells.add(result.mean(set).map(d -> ComparisonText.number("%.3f", d.mean())).orElse("–"));
    }
    cells.add(run.map(r -> ComparisonText.number("%.3f", r.validationDice())).orElse("–"));
    cells.add(run.map(r -> ComparisonText.number("%.1f", r.wallSeconds() / 60)).orElse("–"));
    cells.add(run.map(r -> ComparisonText.number("%.1f", r.peakMemoryGigabytes())).orElse("–"));
    cells.add(result.status());
    return cells;
  }

  /** One row for each case. */
  private Table cases(ScoredSet set) {
    int most = comparison.sizes().get(comparison.sizes().size() - 1);
    List<Column> columns = new ArrayList<>(List.of(Column.text("Case")));
    List<Map<String, Double>> arms = new ArrayList<>();
    for (String arm : comparison.arms()) {
      columns.add(Column.number(arm));
      arms.add(Comparison.overSeeds(comparison.bySeed(set, most, arm)));
    }
    List<List<String>> lines =
        arms.stream()
            .flatMap(cases -> cases.keySet().stream())
            .distinct()
            .map(id -> caseLine(id, arms))
            .toList();
    return new Table(
        "Cases of %s, %d labelled images".formatted(set.name(), most),
        "Dice of each case, averaged over seeds; cases.csv has them for every training.",
        columns,
        lines,
        List.of(),
        lines.size() > LONG_TABLE);
  }

  private static List<String> caseLine(String id, List<Map<String, Double>> arms) {
    List<String> line = new ArrayList<>(List.of(id));
    arms.forEach(
        cases -> line.add(ComparisonText.number("%.3f", cases.getOrDefault(id, Double.NaN))));
    return line;
  }
}
