package io.github.handful.surfaces;

import io.github.handful.torch.Compute;
import java.util.List;

/** Judges a network by annotated scans that it does not learn from. */
public record SurfaceValidation(
    List<SurfaceScan> scans, SurfaceLimits limits, ReadOut readOut, Compute compute) {
  public SurfaceValidation {
    scans = List.copyOf(scans);
  }

  /** The name of {@link #closeness} in logs. */
  public static final String SCORE = "closeness";

  /**
   * One over one more than the mean distance in rows: 1 for exact surfaces, towards 0 for others.
   */
  public double closeness(SurfaceNetwork network) {
    return 1 / (1 + distance(network));
  }

  /** The mean over all annotated columns, surfaces and scans of the distance in rows. */
  public double distance(SurfaceNetwork network) {
    SurfacePredictor predictor = new SurfacePredictor(network, limits, readOut, compute);
    double sum = 0;
    long count = 0;
    for (SurfaceScan scan : scans) {
      double[] predicted = predictor.predict(scan.image()).rows();
      for (int k = 0; k < predicted.length; k++) {
        double error = Math.abs(predicted[k] - scan.heights().rows()[k]);
        sum += Double.isNaN(error) ? 0 : error;
        count += Double.isNaN(error) ? 0 : 1;
      }
    }
    return sum / count;
  }
}
