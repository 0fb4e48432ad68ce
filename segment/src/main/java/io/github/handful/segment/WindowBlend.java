package io.github.handful.segment;

import io.github.handful.imaging.Image;
import java.util.ArrayList;
import java.util.List;

/**
 * Covers an image with windows that overlap by at least half and averages what they give, weighted
 * by a Gaussian that falls towards the window's border (Isensee et al. 2021).
 */
final class WindowBlend {
  /** Standard deviation of the weights as a part of the window's side. */
  private static final double SPREAD = 0.125;

  private final int width;
  private final int height;
  private final int windowWidth;
  private final int windowHeight;
  private final int planes;
  private final float[] sums;
  private final float[] weights;
  private final float[] windowWeights;

  /** The top left pixel of a window. */
  record Corner(int x, int y) {}

  WindowBlend(int width, int height, int windowWidth, int windowHeight, int planes) {
    this.width = width;
    this.height = height;
    this.windowWidth = windowWidth;
    this.windowHeight = windowHeight;
    this.planes = planes;
    this.sums = new float[Math.multiplyExact(planes, Math.multiplyExact(width, height))];
    this.weights = new float[width * height];
    this.windowWeights = new float[windowWidth * windowHeight];
    for (int y = 0; y < windowHeight; y++) {
      for (int x = 0; x < windowWidth; x++) {
        windowWeights[y * windowWidth + x] = (float) (bell(x, windowWidth) * bell(y, windowHeight));
      }
    }
  }

  private static double bell(int at, int side) {
    double z = (at + 0.5 - side / 2.0) / (SPREAD * side);
    return Math.exp(-0.5 * z * z);
  }

  /** Windows evenly spaced so that the first and the last touch the borders. */
  List<Corner> corners() {
    List<Corner> corners = new ArrayList<>();
    for (int y : starts(height, windowHeight)) {
      for (int x : starts(width, windowWidth)) {
        corners.add(new Corner(x, y));
      }
    }
    return corners;
  }

  private static int[] starts(int side, int window) {
    int spare = side - window;
    int count = spare == 0 ? 1 : (int) Math.ceil(spare / (window / 2.0)) + 1;
    int[] starts = new int[count];
    for (int i = 1; i < count; i++) {
      starts[i] = (int) Math.round((double) spare * i / (count - 1));
    }
    return starts;
  }

  static Image cut(Image image, Corner corner, int w, int h) {
    float[] samples = new float[image.channels() * w * h];
    for (int c = 0; c < image.channels(); c++) {
      for (int y = 0; y < h; y++) {
        int from = (c * image.height() + corner.y() + y) * image.width() + corner.x();
        System.arraycopy(image.samples(), from, samples, (c * h + y) * w, w);
      }
    }
    return new Image(w, h, image.channels(), image.maximum(), samples);
  }

  void add(Corner corner, float[] window) {
    int pixels = windowWidth * windowHeight;
    for (int y = 0; y < windowHeight; y++) {
      for (int x = 0; x < windowWidth; x++) {
        int from = y * windowWidth + x;
        int to = (corner.y() + y) * width + corner.x() + x;
        weights[to] += windowWeights[from];
        for (int k = 0; k < planes; k++) {
          sums[k * width * height + to] += windowWeights[from] * window[k * pixels + from];
        }
      }
    }
  }

  Predictor.ClassProbabilities result() {
    float[] means = sums.clone();
    for (int k = 0; k < planes; k++) {
      for (int i = 0; i < weights.length; i++) {
        means[k * weights.length + i] /= weights[i];
      }
    }
    return new Predictor.ClassProbabilities(width, height, means);
  }
}
