package io.github.handful.app;

import io.github.handful.adapt.Safeguard;
import io.github.handful.app.report.Chart;
import io.github.handful.app.report.ForestChart;
import io.github.handful.app.report.ReportContent;
import io.github.handful.app.report.ReportContent.Definitions;
import io.github.handful.app.report.ReportContent.Headline;
import io.github.handful.app.report.ReportContent.Note;
import io.github.handful.app.report.Table;
import io.github.handful.app.report.Table.Column;
import io.github.handful.segment.metrics.Bootstrap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The page of a comparison of adaptations: every method and every seed, whoever wins. */
record AdaptationComparisonReport(AdaptationComparison comparison) {
  private static final int FEW_CASES = 10;

  ReportContent content(ReportContent.Footer footer) {
    AdaptationComparisonRecord record = comparison.record();
    List<AdaptationComparison.Arm> arms = comparison.arms();
    return new ReportContent(
        "Which adaptation helps on " + record.scored().name(),
        "%s · begun %s".formatted(record.model(), record.created()),
        "Every adaptation began from the same model and saw the same images without masks. The masks scored the ended adaptations and decided nothing.",
        arms.stream().map(AdaptationComparisonReport::headline).toList(),
        notes(),
        charts(arms),
        List.of(),
        List.of(methods(arms), adaptations()),
        List.of(conditions()),
        footer);
  }

  private static Headline headline(AdaptationComparison.Arm arm) {
    return new Headline(
        arm.method(),
        ComparisonText.number("%.3f", arm.dice()),
        "Dice, 95 % interval " + ComparisonText.range(arm.interval()));
  }

  private List<Note> notes() {
    List<Note> notes = new ArrayList<>();
    if (comparison.record().scored().images() < FEW_CASES) {
      notes.add(
          new Note(
              Note.Level.WARNING,
              "%d images with masks only: the intervals are rough."
                  .formatted(comparison.record().scored().images())));
    }
    notes.add(new Note(Note.Level.REMARK, Safeguard.RULE));
    return notes;
  }

  private static List<Chart> charts(List<AdaptationComparison.Arm> arms) {
    return List.of(
        chart("Difference to the source", arms, AdaptationComparison.Arm::difference),
        chart(
            "Difference to the source, unguarded",
            arms,
            AdaptationComparison.Arm::unguardedDifference));
  }

  private static Chart chart(
      String title,
      List<AdaptationComparison.Arm> arms,
      Function<AdaptationComparison.Arm, Bootstrap.Interval> difference) {
    List<ForestChart.Row> rows = new ArrayList<>();
    for (int i = 1; i < arms.size(); i++) {
      Bootstrap.Interval d = difference.apply(arms.get(i));
      rows.add(new ForestChart.Row(arms.get(i).method(), i, d.mean(), d.lower(), d.upper()));
    }
    return new ForestChart(
        title,
        "Dice of the same images, averaged over seeds, with 95 % intervals; what crosses the line at zero may be chance.",
        "Dice less that of the source",
        rows);
  }

  private Table methods(List<AdaptationComparison.Arm> arms) {
    return new Table(
        "Methods, scored on " + comparison.record().scored().describe(),
        "Dice: mean ± standard deviation over seeds. Its interval resamples the images, each averaged over seeds. Unguarded is the network as the adaptation left it, had nothing guarded it. Minutes are without scoring.",
        List.of(
            Column.text("Method"),
            Column.number("Seeds"),
            Column.number("Dice"),
            Column.number("95 % interval"),
            Column.number("minus source"),
            Column.text("Kept"),
            Column.number("Unguarded"),
            Column.number("minus source"),
            Column.number("Minutes")),
        arms.stream().map(AdaptationComparison::cells).toList(),
        List.of(),
        false);
  }

  private Table adaptations() {
    return new Table(
        "Adaptations",
        "Every adaptation of the comparison.",
        List.of(
            Column.text("Method"),
            Column.number("Seed"),
            Column.text("Kept"),
            Column.number("Dice"),
            Column.number("Unguarded"),
            Column.number("Seconds"),
            Column.text("End")),
        comparison.scores().stream()
            .skip(1)
            .map(
                s ->
                    List.of(
                        s.method(),
                        Long.toString(s.seed()),
                        s.adapted() ? "adapted" : "source",
                        ComparisonText.number("%.3f", AdaptationComparison.mean(s.dice())),
                        ComparisonText.number("%.3f", AdaptationComparison.mean(s.unguarded())),
                        ComparisonText.number("%.0f", s.seconds()),
                        s.end()))
            .toList(),
        List.of(),
        false);
  }

  private Definitions conditions() {
    AdaptationComparisonRecord record = comparison.record();
    return new Definitions(
        "Conditions",
        List.of(
            new Definitions.Entry("source model", record.model()),
            new Definitions.Entry("adapted to", record.images()),
            new Definitions.Entry("scored on", record.scored().describe()),
            new Definitions.Entry("updates", Integer.toString(record.iterations())),
            new Definitions.Entry(
                "each adaptation",
                "%s, %s, precision %s"
                    .formatted(
                        Counted.of(record.threads(), "thread"),
                        record.device(),
                        record.precision()))));
  }
}
