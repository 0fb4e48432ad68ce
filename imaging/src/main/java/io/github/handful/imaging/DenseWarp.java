package io.github.handful.imaging;

import io.github.handful.imaging.AffineWarp.Border;

/**
 * A warp given pixel by pixel: output pixel {@code i = y * width + x} shows what lies at {@code
 * (xs[i], ys[i])} of the input, where the centre of input pixel (0, 0) is the origin.
 */
record DenseWarp(int width, int height, float[] xs, float[] ys) {

  /** The warp that leaves every picture as it is; its positions may be changed by its creator. */
  static DenseWarp identity(int width, int height) {
    float[] xs = new float[Math.multiplyExact(width, height)];
    float[] ys = new float[xs.length];
    for (int i = 0; i < xs.length; i++) {
      xs[i] = i % width;
      ys[i] = i / width;
    }
    return new DenseWarp(width, height, xs, ys);
  }

  /** The warp that does {@code affine} first and this one to its result. */
  DenseWarp through(AffineWarp affine) {
    float[] x = new float[xs.length];
    float[] y = new float[ys.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (affine.xx() * xs[i] + affine.xy() * ys[i] + affine.x0());
      y[i] = (float) (affine.yx() * xs[i] + affine.yy() * ys[i] + affine.y0());
    }
    return new DenseWarp(width, height, x, y);
  }

  /** Bilinear interpolation, the border continuing the picture outwards. */
  Image bilinear(Image image, Border border) {
    int w = image.width();
    int h = image.height();
    int plane = w * h;
    int channels = image.channels();
    float[] source = image.samples();
    float[] samples = new float[Math.multiplyExact(xs.length, channels)];
    for (int i = 0; i < xs.length; i++) {
      float x = border.inside(xs[i], w);
      float y = border.inside(ys[i], h);
      int x0 = (int) x;
      int y0 = (int) y;
      int right = x0 + 1 < w ? 1 : 0;
      int below = y0 + 1 < h ? w : 0;
      float fx = x - x0;
      float fy = y - y0;
      for (int c = 0; c < channels; c++) {
        int at = c * plane + y0 * w + x0;
        float top = source[at] + fx * (source[at + right] - source[at]);
        float bottom = source[at + below] + fx * (source[at + below + right] - source[at + below]);
        samples[c * xs.length + i] = top + fy * (bottom - top);
      }
    }
    return new Image(width, height, channels, image.maximum(), samples);
  }

  /** Bilinear interpolation, every sample outside the input being {@code outside}. */
  Image bilinear(Image image, float outside) {
    int channels = image.channels();
    float[] samples = new float[Math.multiplyExact(xs.length, channels)];
    for (int i = 0; i < xs.length; i++) {
      int x0 = (int) Math.floor(xs[i]);
      int y0 = (int) Math.floor(ys[i]);
      float fx = xs[i] - x0;
      float fy = ys[i] - y0;
      for (int c = 0; c < channels; c++) {
        float top =
            (1 - fx) * sample(image, c, y0, x0, outside)
                + fx * sample(image, c, y0, x0 + 1, outside);
        float bottom =
            (1 - fx) * sample(image, c, y0 + 1, x0, outside)
                + fx * sample(image, c, y0 + 1, x0 + 1, outside);
        samples[c * xs.length + i] = (1 - fy) * top + fy * bottom;
      }
    }
    return new Image(width, height, channels, image.maximum(), samples);
  }

  private static float sample(Image image, int c, int y, int x, float outside) {
    boolean inside = x >= 0 && x < image.width() && y >= 0 && y < image.height();
    return inside ? image.at(c, y, x) : outside;
  }

  /** The class of the nearest pixel, the border continuing the map outwards. */
  LabelMap nearest(LabelMap map, Border border) {
    byte[] labels = new byte[xs.length];
    for (int i = 0; i < labels.length; i++) {
      int x = Math.min(Math.round(border.inside(xs[i], map.width())), map.width() - 1);
      int y = Math.min(Math.round(border.inside(ys[i], map.height())), map.height() - 1);
      labels[i] = map.labels()[y * map.width() + x];
    }
    return new LabelMap(width, height, labels);
  }

  /** The class of the nearest pixel, background outside the input. */
  LabelMap nearest(LabelMap map) {
    byte[] labels = new byte[xs.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) label(map, Math.round(ys[i]), Math.round(xs[i]));
    }
    return new LabelMap(width, height, labels);
  }

  /**
   * The class whose indicator, interpolated bilinearly, is greatest; background outside the input,
   * and the lower class where two are equal.
   */
  LabelMap argmax(LabelMap map) {
    byte[] labels = new byte[xs.length];
    int[] classes = new int[4];
    float[] weights = new float[4];
    for (int i = 0; i < labels.length; i++) {
      int x = (int) Math.floor(xs[i]);
      int y = (int) Math.floor(ys[i]);
      float fx = xs[i] - x;
      float fy = ys[i] - y;
      classes[0] = label(map, y, x);
      classes[1] = label(map, y, x + 1);
      classes[2] = label(map, y + 1, x);
      classes[3] = label(map, y + 1, x + 1);
      weights[0] = (1 - fy) * (1 - fx);
      weights[1] = (1 - fy) * fx;
      weights[2] = fy * (1 - fx);
      weights[3] = fy * fx;
      labels[i] = (byte) heaviest(classes, weights);
    }
    return new LabelMap(width, height, labels);
  }

  private static int heaviest(int[] classes, float[] weights) {
    int best = classes[0];
    if (classes[1] == best && classes[2] == best && classes[3] == best) {
      return best;
    }
    float greatest = -1;
    for (int candidate : classes) {
      float weight = 0;
      for (int k = 0; k < classes.length; k++) {
        weight += classes[k] == candidate ? weights[k] : 0;
      }
      if (weight > greatest || (weight == greatest && candidate < best)) {
        greatest = weight;
        best = candidate;
      }
    }
    return best;
  }

  private static int label(LabelMap map, int y, int x) {
    boolean inside = x >= 0 && x < map.width() && y >= 0 && y < map.height();
    return inside ? map.at(y, x) : 0;
  }
}
