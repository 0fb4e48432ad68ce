/**
 * DICOM images and DICOM segmentations, read and written as the standard (PS3.3, PS3.5, PS3.10)
 * describes them.
 *
 * <p>{@link io.github.handful.imaging.dicom.DicomSeries#list} sorts a folder into series whose
 * slices lie in the order of their positions, and {@link
 * io.github.handful.imaging.dicom.DicomSegmentation} reads and writes label maps that other viewers
 * show on such a series.
 */
@NullMarked
package io.github.handful.imaging.dicom;

import org.jspecify.annotations.NullMarked;
