package io.github.handful.imaging.dicom;

import io.github.handful.imaging.Finding;
import java.nio.file.Path;
import java.util.List;

/**
 * What a folder holds.
 *
 * @param series its images, in the order of their series numbers
 * @param segmentations its DICOM segmentations, for {@link DicomSegmentation#read}
 * @param findings what was left out and why
 */
public record DicomListing(
    List<DicomSeries> series, List<Path> segmentations, List<Finding> findings) {
  public DicomListing {
    series = List.copyOf(series);
    segmentations = List.copyOf(segmentations);
    findings = List.copyOf(findings);
  }
}
