package io.github.handful.segment;

import io.github.handful.imaging.LabelMap;
import io.github.handful.segment.metrics.OverlapCounts;
import io.github.handful.torch.Compute;
import java.util.List;

/** Judges a segmenter by labelled images that it does not learn from. */
public record Validation(List<Example> examples, Preprocessing preprocessing, Compute compute) {

  /** Dice at the network's scale, mean over foreground classes and then over images. */
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
