package io.github.handful.imaging;

import io.github.handful.imaging.AffineWarp.Border;

/**
 * A warp given voxel by voxel: output voxel {@code i = (z * height + y) * width + x} shows what
 * lies at {@code (xs[i], ys[i], zs[i])} of the input, where the centre of the first input voxel is
 * the origin. Input and output have the size of {@code grid}.
 *
 * @param zs empty for pictures, where all of them are 0
 */
record DenseWarp(Grid grid, float[] xs, float[] ys, float[] zs) {

  /** The warp that leaves everything as it is; its positions may be changed by its creator. */
  static DenseWarp identity(Grid grid) {
    float[] xs = new float[grid.count()];
    float[] ys = new float[xs.length];
    float[] zs = new float[grid.isVolume() ? xs.length : 0];
    int width = grid.width();
    for (int row = 0; row < xs.length / width; row++) {
      for (int x = 0; x < width; x++) {
        xs[row * width + x] = x;
        ys[row * width + x] = row % grid.height();
      }
    }
    int plane = width * grid.height();
    for (int i = 0; i < zs.length; i++) {
      zs[i] = i / plane;
    }
    return new DenseWarp(grid, xs, ys, zs);
  }

  /** The positions along an axis: 0 x, 1 y, 2 z. */
  float[] along(int axis) {
    return axis == 0 ? xs : axis == 1 ? ys : zs;
  }

  /** The warp that does {@code affine} first and this one to its result. */
  DenseWarp through(AffineWarp affine) {
    return new DenseWarp(
        grid,
        coordinate(affine, 0, xs.length),
        coordinate(affine, 1, ys.length),
        coordinate(affine, 2, zs.length));
  }

  private float[] coordinate(AffineWarp affine, int axis, int count) {
    double byX = affine.linear(axis, 0);
    double byY = affine.linear(axis, 1);
    double byZ = affine.linear(axis, 2);
    double offset = affine.offset(axis);
    float[] moved = new float[count];
    if (zs.length == 0) {
      for (int i = 0; i < count; i++) {
        moved[i] = (float) (byX * xs[i] + byY * ys[i] + offset);
      }
    } else {
      for (int i = 0; i < count; i++) {
        moved[i] = (float) (byX * xs[i] + byY * ys[i] + byZ * zs[i] + offset);
      }
    }
    return moved;
  }

  /** Linear interpolation along each axis, the border continuing the image outwards. */
  Image linear(Image image, Border border) {
    int w = image.width();
    int h = image.height();
    int d = image.depth();
    int channels = image.channels();
    float[] source = image.samples();
    float[] samples = new float[source.length];
    for (int i = 0; i < xs.length; i++) {
      float x = border.inside(xs[i], w);
      float y = border.inside(ys[i], h);
      float z = zs.length == 0 ? 0 : border.inside(zs[i], d);
      int x0 = (int) x;
      int y0 = (int) y;
      int z0 = (int) z;
      int right = x0 + 1 < w ? 1 : 0;
      int below = y0 + 1 < h ? w : 0;
      int behind = z0 + 1 < d ? w * h : 0;
      float fx = x - x0;
      float fy = y - y0;
      float fz = z - z0;
      int at = (z0 * h + y0) * w + x0;
      for (int c = 0; c < channels; c++) {
        float value = inPlane(source, at, right, below, fx, fy);
        if (fz > 0) {
          value += fz * (inPlane(source, at + behind, right, below, fx, fy) - value);
        }
        samples[c * xs.length + i] = value;
        at += xs.length;
      }
    }
    return new Image(image.grid(), channels, image.maximum(), samples);
  }

  private static float inPlane(float[] source, int at, int right, int below, float fx, float fy) {
    float top = source[at] + fx * (source[at + right] - source[at]);
    float bottom = source[at + below] + fx * (source[at + below + right] - source[at + below]);
    return top + fy * (bottom - top);
  }

  /** Linear interpolation along each axis, every sample outside the input being {@code outside}. */
  Image linear(Image image, float outside) {
    int channels = image.channels();
    float[] samples = new float[image.samples().length];
    for (int i = 0; i < xs.length; i++) {
      int z0 = zs.length == 0 ? 0 : (int) Math.floor(zs[i]);
      float fz = zs.length == 0 ? 0 : zs[i] - z0;
      for (int c = 0; c < channels; c++) {
        float value = inSlice(image, c, z0, i, outside);
        if (fz > 0) {
          value = (1 - fz) * value + fz * inSlice(image, c, z0 + 1, i, outside);
        }
        samples[c * xs.length + i] = value;
      }
    }
    return new Image(image.grid(), channels, image.maximum(), samples);
  }

