package io.github.handful.bench;

import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.segment.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Labelled volumes to measure on: a bright ball on noisy ground. */
final class Balls {
  private Balls() {}

  static List<Example> examples(int count, Grid grid) {
    SplittableRandom random = new SplittableRandom(1);
    List<Example> examples = new ArrayList<>();
    for (int n = 0; n < count; n++) {
      double cx = random.nextDouble(0.3, 0.7) * grid.width();
      double cy = random.nextDouble(0.3, 0.7) * grid.height();
      double cz = random.nextDouble(0.3, 0.7) * grid.depth();
      float[] samples = new float[grid.count()];
      byte[] labels = new byte[grid.count()];
      for (int i = 0; i < labels.length; i++) {
        double x = i % grid.width() - cx;
        double y = i / grid.width() % grid.height() - cy;
        double z = i / grid.width() / grid.height() - cz;
        labels[i] = (byte) (x * x + y * y + z * z < 100 ? 1 : 0);
        samples[i] = (float) (0.3 * random.nextDouble() + 0.6 * labels[i]);
      }
      examples.add(
          new Example("ball" + n, new Image(grid, 1, 1, samples), new LabelMap(grid, labels)));
    }
    return examples;
  }
}
