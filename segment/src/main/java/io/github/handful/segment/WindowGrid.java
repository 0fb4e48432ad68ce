package io.github.handful.segment;

import io.github.handful.torch.Functional;
import io.github.handful.torch.Ops;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * A grid of tokens cut into square windows, cyclically shifted first where that is asked for.
 * Tokens that the shift brings together from opposite borders, and those that fill up the last
 * windows, must not see the others.
 *
 * @param shift by which the windows are moved along each axis that has more than one
 */
record WindowGrid(int height, int width, int window, int shift) {
  private static final float BLOCKED = -100;

  private int rows() {
    return (height + window - 1) / window;
  }

  private int columns() {
    return (width + window - 1) / window;
  }

  private int down() {
    return rows() > 1 ? shift : 0;
  }

  private int right() {
    return columns() > 1 ? shift : 0;
  }

  private int fullHeight() {
    return rows() * window;
  }

  private int fullWidth() {
    return columns() * window;
  }

  /** Tokens N×H×W×F as windows, N times rows times columns, each of window² tokens. */
  Tensor partition(Tensor x) {
    long features = x.size(3);
    Tensor full =
        fullHeight() == height && fullWidth() == width
            ? x
            : Functional.pad(x, 0, 0, 0, fullWidth() - width, 0, fullHeight() - height);
    return moved(full, -1)
        .reshape(x.size(0), rows(), window, columns(), window, features)
        .permute(0, 1, 3, 2, 4, 5)
        .reshape(x.size(0) * rows() * columns(), (long) window * window, features);
  }

  /** The inverse of {@link #partition}. */
  Tensor reverse(Tensor windows) {
    long images = windows.size(0) / (rows() * columns());
    long features = windows.size(2);
    Tensor full =
        windows
            .reshape(images, rows(), columns(), window, window, features)
            .permute(0, 1, 3, 2, 4, 5)
            .reshape(images, fullHeight(), fullWidth(), features);
    return moved(full, 1).narrow(1, 0, height).narrow(2, 0, width);
  }

  private Tensor moved(Tensor x, int sign) {
    return down() + right() == 0
        ? x
        : x.roll(new long[] {(long) sign * down(), (long) sign * right()}, 1, 2);
  }

  /**
   * What is added to the attention of each token of a window to each other: 0, or so little that
   * none is left. Absent where every token may see all others of its window.
   */
  Optional<Tensor> blocked(Tensor beside) {
    if (down() + right() == 0 && fullHeight() == height && fullWidth() == width) {
      return Optional.empty();
    }
    int count = window * window;
    int windows = rows() * columns();
    float[] values = new float[windows * count * count];
    for (int w = 0; w < windows; w++) {
      int[] regions = regions(w);
      for (int pair = 0; pair < count * count; pair++) {
        values[w * count * count + pair] =
            regions[pair / count] == regions[pair % count] ? 0 : BLOCKED;
      }
    }
    return Optional.of(Ops.beside(beside, values, windows, count, count));
  }

  /** Equal numbers for tokens of a window that lie together in the picture. */
  private int[] regions(int w) {
    int[] regions = new int[window * window];
    for (int t = 0; t < regions.length; t++) {
      int row = w / columns() * window + t / window + down();
      int column = w % columns() * window + t % window + right();
      int y = row % fullHeight();
      int x = column % fullWidth();
      boolean filling = y >= height || x >= width;
      regions[t] = filling ? -1 : row / fullHeight() * 2 + column / fullWidth();
    }
    return regions;
  }
}
