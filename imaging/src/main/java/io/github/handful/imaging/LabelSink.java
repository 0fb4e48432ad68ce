package io.github.handful.imaging;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Collects the values of a label volume, which must be few and whole. */
final class LabelSink implements VoxelSink {
  private static final int MAX_VALUES = 256;

  /** Slopes of headers are rounded, so whole values may come out a little off. */
  private static final double ROUNDING = 1e-3;

  private final Path file;
  private final float[] values;
  private final Set<Integer> distinct = new HashSet<>();

  LabelSink(Path file, int count) {
    this.file = file;
    this.values = new float[count];
  }

  @Override
  public void accept(int channel, int voxel, double[] read, int count) {
    for (int i = 0; i < count; i++) {
      double rounded = Math.rint(read[i]);
      boolean whole =
          Math.abs(read[i] - rounded) <= ROUNDING && Math.abs(rounded) <= Integer.MAX_VALUE;
      if (!whole) {
        throw notLabels("the value " + read[i]);
      }
      int value = (int) rounded;
      boolean asBefore = voxel + i > 0 && values[voxel + i - 1] == value;
      values[voxel + i] = value;
      if (!asBefore && distinct.add(value) && distinct.size() > MAX_VALUES) {
        throw notLabels("more than " + MAX_VALUES + " different values");
      }
    }
  }

  float[] values() {
    return values;
  }

  private DataException notLabels(String found) {
    return new DataException(
        "%s has %s and does not look like labels; give a volume with one small whole number for each class."
            .formatted(file, found));
  }
}
