package io.github.handful.segment.metrics;

import io.github.handful.imaging.LabelMap;
import java.util.Arrays;
import java.util.List;

/**
 * How far the surfaces of a predicted and a true mask lie apart. The surface of a mask is made of
 * its voxels that have one of their six neighbours outside it, in a picture of its pixels that have
 * one of four, the outside of the image included; every surface voxel of each mask has a distance
 * to the nearest surface voxel of the other. The package description says what the values are for
 * empty masks.
 *
 * @param hausdorff the greatest of these distances
 * @param hausdorff95 the greater of the two masks' 95th percentiles of these distances, percentiles
 *     interpolated linearly between the sorted values
 * @param averageDistance mean of the distances of both surfaces taken together
 * @param normalisedDistance part of both surfaces that is at most the tolerance away from the other
 *     (surface Dice), from 0 to 1
 */
public record SurfaceDistances(
    double hausdorff, double hausdorff95, double averageDistance, double normalisedDistance) {

  /**
   * Measures the surfaces of class {@code label}, in the spacing that the settings give to the grid
   * of the truth.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public static SurfaceDistances of(
      LabelMap prediction, LabelMap truth, int label, SurfaceSettings settings) {
    return of(new ClassSurvey(prediction, truth), label, settings);
  }

  static SurfaceDistances of(ClassSurvey survey, int label, SurfaceSettings settings) {
    OverlapCounts counts = survey.counts(label);
    boolean predicted = counts.predicted() > 0;
    boolean real = counts.real() > 0;
    if (!predicted || !real) {
      return predicted == real
          ? new SurfaceDistances(0, 0, 0, 1)
          : new SurfaceDistances(Double.NaN, Double.NaN, Double.NaN, 0);
    }
    MaskBox box = survey.box(label);
    List<Double> spacing = settings.spacing(survey.truth().grid());
    boolean[] ofPrediction = box.surface(survey.prediction(), label);
    boolean[] ofTruth = box.surface(survey.truth(), label);
    return of(
        box.distances(ofPrediction, ofTruth, spacing),
        box.distances(ofTruth, ofPrediction, spacing),
        settings.tolerance());
  }

  private static SurfaceDistances of(double[] toTruth, double[] toPrediction, double tolerance) {
    int count = toTruth.length + toPrediction.length;
    double sum = Arrays.stream(toTruth).sum() + Arrays.stream(toPrediction).sum();
    Arrays.sort(toTruth);
    Arrays.sort(toPrediction);
    return new SurfaceDistances(
        Math.max(toTruth[toTruth.length - 1], toPrediction[toPrediction.length - 1]),
        Math.max(Percentile.ofSorted(toTruth, 0.95), Percentile.ofSorted(toPrediction, 0.95)),
        sum / count,
        (double) (near(toTruth, tolerance) + near(toPrediction, tolerance)) / count);
  }

  private static long near(double[] distances, double tolerance) {
    return Arrays.stream(distances).filter(d -> d <= tolerance).count();
  }
}
