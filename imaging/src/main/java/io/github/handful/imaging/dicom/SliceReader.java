package io.github.handful.imaging.dicom;

import io.github.handful.imaging.DataException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes the slices of a file from its attributes, without its pixels. */
final class SliceReader {
  /** MONOCHROME1 says how to show values; where these have a physical unit they stay. */
  private static final Set<String> PHYSICAL = Set.of("CT", "PT", "NM", "RTDOSE");

  /** In the patient first, then at the detector. */
  private static final List<Tag> SPACINGS =
      List.of(Tag.PIXEL_SPACING, Tag.IMAGER_PIXEL_SPACING, Tag.NOMINAL_SCANNED_PIXEL_SPACING);

  private final DicomFile file;
  private final Attributes root;
  private final PixelFormat format;
  private final FunctionalGroups groups;

  private SliceReader(DicomFile file, PixelFormat format) {
    this.file = file;
    this.root = file.attributes();
    this.format = format;
    this.groups = new FunctionalGroups(root);
  }

  /** All frames of a file with pixels, in the order of the file. */
  static List<Slice> slices(DicomFile file) {
    if (file.attributes().has(Tag.MODALITY_LUT_SEQUENCE)) {
      throw new DataException(
          file.file()
              + " has a table of values that are not linear (modality LUT), which is not read; apply it first.");
    }
    PixelFormat format = new FrameReader(file).format();
    SliceReader reader = new SliceReader(file, format);
    List<Slice> slices = new ArrayList<>();
    for (int frame = 0; frame < format.frames(); frame++) {
      slices.add(reader.slice(frame));
    }
    return slices;
  }

  private Slice slice(int frame) {
    Tag values = Tag.PIXEL_VALUE_TRANSFORMATION_SEQUENCE;
    boolean mirrored =
        format.photometric().equals("MONOCHROME1")
            && !PHYSICAL.contains(root.text(Tag.MODALITY).orElse(""));
    return new Slice(
        file.file(),
        frame,
        format.frames(),
        file.sopClass(),
        file.sopInstance(),
        format.columns(),
        format.rows(),
        format.channels(),
        plane(frame),
        spacing(frame),
        step(frame),
        first(groups.numbers(frame, values, Tag.RESCALE_SLOPE), 1),
        first(groups.numbers(frame, values, Tag.RESCALE_INTERCEPT), 0),
        mirrored ? Optional.of(format.mirror()) : Optional.empty(),
        traits(frame));
  }

  private Optional<Plane> plane(int frame) {
    double[] position =
        groups.numbers(frame, Tag.PLANE_POSITION_SEQUENCE, Tag.IMAGE_POSITION_PATIENT);
    double[] cosines =
        groups.numbers(frame, Tag.PLANE_ORIENTATION_SEQUENCE, Tag.IMAGE_ORIENTATION_PATIENT);
    if (position.length != 3 || cosines.length != 6) {
      return Optional.empty();
    }
    Vector3 origin = Vector3.of(position, 0);
    Plane plane = new Plane(origin, Vector3.of(cosines, 0), Vector3.of(cosines, 3));
    if (!plane.isRightAngled()) {
      throw file.damaged("its image orientation is not that of two perpendicular directions");
    }
    boolean shared = groups.group(frame, Tag.PLANE_POSITION_SEQUENCE).isEmpty();
    if (!shared || format.frames() == 1) {
      return Optional.of(plane);
    }
    // One position for all frames is that of the first; the others follow along the normal.
    double step = step(frame);
    return step == 0
        ? Optional.empty()
        : Optional.of(
            new Plane(
                origin.plus(plane.normal().times(frame * step)), plane.row(), plane.column()));
  }

  private Optional<Slice.PixelSpacing> spacing(int frame) {
    for (Tag tag : SPACINGS) {
      double[] spacing = groups.numbers(frame, Tag.PIXEL_MEASURES_SEQUENCE, tag);
      if (spacing.length == 2 && spacing[0] > 0 && spacing[1] > 0) {
        // The file gives the distance of rows first (PS3.3 section 10.7.1.3).
        return Optional.of(
            new Slice.PixelSpacing(spacing[1], spacing[0], tag != Tag.PIXEL_SPACING));
      }
    }
    return Optional.empty();
  }

  private double step(int frame) {
    Tag measures = Tag.PIXEL_MEASURES_SEQUENCE;
    double step = Math.abs(first(groups.numbers(frame, measures, Tag.SPACING_BETWEEN_SLICES), 0));
    return step > 0
        ? step
        : Math.abs(first(groups.numbers(frame, measures, Tag.SLICE_THICKNESS), 0));
  }

  private Map<Slice.Trait, String> traits(int frame) {
    Map<Slice.Trait, String> traits = new EnumMap<>(Slice.Trait.class);
    Tag content = Tag.FRAME_CONTENT_SEQUENCE;
    put(traits, Slice.Trait.STACK, groups.text(frame, content, Tag.STACK_ID));
    put(
        traits,
        Slice.Trait.ECHO_TIME,
        numbers(frame, Tag.MR_ECHO_SEQUENCE, Tag.EFFECTIVE_ECHO_TIME)
            .or(() -> root.text(Tag.ECHO_TIME)));
    put(
        traits,
        Slice.Trait.TEMPORAL_POSITION,
        numbers(frame, content, Tag.TEMPORAL_POSITION_INDEX)
            .or(() -> root.text(Tag.TEMPORAL_POSITION_IDENTIFIER)));
    put(
        traits,
        Slice.Trait.DIFFUSION,
        numbers(frame, Tag.MR_DIFFUSION_SEQUENCE, Tag.DIFFUSION_B_VALUE)
            .map(
                b ->
                    b
                        + numbers(
                                frame,
                                Tag.MR_DIFFUSION_SEQUENCE,
                                Tag.DIFFUSION_GRADIENT_ORIENTATION)
                            .map(direction -> " " + direction)
                            .orElse("")));
    put(traits, Slice.Trait.IMAGE_TYPE, root.text(Tag.IMAGE_TYPE));
    put(traits, Slice.Trait.TRIGGER_TIME, root.text(Tag.TRIGGER_TIME));
    put(traits, Slice.Trait.ACQUISITION, root.text(Tag.ACQUISITION_NUMBER));
    return traits;
  }

  private Optional<String> numbers(int frame, Tag sequence, Tag tag) {
    double[] numbers = groups.numbers(frame, sequence, tag);
    List<String> texts = new ArrayList<>();
    for (double number : numbers) {
      texts.add(number == Math.rint(number) ? Long.toString((long) number) : "" + number);
    }
    return texts.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", texts));
  }

  private static void put(
      Map<Slice.Trait, String> traits, Slice.Trait trait, Optional<String> value) {
    value.ifPresent(text -> traits.put(trait, text));
  }

  private static double first(double[] numbers, double otherwise) {
    return numbers.length == 0 ? otherwise : numbers[0];
  }
}
