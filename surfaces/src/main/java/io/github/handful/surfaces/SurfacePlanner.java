package io.github.handful.surfaces;

import io.github.handful.imaging.DataException;
import io.github.handful.segment.RateSchedule;
import io.github.handful.surfaces.solver.ThicknessLimits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Proposes a plan from the annotated surfaces alone. */
public final class SurfacePlanner {
  /** The part of all steps between columns that the jump must cover. */
  private static final double COVERED = 0.999;

  /** A few scans do not show the thinnest and the thickest layer there is. */
  private static final double THINNER = 0.5;

  private static final double THICKER = 1.5;
  private static final double SPARE_ROWS = 2;
  private static final int COLUMNS = 256;
  private static final int UPDATES = 1000;

  private SurfacePlanner() {}

  /**
   * A plan for these scans.
   *
   * @throws DataException where scans differ in height, or a surface is annotated in none of them
   */
  public static SurfacePlan propose(List<SurfaceScan> scans, SurfaceMethod method) {
    requireSameHeight(scans);
    List<String> reasons = new ArrayList<>();
    SurfaceLimits limits = limits(scans, reasons);
    int height = scans.get(0).image().height();
    int width = scans.stream().mapToInt(scan -> scan.image().width()).min().orElseThrow();
    int depth = height >= 64 && width >= 64 ? 4 : 2;
    SurfaceNetworkSpec network = new SurfaceNetworkSpec(limits.jumps().size(), 12, depth, 1, 24);
    int columns = Math.min(width, COLUMNS);
    reasons.add("examples have %d of the %d columns of a scan".formatted(columns, width));
    return new SurfacePlan(
        method,
        network,
        limits,
        SurfaceLoss.ENTROPY,
        method == SurfaceMethod.DDP ? 0.1 : 0,
        method == SurfaceMethod.UNET ? 0 : 0.5,
        columns,
        2,
        new RateSchedule(3e-3, 0.05, 0.01),
        0.98,
        UPDATES,
        10,
        Optional.empty(),
        reasons);
  }

  /**
   * The plan with scans painted beside the annotated ones.
   *
   * @throws DataException if no scan has all its surfaces in enough neighbouring columns
   */
  public static SurfacePlan painting(
      SurfacePlan plan, List<SurfaceScan> training, PaintedScans painted) {
    ScanPainting.stretches(training, plan.columns());
    return plan.withPainted(painted);
  }

  private static void requireSameHeight(List<SurfaceScan> scans) {
    if (scans.isEmpty()) {
      throw new DataException("There is no scan to train on; add annotated scans.");
    }
    SurfaceScan first = scans.get(0);
    for (SurfaceScan scan : scans) {
      if (scan.image().height() != first.image().height()) {
        throw new DataException(
            "%s has %d rows and %s has %d; cut or pad the scans to one height."
                .formatted(first.id(), first.image().height(), scan.id(), scan.image().height()));
      }
    }
  }

  private static SurfaceLimits limits(List<SurfaceScan> scans, List<String> reasons) {
    int surfaces = scans.get(0).heights().count();
    List<Integer> jumps = new ArrayList<>();
    List<Double> minimum = new ArrayList<>();
    List<Double> maximum = new ArrayList<>();
    for (int i = 0; i < surfaces; i++) {
      double[] steps = steps(scans, i);
      if (steps.length == 0) {
        throw new DataException(
            "Surface %d is annotated in no two neighbouring columns of the training scans; annotate it or leave it out."
                .formatted(i + 1));
      }
      jumps.add((int) Math.max(1, quantile(steps, COVERED)));
      if (i > 0) {
        double[] thickness = thickness(scans, i);
        minimum.add(Math.max(0, THINNER * quantile(thickness, 1 - COVERED)));
        maximum.add(THICKER * quantile(thickness, 1) + SPARE_ROWS);
      }
    }
    reasons.add(
        "steps of %s rows cover %.1f %% of the annotated ones".formatted(jumps, 100 * COVERED));
    reasons.add("layers may have from %s to %s rows".formatted(rounded(minimum), rounded(maximum)));
    return new SurfaceLimits(jumps, new ThicknessLimits(minimum, maximum));
  }

  private static List<String> rounded(List<Double> values) {
    return values.stream().map(v -> String.format(Locale.ROOT, "%.1f", v)).toList();
  }

  /** Steps between neighbouring columns, of the pixels that hold the surface. */
  private static double[] steps(List<SurfaceScan> scans, int surface) {
    return scans.stream()
        .map(SurfaceScan::heights)
        .flatMapToDouble(
            h ->
                IntStream.range(1, h.width())
                    .mapToDouble(
                        x ->
                            Math.abs(
                                Math.floor(h.at(surface, x) + 0.5)
                                    - Math.floor(h.at(surface, x - 1) + 0.5))))
        .filter(step -> !Double.isNaN(step))
        .toArray();
  }

  /** The thickness of the layer above a surface. */
  private static double[] thickness(List<SurfaceScan> scans, int surface) {
    double[] all =
        scans.stream()
            .map(SurfaceScan::heights)
            .flatMapToDouble(
                h ->
                    IntStream.range(0, h.width())
                        .mapToDouble(x -> h.at(surface, x) - h.at(surface - 1, x)))
            .filter(thickness -> !Double.isNaN(thickness))
            .toArray();
    if (all.length == 0) {
      throw new DataException(
          "Surfaces %d and %d are never annotated in the same column; annotate them together."
              .formatted(surface, surface + 1));
    }
    return all;
  }

  /** The value that this part of all lie below; of few values, rather the outer ones. */
  private static double quantile(double[] values, double part) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double position = part * (sorted.length - 1);
    return sorted[(int) (part < 0.5 ? Math.floor(position) : Math.ceil(position))];
  }
}
