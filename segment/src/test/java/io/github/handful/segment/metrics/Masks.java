package io.github.handful.segment.metrics;

import io.github.handful.imaging.LabelMap;
import java.util.random.RandomGenerator;

/** Small masks for the tests of the metrics. */
final class Masks {
  private Masks() {}

  static LabelMap empty(int width, int height) {
    return new LabelMap(width, height, new byte[width * height]);
  }

  /** Class 1 from column {@code left} and row {@code top}, the rest background. */
  static LabelMap rectangle(int size, int left, int top, int width, int height) {
    byte[] labels = new byte[size * size];
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        labels[y * size + x] = 1;
      }
    }
    return new LabelMap(size, size, labels);
  }

  static LabelMap random(RandomGenerator random, int width, int height, double part) {
    byte[] labels = new byte[width * height];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (random.nextDouble() < part ? 1 : 0);
    }
    return new LabelMap(width, height, labels);
  }
}
