package io.github.handful.segment;

import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.PairAugmentation;
import io.github.handful.segment.metrics.OverlapCounts;
import io.github.handful.torch.Compute;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges a segmenter by labelled images that it does not learn from, and by changed copies of them:
 * a handful of images alone would let chance choose the weights that are kept.
 *
 * @param examples the images and their copies
 */
public record Validation(List<Example> examples, Preprocessing preprocessing, Compute compute) {
  private static final int ENOUGH = 32;

  /** Volumes have many voxels each to go by, and take long. */
  private static final int ENOUGH_VOLUMES = 8;

  private static final int MOST_COPIES = 7;

  /**
   * The images and so many copies of each, at most seven, that there are about 32 in all, or eight
   * volumes.
   */
  public static Validation of(
      List<Example> images,
      PairAugmentation augmentation,
      Seeds seeds,
      Preprocessing preprocessing,
      Compute compute) {
    List<Example> all = new ArrayList<>(images);
    int enough = preprocessing.dimensions() == 2 ? ENOUGH : ENOUGH_VOLUMES;
    int copies = Math.min(MOST_COPIES, (enough - 1) / Math.max(1, images.size()));
    for (int copy = 1; copy <= copies; copy++) {
      for (Example image : images) {
        var random = seeds.random("validation copy " + copy, all.size());
        PairAugmentation.Pair changed = augmentation.apply(image.image(), image.labels(), random);
        all.add(new Example(image.id(), changed.image(), changed.labels()));
      }
    }
    return new Validation(all, preprocessing, compute);
  }

  /**
   * Dice at the network's scale, mean over foreground classes and then over images; NaN without
   * images.
   */
  public double dice(Segmenter segmenter) {
    Predictor predictor = new Predictor(segmenter, preprocessing, compute);
    double sum = 0;
    for (Example example : examples) {
      LabelMap predicted = predictor.labelsAtNetworkScale(example.image());
      int classes = segmenter.spec().classes();
      double dice = 0;
      for (int label = 1; label < classes; label++) {
        dice += OverlapCounts.of(predicted, example.labels(), label).dice();
      }
      sum += dice / (classes - 1);
    }
    return sum / examples.size();
  }
}
