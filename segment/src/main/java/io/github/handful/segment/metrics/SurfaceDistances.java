package io.github.handful.segment.metrics;

import io.github.handful.imaging.LabelMap;
import java.util.Arrays;

/**
 * How far the outlines of a predicted and a true mask lie apart. The outline of a mask is made of
 * its pixels that have one of their four neighbours outside it, the outside of the image included;
 * every outline pixel of each mask has a distance to the nearest outline pixel of the other. The
 * package description says what the values are for empty masks.
 *
 * @param hausdorff95 the greater of the two masks' 95th percentiles of these distances, percentiles
 *     interpolated linearly between the sorted values
 * @param averageDistance mean of the distances of both outlines taken together
 * @param normalisedDistance part of both outlines that is at most the tolerance away from the other
 *     (surface Dice), from 0 to 1
 */
public record SurfaceDistances(
    double hausdorff95, double averageDistance, double normalisedDistance) {

  /**
   * Measures the outlines of class {@code label}.
   *
   * @throws IllegalArgumentException if the sizes differ
   */
  public static SurfaceDistances of(
      LabelMap prediction, LabelMap truth, int label, SurfaceSettings settings) {
    OverlapCounts.requireSameSize(prediction, truth);
    boolean predicted = prediction.count(label) > 0;
    boolean real = truth.count(label) > 0;
    if (!predicted || !real) {
      return predicted == real
          ? new SurfaceDistances(0, 0, 1)
          : new SurfaceDistances(Double.NaN, Double.NaN, 0);
    }
    Box box = Box.around(prediction, truth, label);
    boolean[] outlineOfPrediction = box.outline(prediction, label);
    boolean[] outlineOfTruth = box.outline(truth, label);
    double[] toTruth = box.distances(outlineOfPrediction, outlineOfTruth, settings);
    double[] toPrediction = box.distances(outlineOfTruth, outlineOfPrediction, settings);
    long near = near(toTruth, settings) + near(toPrediction, settings);
    int count = toTruth.length + toPrediction.length;
    double sum = Arrays.stream(toTruth).sum() + Arrays.stream(toPrediction).sum();
    return new SurfaceDistances(
        Math.max(Percentile.of(toTruth, 0.95), Percentile.of(toPrediction, 0.95)),
        sum / count,
        (double) near / count);
  }

  private static long near(double[] distances, SurfaceSettings settings) {
    return Arrays.stream(distances).filter(d -> d <= settings.tolerance()).count();
  }

  /** The rectangle that holds both masks; nothing outside it changes a distance between them. */
  private record Box(int left, int top, int width, int height) {

    static Box around(LabelMap first, LabelMap second, int label) {
      int left = first.width();
      int right = -1;
      int top = first.height();
      int bottom = -1;
      byte wanted = (byte) label;
      for (int i = 0; i < first.labels().length; i++) {
        if (first.labels()[i] == wanted || second.labels()[i] == wanted) {
          left = Math.min(left, i % first.width());
          right = Math.max(right, i % first.width());
          top = Math.min(top, i / first.width());
          bottom = Math.max(bottom, i / first.width());
        }
      }
      return new Box(left, top, right - left + 1, bottom - top + 1);
    }

    boolean[] outline(LabelMap map, int label) {
      boolean[] outline = new boolean[width * height];
      for (int i = 0; i < outline.length; i++) {
        int x = i % width;
        int y = i / width;
        outline[i] =
            holds(map, label, x, y)
                && !(holds(map, label, x - 1, y)
                    && holds(map, label, x + 1, y)
                    && holds(map, label, x, y - 1)
                    && holds(map, label, x, y + 1));
      }
      return outline;
    }

    private boolean holds(LabelMap map, int label, int x, int y) {
      boolean inside = x >= 0 && x < width && y >= 0 && y < height;
      return inside && map.at(top + y, left + x) == label;
    }

    /** The distance of each pixel of {@code from} to the nearest of {@code to}. */
    double[] distances(boolean[] from, boolean[] to, SurfaceSettings settings) {
      double[] all =
          DistanceTransform.distances(to, width, height, settings.spacingX(), settings.spacingY());
      double[] distances = new double[all.length];
      int count = 0;
      for (int i = 0; i < all.length; i++) {
        if (from[i]) {
          distances[count++] = all[i];
        }
      }
      return Arrays.copyOf(distances, count);
    }
  }
}
