package io.github.handful.app;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Finding;
import io.github.handful.imaging.Finding.Severity;
import io.github.handful.surfaces.PixelSize;
import io.github.handful.surfaces.SurfaceDataSet;
import io.github.handful.surfaces.SurfaceMethod;
import io.github.handful.surfaces.SurfacePlan;
import io.github.handful.surfaces.SurfacePlanner;
import io.github.handful.surfaces.SurfaceScan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a data set of surfaces holds, what is wrong with it, and how it would be trained on.
 *
 * @param trainable whether training could start
 * @param splits scans of each split
 * @param sizes scans of each size
 * @param surfaces 0 if no training scan can be read
 */
record SurfaceInspection(
    boolean trainable,
    Path root,
    int scans,
    Map<String, Integer> splits,
    Map<String, Integer> sizes,
    int surfaces,
    Optional<PixelSize> pixelSize,
    List<Finding> findings,
    Optional<SurfacePlan> plan) {

  /**
   * Reads everything.
   *
   * @param labelled plan for the first training scans only; 0 for all
   * @throws DataException if there is no data set
   */
  static SurfaceInspection of(Path root, int labelled) {
    SurfaceDataSet set = SurfaceDataSet.open(root);
    List<Finding> findings = new ArrayList<>(set.inspect());
    Map<String, Integer> sizes = new TreeMap<>();
    for (SurfaceDataSet.Entry entry : set.entries()) {
      try {
        SurfaceScan scan = set.read(entry);
        sizes.merge(
            "%d x %d".formatted(scan.image().width(), scan.image().height()), 1, Integer::sum);
      } catch (DataException e) { // among the findings already
        continue;
      }
    }
    Optional<SurfacePlan> plan = plan(set, labelled, findings);
    boolean faulty = findings.stream().anyMatch(f -> f.severity() == Severity.ERROR);
    Map<String, Integer> splits = new LinkedHashMap<>();
    set.split().values().forEach(split -> splits.merge(split, 1, Integer::sum));
    return new SurfaceInspection(
        plan.isPresent() && !faulty,
        root,
        set.entries().size(),
        splits,
        sizes,
        plan.map(p -> p.network().surfaces()).orElse(0),
        set.pixelSize(),
        findings,
        plan);
  }

  private static Optional<SurfacePlan> plan(
      SurfaceDataSet set, int labelled, List<Finding> findings) {
    try {
      return Optional.of(
          SurfacePlanner.propose(LabelledScans.read(set, labelled).all(), SurfaceMethod.DDP));
    } catch (DataException e) {
      boolean known = findings.stream().anyMatch(f -> f.message().equals(e.getMessage()));
      if (!known) {
        findings.add(new Finding(Severity.ERROR, e.getMessage()));
      }
      return Optional.empty();
    }
  }

  /** All of it for a terminal. */
  String text() {
    List<String> lines = new ArrayList<>();
    lines.add(root + System.lineSeparator());
    lines.add(entry("scans", Integer.toString(scans)));
    lines.add(
        entry(
            "splits",
            splits.isEmpty()
                ? "none; all scans are for training (add a split.csv to keep some for testing)"
                : counts(splits)));
    lines.add(entry("size", counts(sizes)));
    lines.add(entry("surfaces", surfaces == 0 ? "unknown" : Integer.toString(surfaces)));
    lines.add(
        entry(
            "pixel",
            pixelSize
                .map(
                    size ->
                        String.format(
                            Locale.ROOT,
                            "%.2f um between rows, %.2f um between columns",
                            size.axial(),
                            size.lateral()))
                .orElse("unknown")));
    lines.add("");
    findings.forEach(
        f -> lines.add(entry(f.severity().name().toLowerCase(Locale.ROOT), f.message())));
    plan.ifPresent(p -> p.reasons().forEach(reason -> lines.add(entry("plan", reason))));
    return String.join(System.lineSeparator(), lines);
  }

  private static String entry(String name, String value) {
    return "  %-10s %s".formatted(name, value);
  }

  private static String counts(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(entry -> "%s (%d)".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}
