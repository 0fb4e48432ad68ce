package io.github.handful.imaging.dicom;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import java.util.List;

/** Reads the slices of a series into one array. */
final class VoxelReader {
  private VoxelReader() {}

  static Image read(DicomSeries series) {
    Grid grid = series.grid();
    List<Slice> slices = series.slices();
    int channels = slices.get(0).channels();
    requireMemory(series, (long) grid.count() * channels);
    float[] samples = new float[grid.count() * channels];
    int k = 0;
    while (k < slices.size()) {
      // Frames of one file that follow one another are read with one opening.
      int end = k + 1;
      while (end < slices.size() && slices.get(end).file().equals(slices.get(k).file())) {
        end++;
      }
      try (DicomFile file = DicomFile.open(slices.get(k).file())) {
        FrameReader reader = new FrameReader(file);
        requireUnchanged(slices.get(k), reader.format());
        for (int z = k; z < end; z++) {
          put(samples, grid, z, slices.get(z), reader.read(slices.get(z).frame()));
        }
      }
      k = end;
    }
    return new Image(grid, channels, 1, samples);
  }

  private static void put(float[] samples, Grid grid, int z, Slice slice, float[] frame) {
    int plane = grid.width() * grid.height();
    for (int c = 0; c < slice.channels(); c++) {
      int target = (c * grid.depth() + z) * plane;
      for (int i = 0; i < plane; i++) {
        double stored = frame[c * plane + i];
        double shown = slice.mirror().isPresent() ? slice.mirror().get() - stored : stored;
        samples[target + i] = (float) (slice.slope() * shown + slice.intercept());
      }
    }
  }

  private static void requireUnchanged(Slice slice, PixelFormat format) {
    if (format.columns() != slice.columns()
        || format.rows() != slice.rows()
        || format.channels() != slice.channels()
        || format.frames() != slice.frames()) {
      throw new DataException(slice.file() + " was changed while it was read; start again.");
    }
  }

  private static void requireMemory(DicomSeries series, long count) {
    long needed = 4 * count;
    long limit = Runtime.getRuntime().maxMemory();
    if (needed > limit || count > Integer.MAX_VALUE - 8) {
      throw new DataException(
          "%s with its series of %s voxels needs %d MB of memory, more than Java has (%d MB); crop it or raise -Xmx."
              .formatted(
                  series.files().get(0), series.grid().describe(), needed >> 20, limit >> 20));
    }
  }
}
