package io.github.handful.imaging;

/** Takes the values of a volume piece by piece while its file is read. */
interface VoxelSink {
  /**
   * Takes values that follow one another in one channel.
   *
   * @param channel the channel, from 0
   * @param voxel the place of the first value, {@code (z * height + y) * width + x}
   * @param values the values in their units, valid only during the call
   * @param count how many there are
   */
  void accept(int channel, int voxel, double[] values, int count);
}
