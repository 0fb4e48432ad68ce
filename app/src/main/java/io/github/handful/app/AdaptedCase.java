package io.github.handful.app;

import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.segment.Predictor.ClassProbabilities;

/** A target image with the predictions of the source and of the kept network. */
record AdaptedCase(String id, Image image, ClassProbabilities before, ClassProbabilities after) {

  /** Part of the pixels whose class changed. */
  double changed() {
    LabelMap first = before.labels();
    LabelMap second = after.labels();
    int changed = 0;
    for (int i = 0; i < first.labels().length; i++) {
      changed += first.labels()[i] == second.labels()[i] ? 0 : 1;
    }
    return (double) changed / first.labels().length;
  }

  /** Entropy of every pixel as a grey picture, white where all classes are alike. */
  static Image entropy(ClassProbabilities probabilities) {
    int pixels = probabilities.width() * probabilities.height();
    float[] grey = new float[pixels];
    for (int k = 0; k < probabilities.classes(); k++) {
      float[] plane = probabilities.plane(k);
      for (int i = 0; i < pixels; i++) {
        grey[i] -= plane[i] > 0 ? (float) (plane[i] * Math.log(plane[i])) : 0;
      }
    }
    float scale = (float) (255 / Math.log(probabilities.classes()));
    for (int i = 0; i < pixels; i++) {
      grey[i] *= scale;
    }
    return new Image(probabilities.width(), probabilities.height(), 1, 255, grey);
  }
}
