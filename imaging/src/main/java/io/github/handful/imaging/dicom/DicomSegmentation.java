package io.github.handful.imaging.dicom;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Finding;
import io.github.handful.imaging.LabelMap;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * A DICOM segmentation as a label map (PS3.3 section A.51): its segments are classes 1, 2, ... in
 * the order of their numbers.
 *
 * @param names one for each class, background first
 * @param findings such as that segments overlap; the one with the higher number is kept then
 */
public record DicomSegmentation(LabelMap labels, List<String> names, List<Finding> findings) {
  public DicomSegmentation {
    names = List.copyOf(names);
    findings = List.copyOf(findings);
  }

  /**
   * Reads a binary, fractional (1 where at least half) or label map segmentation onto the grid that
   * its frames span.
   *
   * @throws DataException where the file is none, is damaged, or its frames form no even grid
   */
  public static DicomSegmentation read(Path file) {
    return SegmentationReader.read(file, Optional.empty());
  }

  /**
   * Reads a segmentation onto the grid of the series it was made for.
   *
   * @throws DataException where the file is none, is damaged, or lies on another grid
   */
  public static DicomSegmentation read(Path file, DicomSeries source) {
    return SegmentationReader.read(file, Optional.of(source));
  }

  /**
   * Writes a binary segmentation that viewers show on the source series: one segment for each class
   * but background, patient and study taken from the source. The same arguments give the same
   * bytes.
   *
   * @param labels on the grid of the source
   * @param names one for each class, background first
   * @param created the time that is written as that of the segmentation
   * @throws DataException where the source cannot be read or the file not be written
   * @throws IllegalArgumentException where the labels have another grid or more classes
   */
  public static void write(
      Path file, LabelMap labels, List<String> names, DicomSeries source, LocalDateTime created) {
    SegmentationWriter.write(file, labels, names, source, created);
  }
}
