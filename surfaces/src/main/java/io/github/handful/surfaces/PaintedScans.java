package io.github.handful.surfaces;

/**
 * Scans that a painter makes for changed surfaces, beside the annotated ones in every update.
 *
 * @param pretraining steps of the painter before the network's first update
 * @param weight of the painted scans' loss
 * @param variation how surfaces are changed before scans are painted for them
 */
public record PaintedScans(int pretraining, double weight, SurfaceVariation variation) {
  public PaintedScans {
    if (pretraining < 1 || !(weight > 0)) {
      throw new IllegalArgumentException(
          "painted scans need 1 or more steps of pretraining and a weight above 0, got %d and %s"
              .formatted(pretraining, weight));
    }
  }

  /** 400 steps, and as much weight as the annotated scans. */
  public static PaintedScans standard() {
    return new PaintedScans(400, 1, SurfaceVariation.standard());
  }

  /** The same with another number of steps. */
  public PaintedScans withPretraining(int steps) {
    return new PaintedScans(steps, weight, variation);
  }
}
