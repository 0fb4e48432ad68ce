package io.github.handful.surfaces;

import io.github.handful.segment.metrics.Bootstrap;
import io.github.handful.segment.metrics.Bootstrap.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Predicted surfaces of several scans against the truth. Means weigh every scan alike; intervals
 * are bootstrapped over scans.
 *
 * @param comparisons one for each scan and surface
 * @param pixelSize where known, distances are also given in micrometres
 */
public record SurfaceEvaluation(
    List<SurfaceComparison> comparisons,
    int surfaces,
    Optional<PixelSize> pixelSize,
    Bootstrap bootstrap) {
  public SurfaceEvaluation {
    comparisons = List.copyOf(comparisons);
  }

  /** What is measured of a surface. */
  public enum Measure {
    MEAN_DISTANCE("mean distance", true, SurfaceComparison::mean),
    RMS("root mean square", true, SurfaceComparison::rms),
    PERCENTILE_95("95th percentile", true, SurfaceComparison::percentile95),
    LARGEST("largest", true, SurfaceComparison::largest),
    SPIKES("spike rate", false, SurfaceComparison::spikes);

    private final String label;
    private final boolean length;
    private final ToDoubleFunction<SurfaceComparison> value;

    Measure(String label, boolean length, ToDoubleFunction<SurfaceComparison> value) {
      this.label = label;
      this.length = length;
      this.value = value;
    }

    public String label() {
      return label;
    }

    /** Whether it is a length, in rows unless it is asked for in micrometres. */
    public boolean isLength() {
      return length;
    }

    public double of(SurfaceComparison comparison) {
      return value.applyAsDouble(comparison);
    }
  }

  /** Collects the comparisons of scans one after another. */
  public static final class Builder {
    private final List<SurfaceComparison> comparisons = new ArrayList<>();
    private int surfaces;

    /** Adds all surfaces of a scan. */
    public Builder add(String id, SurfaceHeights predicted, SurfaceHeights truth) {
      surfaces = truth.count();
      for (int i = 0; i < surfaces; i++) {
        comparisons.add(SurfaceComparison.of(id, i, predicted, truth));
      }
      return this;
    }

    public SurfaceEvaluation build(Optional<PixelSize> pixelSize, Bootstrap bootstrap) {
      return new SurfaceEvaluation(comparisons, surfaces, pixelSize, bootstrap);
    }
  }

  /** The mean over scans of a measure of one surface, in rows if it is a length. */
  public Interval of(Measure measure, int surface) {
    return bootstrap.mean(
        comparisons.stream()
            .filter(c -> c.surface() == surface)
            .mapToDouble(measure::of)
            .toArray());
  }

  /** The mean over scans of the mean over surfaces of a measure, in rows if it is a length. */
  public Interval overall(Measure measure) {
    double[] values =
        comparisons.stream()
            .map(SurfaceComparison::id)
            .distinct()
            .mapToDouble(
                id ->
                    comparisons.stream()
                        .filter(c -> c.id().equals(id) && c.columns() > 0)
                        .mapToDouble(measure::of)
                        .average()
                        .orElse(Double.NaN))
            .toArray();
    return bootstrap.mean(values);
  }

  /** An interval in micrometres, if it is of a length and the pixel size is known. */
  public Optional<Interval> micrometres(Measure measure, Interval rows) {
    return pixelSize
        .filter(size -> measure.isLength())
        .map(PixelSize::axial)
        .map(
            um ->
                new Interval(
                    um * rows.mean(),
                    um * rows.lower(),
                    um * rows.upper(),
                    rows.used(),
                    rows.leftOut()));
  }
}