  private float inSlice(Image image, int c, int z, int i, float outside) {
    int x0 = (int) Math.floor(xs[i]);
    int y0 = (int) Math.floor(ys[i]);
    float fx = xs[i] - x0;
    float fy = ys[i] - y0;
    float top =
        (1 - fx) * sample(image, c, z, y0, x0, outside)
            + fx * sample(image, c, z, y0, x0 + 1, outside);
    float bottom =
        (1 - fx) * sample(image, c, z, y0 + 1, x0, outside)
            + fx * sample(image, c, z, y0 + 1, x0 + 1, outside);
    return (1 - fy) * top + fy * bottom;
  }

  private float sample(Image image, int c, int z, int y, int x, float outside) {
    return isInside(z, y, x) ? image.at(c, z, y, x) : outside;
  }

  private boolean isInside(int z, int y, int x) {
    return x >= 0 && x < grid.width() && y >= 0 && y < grid.height() && z >= 0 && z < grid.depth();
  }

  /** The class of the nearest voxel, the border continuing the map outwards. */
  LabelMap nearest(LabelMap map, Border border) {
    int w = map.width();
    int h = map.height();
    int d = map.depth();
    byte[] labels = new byte[xs.length];
    for (int i = 0; i < labels.length; i++) {
      int x = Math.min(Math.round(border.inside(xs[i], w)), w - 1);
      int y = Math.min(Math.round(border.inside(ys[i], h)), h - 1);
      int z = zs.length == 0 ? 0 : Math.min(Math.round(border.inside(zs[i], d)), d - 1);
      labels[i] = map.labels()[(z * h + y) * w + x];
    }
    return new LabelMap(map.grid(), labels);
  }

  /** The class of the nearest voxel, background outside the input. */
  LabelMap nearest(LabelMap map) {
    byte[] labels = new byte[xs.length];
    for (int i = 0; i < labels.length; i++) {
      int z = zs.length == 0 ? 0 : Math.round(zs[i]);
      labels[i] = (byte) label(map, z, Math.round(ys[i]), Math.round(xs[i]));
    }
    return new LabelMap(map.grid(), labels);
  }

  /**
   * The class whose indicator, interpolated linearly along each axis, is greatest; background
   * outside the input, and the lower class where two are equal.
   */
  LabelMap argmax(LabelMap map) {
    byte[] labels = new byte[xs.length];
    int[] classes = new int[zs.length == 0 ? 4 : 8];
    float[] weights = new float[classes.length];
    for (int i = 0; i < labels.length; i++) {
      int z = zs.length == 0 ? 0 : (int) Math.floor(zs[i]);
      corners(map, i, z, 0, classes);
      if (zs.length > 0) {
        corners(map, i, z + 1, 4, classes);
      }
      if (allEqual(classes)) {
        labels[i] = (byte) classes[0];
      } else {
        weigh(i, weights);
        labels[i] = (byte) heaviest(classes, weights);
      }
    }
    return new LabelMap(map.grid(), labels);
  }

  private void corners(LabelMap map, int i, int z, int to, int[] classes) {
    int x = (int) Math.floor(xs[i]);
    int y = (int) Math.floor(ys[i]);
    classes[to] = label(map, z, y, x);
    classes[to + 1] = label(map, z, y, x + 1);
    classes[to + 2] = label(map, z, y + 1, x);
    classes[to + 3] = label(map, z, y + 1, x + 1);
  }

  private static boolean allEqual(int[] classes) {
    for (int label : classes) {
      if (label != classes[0]) {
        return false;
      }
    }
    return true;
  }

  private void weigh(int i, float[] weights) {
    float fx = xs[i] - (int) Math.floor(xs[i]);
    float fy = ys[i] - (int) Math.floor(ys[i]);
    weights[0] = (1 - fy) * (1 - fx);
    weights[1] = (1 - fy) * fx;
    weights[2] = fy * (1 - fx);
    weights[3] = fy * fx;
    if (zs.length > 0) {
      float fz = zs[i] - (int) Math.floor(zs[i]);
      for (int k = 0; k < 4; k++) {
        weights[k + 4] = fz * weights[k];
        weights[k] *= 1 - fz;
      }
    }
  }

  private static int heaviest(int[] classes, float[] weights) {
    int best = classes[0];
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

  private int label(LabelMap map, int z, int y, int x) {
    return isInside(z, y, x) ? map.at(z, y, x) : 0;
  }
}
