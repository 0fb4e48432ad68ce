package io.github.handful.app;

import io.github.handful.genseg.Plan;
import io.github.handful.imaging.DataLayout;
import io.github.handful.imaging.Finding;
import io.github.handful.imaging.Finding.Severity;
import io.github.handful.imaging.Inspection;
import io.github.handful.imaging.Inspection.Extent;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An inspection and the plan that follows from it, laid out for a terminal. */
final class InspectionText {
  private static final List<String> USUAL_SPLITS = List.of("train", "val", "test");

  private final StringBuilder text = new StringBuilder();

  private InspectionText() {}

  static String of(Inspection inspection, Optional<PlanProposal> proposal) {
    InspectionText text = new InspectionText();
    text.overview(inspection);
    text.intensities(inspection);
    text.classes(inspection);
    text.findings(inspection);
    proposal.ifPresent(text::plan);
    return text.text.toString();
  }

  private void overview(Inspection inspection) {
    line("%s%n", inspection.root());
    entry("layout", layout(inspection.layout()));
    String without =
        inspection.unpairedImages() == 0
            ? ""
            : ", and %d images without a mask".formatted(inspection.unpairedImages());
    entry("pairs", inspection.pairs() + without);
    entry("splits", splits(inspection));
    entry("size", size(inspection));
    if (!inspection.spacing().isEmpty()) {
      entry("spacing", spacing(inspection.spacing()));
      entry("axes", counts(inspection.axes()));
    }
    entry("channels", counts(inspection.channels()));
    entry("samples", counts(inspection.sampleTypes()));
    entry("masks", inspection.masks());
    entry("empty masks", Integer.toString(inspection.emptyMasks()));
    entry(
        "duplicates",
        inspection.duplicates().isEmpty()
            ? "none"
            : "%d images are there more than once".formatted(inspection.duplicates().size()));
  }

  private static String layout(DataLayout layout) {
    return switch (layout) {
      case FOLDERS -> "a folder of images beside a folder of masks";
      case ONE_FOLDER -> "images and masks in one folder";
      case NNUNET -> "nnU-Net (imagesTr and labelsTr)";
      case MANIFEST -> "a table of images and masks";
    };
  }

  private static String splits(Inspection inspection) {
    if (inspection.pairsPerSplit().isEmpty()) {
      return "none; all pairs are for training (add a split.csv to keep some for testing)";
    }
    return inspection.pairsPerSplit().entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> place(entry.getKey())))
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private static int place(String split) {
    int place = USUAL_SPLITS.indexOf(split);
    return place < 0 ? USUAL_SPLITS.size() : place;
  }

  private static String size(Inspection inspection) {
    boolean volumes = inspection.depth().maximum() > 1;
    List<Extent> sides =
        volumes
            ? List.of(inspection.width(), inspection.height(), inspection.depth())
            : List.of(inspection.width(), inspection.height());
    String unit = volumes ? "voxels" : "pixels";
    String middle =
        sides.stream().map(side -> "" + side.median()).collect(Collectors.joining(" x "));
    if (sides.stream().allMatch(side -> side.minimum() == side.maximum())) {
      return middle + " " + unit;
    }
    String ranges =
        sides.stream()
            .map(side -> side.minimum() + " to " + side.maximum())
            .collect(Collectors.joining(" x "));
    return "%s %s, in the middle %s".formatted(ranges, unit, middle);
  }

  private static String spacing(List<Inspection.Span> spacing) {
    return spacing.stream()
            .map(
                span ->
                    span.maximum() - span.minimum() < 1e-4
                        ? millimetres(span.median())
                        : "%s to %s (middle %s)"
                            .formatted(
                                millimetres(span.minimum()),
                                millimetres(span.maximum()),
                                millimetres(span.median())))
            .collect(Collectors.joining(" x "))
        + " mm";
  }

  private static String millimetres(double length) {
    return new BigDecimal(length).round(new MathContext(4)).stripTrailingZeros().toPlainString();
  }

  private static String counts(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  private void intensities(Inspection inspection) {
    List<List<String>> rows = new ArrayList<>();
    for (Inspection.Intensity channel : inspection.intensities()) {
      rows.add(
          List.of(
              channel.channel(),
              number(channel.minimum()),
              number(channel.low()),
              number(channel.high()),
              number(channel.maximum())));
    }
    table(List.of("Intensities", "minimum", "0.5 %", "99.5 %", "maximum"), rows);
  }

  private void classes(Inspection inspection) {
    List<List<String>> rows = new ArrayList<>();
    for (Inspection.ClassShare share : inspection.classes()) {
      rows.add(
          List.of(
              share.name(),
              String.format(Locale.ROOT, "%.2f %%", 100 * share.pixelShare()),
              Integer.toString(share.images())));
    }
    table(List.of("Classes", "pixels", "masks with it"), rows);
  }

  private void findings(Inspection inspection) {
    List<Finding> findings =
        inspection.findings().stream()
            .sorted(Comparator.comparing(Finding::severity).reversed())
            .toList();
    if (findings.isEmpty()) {
      return;
    }
    line("%nFindings%n");
    findings.forEach(finding -> line("  %-8s %s%n", word(finding.severity()), finding.message()));
  }

  private static String word(Severity severity) {
    return severity == Severity.INFO ? "note" : severity.name().toLowerCase(Locale.ROOT);
  }

  private void plan(PlanProposal proposal) {
    Plan plan = proposal.plan();
    String all =
        proposal.images() == proposal.available()
            ? Integer.toString(proposal.images())
            : "%d of %d".formatted(proposal.images(), proposal.available());
    line("%nProposed plan, from %s labelled training images%n", all);
    entry("input", plan.image().describe());
    entry(
        "segmenter",
        "%s for %d classes".formatted(plan.segmenter().describe(), plan.segmenter().classes()));
    entry("generator", plan.generator().describe());
    entry(
        "length",
        "%d steps of the generator, then %d updates of the segmenter, validated %d times"
            .formatted(plan.pretraining(), plan.updates(), plan.validations()));
    line("%nWhy%n");
    plan.reasons().forEach(reason -> line("  - %s%n", reason));
  }

  /** A head line and rows; the first column is flush left, the others flush right. */
  private void table(List<String> head, List<List<String>> rows) {
    if (rows.isEmpty()) {
      return;
    }
    List<List<String>> all = new ArrayList<>(List.of(head));
    // Two blanks before each row: the head stands out as a title.
    rows.forEach(
        row -> {
          List<String> indented = new ArrayList<>(row);
          indented.set(0, "  " + row.get(0));
          all.add(indented);
        });
    line("%n");
    for (List<String> row : all) {
      for (int i = 0; i < row.size(); i++) {
        int column = i;
        int width = all.stream().mapToInt(other -> other.get(column).length()).max().orElse(0);
        String blanks = " ".repeat(width - row.get(i).length());
        text.append(i == 0 ? row.get(i) + blanks : "  " + blanks + row.get(i));
      }
      line("%n");
    }
  }

  /** A whole number without decimals, others with four digits. */
  private static String number(float value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.4g", value);
  }

  private void entry(String name, String value) {
    line("  %-12s %s%n", name, value);
  }

  private void line(String format, Object... values) {
    text.append(format.formatted(values));
  }
}
