package io.github.handful.imaging;

import java.nio.file.Path;

/** A volume file whose header was read and found to fit the file, and whose voxels can be read. */
sealed interface VolumeSource permits VoxelFile, TiffStack {
  /**
   * Reads the header.
   *
   * @throws DataException where the file is no volume, or its header is damaged or absurd
   */
  static VolumeSource open(Path file) {
    return switch (VolumeFormat.of(file)) {
      case NIFTI -> NiftiHeader.open(file);
      case METAIMAGE -> MetaImageHeader.open(file);
      case NRRD -> NrrdHeader.open(file);
      case TIFF -> TiffStack.open(file);
    };
  }

  /** The file that was opened. */
  Path file();

  /** The voxels of one frame. */
  Grid grid();

  /** Values for each voxel. */
  int channels();

  /** Volumes one after another, such as those of a time series. */
  int frames();

  /**
   * Reads one frame, every channel from its first to its last voxel.
   *
   * @throws DataException where the data is cut off or damaged
   */
  void read(int frame, VoxelSink sink);
}
