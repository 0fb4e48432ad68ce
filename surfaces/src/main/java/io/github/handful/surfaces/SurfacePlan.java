package io.github.handful.surfaces;

import io.github.handful.segment.RateSchedule;
import java.util.List;
import java.util.Optional;

/**
 * Everything that decides a training beside the data and the seed; a person may edit it.
 *
 * @param columns that a training example has, cut from its scan at random
 * @param layerFrom the part of the training after which the method's layer takes the place of the
 *     mean rows, from 0 to 1
 * @param structured weight of the loss of the whole path (ddp only)
 * @param batch examples in one update
 * @param averaging how much of the average of the weights is kept in one update
 * @param validations how often the network is validated on the way, at most
 * @param painted the scans that are painted beside the annotated ones, if any
 * @param reasons why the plan is as it is, for people; not read
 */
public record SurfacePlan(
    SurfaceMethod method,
    SurfaceNetworkSpec network,
    SurfaceLimits limits,
    SurfaceLoss loss,
    double structured,
    double layerFrom,
    int columns,
    int batch,
    RateSchedule rate,
    double averaging,
    int updates,
    int validations,
    Optional<PaintedScans> painted,
    List<String> reasons) {

  public SurfacePlan {
    if (network.surfaces() != limits.jumps().size()) {
      throw new IllegalArgumentException(
          "a network of %d surfaces cannot have limits of %d"
              .formatted(network.surfaces(), limits.jumps().size()));
    }
    if (columns < 1 || batch < 1 || updates < 1 || validations < 1) {
      throw new IllegalArgumentException(
          "columns, batch, updates and validations must be at least 1");
    }
    if (!(layerFrom >= 0 && layerFrom <= 1) || !(structured >= 0)) {
      throw new IllegalArgumentException(
          "layerFrom must be from 0 to 1 and structured 0 or more, got %s and %s"
              .formatted(layerFrom, structured));
    }
    reasons = List.copyOf(reasons);
  }

  /** The same plan for another number of updates. */
  public SurfacePlan withUpdates(int count) {
    return with(loss, columns, batch, count, painted);
  }

  /** The same plan with another loss. */
  public SurfacePlan withLoss(SurfaceLoss other) {
    return with(other, columns, batch, updates, painted);
  }

  /** The same plan with so many columns in an example and so many examples in an update. */
  public SurfacePlan withExamples(int wide, int count) {
    return with(loss, wide, count, updates, painted);
  }

  /** The same plan with scans painted beside the annotated ones. */
  public SurfacePlan withPainted(PaintedScans scans) {
    return with(loss, columns, batch, updates, Optional.of(scans));
  }

  private SurfacePlan with(
      SurfaceLoss loss, int columns, int batch, int updates, Optional<PaintedScans> painted) {
    return new SurfacePlan(
        method,
        network,
        limits,
        loss,
        structured,
        layerFrom,
        columns,
        batch,
        rate,
        averaging,
        updates,
        validations,
        painted,
        reasons);
  }
}
