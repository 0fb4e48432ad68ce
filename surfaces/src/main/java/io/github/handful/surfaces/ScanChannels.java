package io.github.handful.surfaces;

import io.github.handful.imaging.Image;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * What the network sees of a B-scan: its intensities with mean 0 and variance 1, the derivatives
 * downwards, to the right and along both diagonals, two directions made of them, and the magnitude
 * of the first two (Xie et al. 2022).
 *
 * @param planes {@code planes[(c * height + z) * width + x]}
 * @param usable for each column whether it holds any signal
 */
record ScanChannels(int width, int height, float[] planes, boolean[] usable) {
  static final int COUNT = 8;

  private static final double TINY = 1e-8;

  /** The channels of an image of any kind. */
  static ScanChannels of(Image image) {
    return ofStandardised(standardised(image));
  }

  /** The mean over the colours, shifted and scaled to mean 0 and variance 1. */
  static Image standardised(Image image) {
    int pixels = image.width() * image.height();
    float[] grey = new float[pixels];
    for (int c = 0; c < image.channels(); c++) {
      for (int i = 0; i < pixels; i++) {
        grey[i] += image.samples()[c * pixels + i] / image.channels();
      }
    }
    standardise(grey, 0, pixels);
    return new Image(image.width(), image.height(), 1, 1, grey);
  }

  /** The channels of an image of one channel, which is standardised once more. */
  static ScanChannels ofStandardised(Image image) {
    int width = image.width();
    int height = image.height();
    int pixels = width * height;
    float[] planes = new float[COUNT * pixels];
    System.arraycopy(image.samples(), 0, planes, 0, pixels);
    standardise(planes, 0, pixels);
    for (int z = 0; z < height; z++) {
      for (int x = 0; x < width; x++) {
        derive(planes, width, height, z, x);
      }
    }
    for (int c = 1; c < COUNT - 1; c++) {
      standardise(planes, c * pixels, pixels);
    }
    toUnit(planes, (COUNT - 1) * pixels, pixels);
    return new ScanChannels(width, height, planes, usable(image));
  }

  private static void derive(float[] planes, int width, int height, int z, int x) {
    int pixels = width * height;
    int at = z * width + x;
    int up = Math.max(0, z - 1);
    int down = Math.min(height - 1, z + 1);
    int left = Math.max(0, x - 1);
    int right = Math.min(width - 1, x + 1);
    double steps = Math.max(1, down - up);
    double vertical = (planes[down * width + x] - planes[up * width + x]) / steps;
    double horizontal =
        (planes[z * width + right] - planes[z * width + left]) / Math.max(1, right - left);
    double falling = (planes[down * width + right] - planes[up * width + left]) / steps;
    double rising = (planes[down * width + left] - planes[up * width + right]) / steps;
    planes[pixels + at] = (float) vertical;
    planes[2 * pixels + at] = (float) horizontal;
    planes[3 * pixels + at] = (float) falling;
    planes[4 * pixels + at] = (float) rising;
    planes[5 * pixels + at] = (float) direction(vertical, horizontal);
    planes[6 * pixels + at] = (float) direction(rising, falling);
    planes[7 * pixels + at] = (float) Math.hypot(vertical, horizontal);
  }

  private static double direction(double along, double across) {
    return Math.atan(Math.signum(along * across) * Math.abs(along) / (Math.abs(across) + TINY));
  }

  private static void standardise(float[] values, int at, int count) {
    double sum = 0;
    double squares = 0;
    for (int i = at; i < at + count; i++) {
      sum += values[i];
      squares += (double) values[i] * values[i];
    }
    double mean = sum / count;
    double sd = Math.sqrt(Math.max(0, squares / count - mean * mean));
    for (int i = at; i < at + count; i++) {
      values[i] = sd > TINY ? (float) ((values[i] - mean) / sd) : 0;
    }
  }

  private static void toUnit(float[] values, int at, int count) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (int i = at; i < at + count; i++) {
      low = Math.min(low, values[i]);
      high = Math.max(high, values[i]);
    }
    for (int i = at; i < at + count; i++) {
      values[i] = high > low ? (values[i] - low) / (high - low) : 0;
    }
  }

  private static boolean[] usable(Image image) {
    boolean[] usable = new boolean[image.width()];
    for (int x = 0; x < usable.length; x++) {
      for (int z = 1; z < image.height(); z++) {
        usable[x] |= image.at(0, z, x) != image.at(0, 0, x);
      }
    }
    return usable;
  }

  /** Scans of one size as B×8×H×W. */
  static Tensor batch(List<ScanChannels> scans, Compute compute) {
    ScanChannels first = scans.get(0);
    float[] all = new float[scans.size() * first.planes().length];
    for (int b = 0; b < scans.size(); b++) {
      System.arraycopy(
          scans.get(b).planes(), 0, all, b * first.planes().length, first.planes().length);
    }
    return compute.batch(Ops.tensor(all, scans.size(), COUNT, first.height(), first.width()));
  }

  /** 1 for columns with a signal, 0 for others, as B×1×1×W. */
  static Tensor usable(List<ScanChannels> scans, Compute compute) {
    int width = scans.get(0).width();
    float[] all = new float[scans.size() * width];
    for (int i = 0; i < all.length; i++) {
      all[i] = scans.get(i / width).usable()[i % width] ? 1 : 0;
    }
    return compute.place(Ops.tensor(all, scans.size(), 1, 1, width));
  }
}
