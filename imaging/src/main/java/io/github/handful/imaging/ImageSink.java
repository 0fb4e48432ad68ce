package io.github.handful.imaging;

import java.nio.file.Path;

/** Collects the samples of an image and counts those that are no numbers. */
final class ImageSink implements VoxelSink {
  private final int plane;
  private final float[] samples;
  private long notFinite;

  ImageSink(int plane, int channels) {
    this.plane = plane;
    this.samples = new float[plane * channels];
  }

  @Override
  public void accept(int channel, int voxel, double[] values, int count) {
    int to = channel * plane + voxel;
    for (int i = 0; i < count; i++) {
      float value = (float) values[i];
      samples[to + i] = value;
      if (!Float.isFinite(value)) {
        notFinite++;
      }
    }
  }

  /**
   * The samples, all of them finite.
   *
   * @throws DataException where one is not
   */
  float[] finite(Path file) {
    if (notFinite > 0) {
      throw new DataException(
          "%s has %d voxels that are not numbers (NaN or infinite), as some programs mark what lies outside; replace them by 0 or by the value of the background."
              .formatted(file, notFinite));
    }
    return samples;
  }
}
