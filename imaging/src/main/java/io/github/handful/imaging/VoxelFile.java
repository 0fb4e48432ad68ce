package io.github.handful.imaging;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * A volume whose numbers lie in one piece, as in NIfTI, MetaImage and NRRD. Only {@link #checked}
 * makes one, so that nothing is allocated for a header that promises more than its file holds.
 *
 * @param interleaved whether the channels of one voxel lie together, else one channel follows
 *     another
 * @param slope the value of a voxel is {@code slope * stored + intercept}
 */
record VoxelFile(
    Path file,
    VolumeFormat format,
    Grid grid,
    int channels,
    int frames,
    boolean interleaved,
    ScalarType type,
    ByteOrder order,
    double slope,
    double intercept,
    StoredVoxels voxels)
    implements VolumeSource {
  private static final int PIECE = 8192;
  private static final int MAX_CHANNELS = 4096;

  /** Files may end with so many bytes of padding. */
  private static final long PADDING = 4096;

  /** What a header says, before it is believed. */
  record Claim(
      Path file,
      VolumeFormat format,
      long[] sizes,
      long channels,
      long frames,
      boolean interleaved,
      ScalarType type,
      ByteOrder order,
      double slope,
      double intercept) {
    /** How many numbers all frames and channels have. */
    double numbers() {
      return (double) sizes[0] * sizes[1] * sizes[2] * channels * frames;
    }

    /** Where the numbers begin if they end with their file. */
    StoredVoxels atEndOf(Path file) {
      long start = StoredVoxels.bytes(file) - (long) (numbers() * type.bytes());
      return StoredVoxels.from(file, StoredVoxels.Packing.RAW, Math.max(0, start), 0);
    }
  }

  /**
   * Believes a header whose sizes fit its file.
   *
   * @throws DataException where they do not, or an image of that size cannot be held
   */
  static VoxelFile checked(Claim claim, VoxelAxes axes, StoredVoxels voxels) {
    Path file = claim.file();
    long[] sizes = claim.sizes();
    requireSizes(file, claim.format(), sizes, claim.channels(), claim.frames());
    if (!voxels.canHold(claim.numbers(), claim.type())) {
      throw new DataException(
          "%s claims %d x %d x %d voxels%s but %s too short to hold them; copy it again from its source."
              .formatted(
                  file,
                  sizes[0],
                  sizes[1],
                  sizes[2],
                  claim.frames() > 1 ? " in " + claim.frames() + " frames" : "",
                  voxels.file().equals(file) ? "is" : voxels.file().getFileName() + " is"));
    }
    Grid grid =
        new Grid((int) sizes[0], (int) sizes[1], (int) sizes[2], axes.placement(file, sizes));
    return new VoxelFile(
        file,
        claim.format(),
        grid,
        (int) claim.channels(),
        (int) claim.frames(),
        claim.interleaved(),
        claim.type(),
        claim.order(),
        claim.slope(),
        claim.intercept(),
        voxels);
  }

  /**
   * Refuses sizes that no image can have.
   *
   * @throws DataException where one is below 1 or all together are more than an array holds
   */
  static void requireSizes(
      Path file, VolumeFormat format, long[] sizes, long channels, long frames) {
    double values = channels;
    for (long size : sizes) {
      if (size < 1) {
        throw format.damaged(file, "size " + sizes[0] + " x " + sizes[1] + " x " + sizes[2]);
      }
      values *= size;
    }
    if (channels < 1 || channels > MAX_CHANNELS || frames < 1 || frames > Integer.MAX_VALUE) {
      throw format.damaged(file, channels + " channels, " + frames + " frames");
    }
    if (values > Integer.MAX_VALUE - 8) {
      throw new DataException(
          "%s claims %d x %d x %d voxels%s, more than one image can have; crop it or make it coarser."
              .formatted(
                  file,
                  sizes[0],
                  sizes[1],
                  sizes[2],
                  channels > 1 ? " of " + channels + " values" : ""));
    }
  }

  @Override
  public void read(int frame, VoxelSink sink) {
    try (NumberStream numbers = voxels.open(type, order)) {
      if (interleaved) {
        readInterleaved(numbers, frame, sink);
      } else {
        readPlanes(numbers, frame, sink);
      }
      if (frame == frames - 1) {
        requireEnd(numbers);
      }
    } catch (EOFException e) {
      DataException cutOff = format.cutOff(voxels.file());
      cutOff.initCause(e);
      throw cutOff;
    } catch (IOException e) {
      DataException damaged = format.damaged(voxels.file(), String.valueOf(e.getMessage()));
      damaged.initCause(e);
      throw damaged;
    }
  }

  private void readPlanes(NumberStream numbers, int frame, VoxelSink sink) throws IOException {
    int count = grid.count();
    double[] values = new double[PIECE];
    numbers.skip((long) frame * count);
    for (int c = 0; c < channels; c++) {
      if (c > 0) {
        numbers.skip((frames - 1L) * count);
      }
      for (int start = 0; start < count; start += PIECE) {
        int piece = Math.min(PIECE, count - start);
        numbers.read(values, piece);
        scale(values, piece);
        sink.accept(c, start, values, piece);
      }
    }
  }

  private void readInterleaved(NumberStream numbers, int frame, VoxelSink sink) throws IOException {
    int count = grid.count();
    int most = PIECE / channels;
    double[] values = new double[most * channels];
    double[] channel = new double[most];
    numbers.skip((long) frame * count * channels);
    for (int start = 0; start < count; start += most) {
      int piece = Math.min(most, count - start);
      numbers.read(values, piece * channels);
      scale(values, piece * channels);
      for (int c = 0; c < channels; c++) {
        for (int i = 0; i < piece; i++) {
          channel[i] = values[i * channels + c];
        }
        sink.accept(c, start, channel, piece);
      }
    }
  }

  private void scale(double[] values, int count) {
    if (slope != 1 || intercept != 0) {
      for (int i = 0; i < count; i++) {
        values[i] = slope * values[i] + intercept;
      }
    }
  }

  /** More data than the header tells of is the wrong header for it, or a bomb. */
  private void requireEnd(NumberStream numbers) throws IOException {
    long slice = (long) grid.width() * grid.height() * channels * type.bytes();
    long allowed = Math.max(PADDING, slice - 1);
    if (numbers.trailing(allowed) > allowed) {
      throw new DataException(
          "%s goes on after the %s voxels that its header promises, so the two do not belong together; export the volume again."
              .formatted(voxels.file(), grid.describe()));
    }
  }
}
