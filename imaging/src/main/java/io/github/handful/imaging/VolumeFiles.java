package io.github.handful.imaging;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads and writes volumes with their place in the patient: NIfTI-1 and NIfTI-2 (.nii, .nii.gz,
 * .hdr with .img), MetaImage (.mha, .mhd with its data file), NRRD (.nrrd, .nhdr with its data
 * file) and, for reading, TIFF files with one page for each slice. The format is told by the
 * content.
 */
public final class VolumeFiles {
  private static final int BYTES = 4;

  private VolumeFiles() {}

  /**
   * Whether the name is that of a volume this class reads, or the file a TIFF stack of at least
   * three pages. The .img half of a pair is none: its .hdr stands for both.
   */
  public static boolean isVolume(Path file) {
    String name = file.getFileName().toString();
    if (name.startsWith(".") || VolumeFormat.isVoxelsOfPair(name)) {
      return false;
    }
    return VolumeFormat.byName(name)
        .filter(format -> format != VolumeFormat.TIFF || TiffStack.isStack(file))
        .isPresent();
  }

  /** A file name without its extension: {@code a} for {@code a.nii.gz}. */
  static String stem(String name) {
    return name.substring(0, name.length() - VolumeFormat.extension(name).length());
  }

  /**
   * The extension with which the result for a volume is written: that of its own format where this
   * class writes it, else {@code .nii.gz}.
   */
  public static String writtenExtension(Path file) {
    return switch (extension(file)) {
      case ".mha", ".mhd" -> ".mha";
      case ".nrrd", ".nhdr" -> ".nrrd";
      case ".nii" -> ".nii";
      default -> ".nii.gz";
    };
  }

  /**
   * Voxels and their place, from the header alone.
   *
   * @throws DataException where the header is damaged, promises more than its file can hold, or
   *     tells of several frames
   */
  public static Grid grid(Path file) {
    return oneFrame(file).grid();
  }

  /**
   * How many volumes follow one another in the file, as in a time series; 1 for a single volume.
   *
   * @throws DataException where the header is damaged or promises more than its file can hold
   */
  public static int frames(Path file) {
    return VolumeSource.open(file).frames();
  }

  /**
   * Reads an image with its values in their real units, as slope and intercept of the file give
   * them.
   *
   * @throws DataException where the file is missing, damaged, cut off or no single volume, or has
   *     voxels that are not finite
   */
  public static Image read(Path file) {
    return image(oneFrame(file), 0);
  }

  /**
   * Reads one of several frames.
   *
   * @param frame from 0 to {@link #frames} - 1
   * @throws DataException as {@link #read}
   * @throws IllegalArgumentException where there is no such frame
   */
  public static Image frame(Path file, int frame) {
    VolumeSource source = VolumeSource.open(file);
    if (frame < 0 || frame >= source.frames()) {
      throw new IllegalArgumentException(
          file + " has " + source.frames() + " frames and none of number " + frame);
    }
    return image(source, frame);
  }

  /**
   * Reads a label volume; any type of number will do as long as the values are whole.
   *
   * @throws DataException as {@link #read}, and where there are channels, fractions or more than
   *     256 different values
   */
  public static Image readLabels(Path file) {
    VolumeSource source = oneFrame(file);
    if (source.channels() > 1) {
      throw new DataException(
          "%s has %d values for each voxel where one label is needed; save one volume with a whole number for each class."
              .formatted(file, source.channels()));
    }
    requireMemory(source);
    LabelSink labels = new LabelSink(file, source.grid().count());
    source.read(0, labels);
    return new Image(source.grid(), 1, 1, labels.values());
  }

  /**
   * Writes an image as 32-bit floating point, whole or not at all and the same bytes every time.
   *
   * @param file ends with .nii, .nii.gz, .mha (not compressed) or .nrrd (compressed)
   * @throws DataException where the name has another end or the file cannot be written
   */
  public static void write(Path file, Image image) {
    switch (extension(file)) {
      case ".nii" -> NiftiWriter.write(file, image, false);
      case ".nii.gz" -> NiftiWriter.write(file, image, true);
      case ".mha" -> MetaImageWriter.write(file, image);
      case ".nrrd" -> NrrdWriter.write(file, image);
      default -> throw notWritten(file);
    }
  }

  /**
   * Writes a label map as unsigned 8-bit integers, whole or not at all and the same bytes every
   * time.
   *
   * @param file ends with .nii, .nii.gz, .mha or .nrrd, the last two compressed
   * @throws DataException where the name has another end or the file cannot be written
   */
  public static void write(Path file, LabelMap labels) {
    switch (extension(file)) {
      case ".nii" -> NiftiWriter.write(file, labels, false);
      case ".nii.gz" -> NiftiWriter.write(file, labels, true);
      case ".mha" -> MetaImageWriter.write(file, labels);
      case ".nrrd" -> NrrdWriter.write(file, labels);
      default -> throw notWritten(file);
    }
  }

  private static String extension(Path file) {
    return VolumeFormat.extension(file.getFileName().toString()).toLowerCase(Locale.ROOT);
  }

  private static DataException notWritten(Path file) {
    return new DataException(
        file + " has no name of a volume; let it end with .nii.gz, .nii, .mha or .nrrd.");
  }

  private static VolumeSource oneFrame(Path file) {
    VolumeSource source = VolumeSource.open(file);
    if (source.frames() > 1) {
      throw new DataException(
          "%s is 4-D (%d volumes of %s) where one volume is needed; split it (handful convert --split) and give the volume that is meant."
              .formatted(file, source.frames(), source.grid().describe()));
    }
    return source;
  }

  private static Image image(VolumeSource source, int frame) {
    requireMemory(source);
    ImageSink samples = new ImageSink(source.grid().count(), source.channels());
    source.read(frame, samples);
    return new Image(source.grid(), source.channels(), 1, samples.finite(source.file()));
  }

  private static void requireMemory(VolumeSource source) {
    long bytes = (long) BYTES * source.grid().count() * source.channels();
    long limit = Runtime.getRuntime().maxMemory();
    if (bytes > limit) {
      throw new DataException(
          "%s has %s voxels and needs %d MB of memory, more than Java has (%d MB); crop it or raise -Xmx."
              .formatted(source.file(), source.grid().describe(), bytes >> 20, limit >> 20));
    }
  }
}
