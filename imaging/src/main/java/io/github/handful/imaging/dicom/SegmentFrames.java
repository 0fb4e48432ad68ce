package io.github.handful.imaging.dicom;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Grid;
import io.github.handful.imaging.LabelMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The frames of a segmentation: one for each class and slice where there is any voxel of it. */
final class SegmentFrames {
  private final LabelMap labels;
  private final List<Slice> slices;
  private final List<Frame> frames;

  /** The voxels of a class in a slice of the source. */
  private record Frame(int label, int slice) {}

  SegmentFrames(LabelMap labels, List<Slice> slices) {
    this.labels = labels;
    this.slices = slices;
    this.frames = frames(labels);
  }

  private static List<Frame> frames(LabelMap labels) {
    int plane = labels.width() * labels.height();
    boolean[][] present = new boolean[256][labels.depth()];
    for (int i = 0; i < labels.labels().length; i++) {
      present[labels.labels()[i] & 0xff][i / plane] = true;
    }
    List<Frame> frames = new ArrayList<>();
    for (int label = 1; label < 256; label++) {
      for (int k = 0; k < labels.depth(); k++) {
        if (present[label][k]) {
          frames.add(new Frame(label, k));
        }
      }
    }
    // An object needs a frame; the empty one of the first class says that nothing was found.
    return frames.isEmpty() ? List.of(new Frame(1, 0)) : frames;
  }

  int count() {
    return frames.size();
  }

  /** Measures and orientation, which are the same for all frames; only of those with a place. */
  AttributeWriter shared(Grid grid) {
    AttributeWriter shared = new AttributeWriter();
    if (slices.get(0).plane().isEmpty()) {
      return shared;
    }
    List<Double> spacing = grid.placement().spacing();
    shared.item(
        Tag.PIXEL_MEASURES_SEQUENCE,
        new AttributeWriter()
            .numbers(Tag.SLICE_THICKNESS, spacing.get(2))
            .numbers(Tag.SPACING_BETWEEN_SLICES, spacing.get(2))
            .numbers(Tag.PIXEL_SPACING, spacing.get(1), spacing.get(0)));
    Vector3 row = slices.get(0).plane().get().row();
    Vector3 column = slices.get(0).plane().get().column();
    return shared.item(
        Tag.PLANE_ORIENTATION_SEQUENCE,
        new AttributeWriter()
            .numbers(
                Tag.IMAGE_ORIENTATION_PATIENT,
                row.x(),
                row.y(),
                row.z(),
                column.x(),
                column.y(),
                column.z()));
  }

  /** Position, segment and source image of every frame. */
  List<AttributeWriter> perFrame() {
    List<Integer> used = frames.stream().map(Frame::slice).distinct().sorted().toList();
    List<AttributeWriter> items = new ArrayList<>();
    for (Frame frame : frames) {
      Slice slice = slices.get(frame.slice());
      AttributeWriter item = new AttributeWriter();
      AttributeWriter index = new AttributeWriter();
      Optional<Plane> plane = slice.plane();
      if (plane.isPresent()) {
        int place = used.indexOf(frame.slice()) + 1;
        index.numbers(Tag.DIMENSION_INDEX_VALUES, frame.label(), place);
        Vector3 position = plane.get().position();
        item.item(
            Tag.PLANE_POSITION_SEQUENCE,
            new AttributeWriter()
                .numbers(Tag.IMAGE_POSITION_PATIENT, position.x(), position.y(), position.z()));
      } else {
        index.numbers(Tag.DIMENSION_INDEX_VALUES, frame.label());
      }
      item.item(Tag.FRAME_CONTENT_SEQUENCE, index);
      item.item(
          Tag.SEGMENT_IDENTIFICATION_SEQUENCE,
          new AttributeWriter().numbers(Tag.REFERENCED_SEGMENT_NUMBER, frame.label()));
      item.item(Tag.DERIVATION_IMAGE_SEQUENCE, derivation(slice));
      items.add(item);
    }
    return items;
  }

  private static AttributeWriter derivation(Slice slice) {
    AttributeWriter image =
        reference(slice)
            .item(
                Tag.PURPOSE_OF_REFERENCE_CODE_SEQUENCE,
                SegmentCodes.code("DCM", "121322", "Source image for image processing operation"));
    if (slice.frames() > 1) {
      image.numbers(Tag.REFERENCED_FRAME_NUMBER, slice.frame() + 1);
    }
    return new AttributeWriter()
        .item(Tag.SOURCE_IMAGE_SEQUENCE, image)
        .item(Tag.DERIVATION_CODE_SEQUENCE, SegmentCodes.code("DCM", "113076", "Segmentation"));
  }

  /** An item that names the file of a slice. */
  static AttributeWriter reference(Slice slice) {
    return new AttributeWriter()
        .text(Tag.REFERENCED_SOP_CLASS_UID, slice.sopClass())
        .text(Tag.REFERENCED_SOP_INSTANCE_UID, slice.sopInstance());
  }

  /**
   * One bit for each pixel, the first in the lowest bit, frames without a gap (PS3.5 section
   * 8.1.1).
   *
   * @throws DataException where the bits are more than an array can hold
   */
  byte[] bits() {
    int plane = labels.width() * labels.height();
    long bits = (long) plane * frames.size();
    if (bits / 8 > Integer.MAX_VALUE / 4) {
      throw new DataException(
          "%s: %d segmented slices of %s are more than one DICOM segmentation can hold; write NIfTI instead."
              .formatted(slices.get(0).file(), frames.size(), labels.grid().describe()));
    }
    byte[] packed = new byte[(int) ((bits + 7) / 8)];
    long bit = 0;
    for (Frame frame : frames) {
      int from = frame.slice() * plane;
      for (int i = 0; i < plane; i++) {
        if ((labels.labels()[from + i] & 0xff) == frame.label()) {
          packed[(int) (bit >> 3)] |= (byte) (1 << (bit & 7));
        }
        bit++;
      }
    }
    return packed;
  }
}
