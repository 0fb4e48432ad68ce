package io.github.handful.imaging.dicom;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Finding;
import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The slices of one image, in the order of their positions in the patient. Of a series that mixes
 * orientations, sizes, echoes or time points each stack is one of these.
 */
public final class DicomSeries {
  private final String uid;
  private final String modality;
  private final String description;
  private final List<Slice> slices;
  private final StackGeometry geometry;

  DicomSeries(
      String uid, String modality, String description, List<Slice> slices, StackGeometry geometry) {
    this.uid = uid;
    this.modality = modality;
    this.description = description;
    this.slices = List.copyOf(slices);
    this.geometry = geometry;
  }

  /**
   * Sorts the files of a folder and of those below it into series, by their content and not by
   * their names. Files of other kinds, localisers and objects without pixels are left out and
   * counted; a single file is taken as a folder of one.
   *
   * @throws DataException where there are neither images nor segmentations
   */
  public static DicomListing list(Path folder) {
    return new FolderSorter(folder).list();
  }

  /** Series Instance UID; a made-up one where it was removed from the files. */
  public String uid() {
    return uid;
  }

  /** CT, MR, US, ...; OT where the file does not say. */
  public String modality() {
    return modality;
  }

  /** Series description and, of a split series, what tells this stack from the others. */
  public String description() {
    return description;
  }

  /** The files of the slices from the first on; a file of many frames is there once. */
  public List<Path> files() {
    return slices.stream().map(Slice::file).distinct().toList();
  }

  /** Columns, rows and slices with their place in the patient. */
  public Grid grid() {
    return geometry.grid();
  }

  /** What is odd about the geometry; with an ERROR among them the series cannot be read. */
  public List<Finding> findings() {
    return geometry.findings();
  }

  /** Slice k of the image is frame and file k of these. */
  List<Slice> slices() {
    return slices;
  }

  /**
   * Reads the voxels in the unit of the files (Hounsfield units for CT), with one channel, or three
   * for colours. MONOCHROME1 is inverted so that more is brighter, but where values have a physical
   * unit.
   *
   * @throws DataException where slices are missing, uneven or tilted, or a file cannot be decoded
   */
  public Image read() {
    Optional<Finding> error =
        findings().stream().filter(f -> f.severity() == Finding.Severity.ERROR).findFirst();
    if (error.isPresent()) {
      throw new DataException(error.get().message());
    }
    return VoxelReader.read(this);
  }
}
