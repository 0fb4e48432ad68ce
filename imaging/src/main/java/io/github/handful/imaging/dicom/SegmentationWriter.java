package io.github.handful.imaging.dicom;

import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.ClassColours;
import io.github.handful.imaging.DataException;
import io.github.handful.imaging.LabelMap;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Makes a Segmentation Storage object (PS3.3 section A.51) of a label map. */
final class SegmentationWriter {
  private static final String IMPLEMENTATION = "2.25.211264358134183735946128512937250617419";
  private static final int LONG_STRING = 64;

  /** Of patient and study, what may be empty but not absent. */
  private static final List<Tag> REQUIRED =
      List.of(
          Tag.STUDY_DATE,
          Tag.STUDY_TIME,
          Tag.ACCESSION_NUMBER,
          Tag.REFERRING_PHYSICIAN_NAME,
          Tag.PATIENT_NAME,
          Tag.PATIENT_ID,
          Tag.PATIENT_BIRTH_DATE,
          Tag.PATIENT_SEX,
          Tag.STUDY_ID);

  private static final List<Tag> OPTIONAL =
      List.of(
          Tag.STUDY_DESCRIPTION,
          Tag.PATIENT_AGE,
          Tag.PATIENT_IDENTITY_REMOVED,
          Tag.DEIDENTIFICATION_METHOD,
          Tag.LOSSY_IMAGE_COMPRESSION_RATIO,
          Tag.LOSSY_IMAGE_COMPRESSION_METHOD);

  private final LabelMap labels;
  private final List<String> names;
  private final DicomSeries source;
  private final LocalDateTime created;
  private final SegmentFrames frames;
  private final AttributeWriter out = new AttributeWriter();

  private SegmentationWriter(
      LabelMap labels, List<String> names, DicomSeries source, LocalDateTime created) {
    this.labels = labels;
    this.names = names;
    this.source = source;
    this.created = created;
    this.frames = new SegmentFrames(labels, source.slices());
  }

  static void write(
      Path file, LabelMap labels, List<String> names, DicomSeries source, LocalDateTime created) {
    if (!labels.grid().matches(source.grid())) {
      throw new IllegalArgumentException(
          "the labels have the grid %s, the series %s, or they lie elsewhere"
              .formatted(labels.grid().describe(), source.grid().describe()));
    }
    if (names.size() < 2 || names.size() > 256) {
      throw new IllegalArgumentException("2 to 256 classes with background, got " + names.size());
    }
    for (byte label : labels.labels()) {
      if ((label & 0xff) >= names.size()) {
        throw new IllegalArgumentException(
            "label " + (label & 0xff) + " is none of the " + names.size() + " classes");
      }
    }
    if (source.slices().size() > 1 && !isPlaced(source)) {
      throw new DataException(
          source.files().get(0)
              + " has no positions for its frames, so no DICOM segmentation can refer to them; write NIfTI instead.");
    }
    AtomicFile.write(file, new SegmentationWriter(labels, names, source, created).content());
  }

  private static boolean isPlaced(DicomSeries source) {
    return source.slices().stream().allMatch(slice -> slice.plane().isPresent());
  }

  private byte[] content() {
    patientAndStudy();
    series();
    image();
    dimensions();
    references();
    List<AttributeWriter> segments = new ArrayList<>();
    for (int label = 1; label < names.size(); label++) {
      segments.add(segment(label));
    }
    out.items(Tag.SEGMENT_SEQUENCE, segments);
    out.item(Tag.SHARED_FUNCTIONAL_GROUPS_SEQUENCE, frames.shared(source.grid()));
    out.items(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, frames.perFrame());
    out.bytes(Tag.PIXEL_DATA, frames.bits());
    byte[] meta = meta();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[128]);
    file.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(
        new AttributeWriter().numbers(Tag.FILE_META_GROUP_LENGTH, meta.length).toBytes());
    file.writeBytes(meta);
    file.writeBytes(out.toBytes());
    return file.toByteArray();
  }

  private byte[] meta() {
    return new AttributeWriter()
        .bytes(Tag.FILE_META_VERSION, new byte[] {0, 1})
        .text(Tag.MEDIA_STORAGE_SOP_CLASS_UID, SegmentationReader.SEGMENTATION)
        .text(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID, uid("instance"))
        .text(Tag.TRANSFER_SYNTAX_UID, TransferSyntax.EXPLICIT.uid())
        .text(Tag.IMPLEMENTATION_CLASS_UID, IMPLEMENTATION)
        .text(Tag.IMPLEMENTATION_VERSION_NAME, "HANDFUL")
        .toBytes();
  }

  private void patientAndStudy() {
    try (DicomFile first = DicomFile.open(source.files().get(0))) {
      Attributes attributes = first.attributes();
      REQUIRED.forEach(tag -> copy(attributes, tag));
      OPTIONAL.stream().filter(attributes::has).forEach(tag -> copy(attributes, tag));
      out.text(
          Tag.STUDY_INSTANCE_UID, attributes.text(Tag.STUDY_INSTANCE_UID).orElse(uid("study")));
      out.text(
          Tag.LOSSY_IMAGE_COMPRESSION, attributes.text(Tag.LOSSY_IMAGE_COMPRESSION).orElse("00"));
      if (isPlaced(source)) {
        copy(attributes, Tag.POSITION_REFERENCE_INDICATOR);
        String frame = attributes.text(Tag.FRAME_OF_REFERENCE_UID).orElse(uid("frame"));
        out.text(Tag.FRAME_OF_REFERENCE_UID, frame);
      } else {
        copy(attributes, Tag.PATIENT_ORIENTATION);
      }
      out.numbers(Tag.SERIES_NUMBER, 1000 + attributes.integer(Tag.SERIES_NUMBER).orElse(0));
    }
  }

  private void copy(Attributes attributes, Tag tag) {
    out.text(tag, attributes.texts(tag).toArray(String[]::new));
  }

  private void series() {
    String date = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT).format(created);
    String time = DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT).format(created);
    out.text(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
        .text(Tag.SOP_CLASS_UID, SegmentationReader.SEGMENTATION)
        .text(Tag.SOP_INSTANCE_UID, uid("instance"))
        .text(Tag.SERIES_INSTANCE_UID, uid("series"))
        .text(Tag.SERIES_DATE, date)
        .text(Tag.SERIES_TIME, time)
        .text(Tag.CONTENT_DATE, date)
        .text(Tag.CONTENT_TIME, time)
        .text(Tag.MODALITY, "SEG")
        .text(Tag.SERIES_DESCRIPTION, "handful segmentation")
        .text(Tag.MANUFACTURER, "handful")
        .text(Tag.MANUFACTURER_MODEL_NAME, "handful")
        .text(Tag.DEVICE_SERIAL_NUMBER, "1")
        .text(Tag.SOFTWARE_VERSIONS, version())
        .numbers(Tag.INSTANCE_NUMBER, 1)
        .text(Tag.CONTENT_LABEL, "SEGMENTATION")
        .text(Tag.CONTENT_DESCRIPTION, "Automatic segmentation")
        .text(Tag.CONTENT_CREATOR_NAME, "handful");
  }

  private static String version() {
    String version = SegmentationWriter.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private void image() {
    out.text(Tag.IMAGE_TYPE, "DERIVED", "PRIMARY")
        .numbers(Tag.SAMPLES_PER_PIXEL, 1)
        .text(Tag.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2")
        .numbers(Tag.NUMBER_OF_FRAMES, frames.count())
        .numbers(Tag.ROWS, labels.height())
        .numbers(Tag.COLUMNS, labels.width())
        .numbers(Tag.BITS_ALLOCATED, 1)
        .numbers(Tag.BITS_STORED, 1)
        .numbers(Tag.HIGH_BIT, 0)
        .numbers(Tag.PIXEL_REPRESENTATION, 0)
        .text(Tag.SEGMENTATION_TYPE, "BINARY")
        .text(Tag.SEGMENTS_OVERLAP, "NO");
  }

  private void dimensions() {
    String organisation = uid("dimensions");
    out.item(
        Tag.DIMENSION_ORGANIZATION_SEQUENCE,
        new AttributeWriter().text(Tag.DIMENSION_ORGANIZATION_UID, organisation));
    List<AttributeWriter> indices = new ArrayList<>();
    indices.add(
        new AttributeWriter()
            .text(Tag.DIMENSION_ORGANIZATION_UID, organisation)
            .tag(Tag.DIMENSION_INDEX_POINTER, Tag.REFERENCED_SEGMENT_NUMBER)
            .tag(Tag.FUNCTIONAL_GROUP_POINTER, Tag.SEGMENT_IDENTIFICATION_SEQUENCE)
            .text(Tag.DIMENSION_DESCRIPTION_LABEL, "Segment Number"));
    if (isPlaced(source)) {
      indices.add(
          new AttributeWriter()
              .text(Tag.DIMENSION_ORGANIZATION_UID, organisation)
              .tag(Tag.DIMENSION_INDEX_POINTER, Tag.IMAGE_POSITION_PATIENT)
              .tag(Tag.FUNCTIONAL_GROUP_POINTER, Tag.PLANE_POSITION_SEQUENCE)
              .text(Tag.DIMENSION_DESCRIPTION_LABEL, "Image Position Patient"));
    }
    out.items(Tag.DIMENSION_INDEX_SEQUENCE, indices);
  }

  /** All images of the source, also those without a segmented voxel. */
  private void references() {
    List<AttributeWriter> instances = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (Slice slice : source.slices()) {
      if (named.add(slice.sopInstance())) {
        instances.add(SegmentFrames.reference(slice));
      }
    }
    out.item(
        Tag.REFERENCED_SERIES_SEQUENCE,
        new AttributeWriter()
            .text(Tag.SERIES_INSTANCE_UID, source.uid())
            .items(Tag.REFERENCED_INSTANCE_SEQUENCE, instances));
  }

  private AttributeWriter segment(int label) {
    String name = names.get(label).strip();
    String shown = name.isEmpty() ? "class " + label : name;
    AttributeWriter segment =
        new AttributeWriter()
            .numbers(Tag.SEGMENT_NUMBER, label)
            .text(Tag.SEGMENT_LABEL, shown.substring(0, Math.min(LONG_STRING, shown.length())))
            .text(Tag.SEGMENT_ALGORITHM_TYPE, "AUTOMATIC")
            .text(Tag.SEGMENT_ALGORITHM_NAME, "handful")
            .numbers(Tag.RECOMMENDED_DISPLAY_CIELAB_VALUE, CieLab.of(ClassColours.of(label)));
    SegmentCodes.describe(segment, name);
    return segment;
  }

  private String uid(String purpose) {
    StableUid uid = new StableUid().add(purpose).add(created.toString());
    source.slices().forEach(slice -> uid.add(slice.sopInstance() + " " + slice.frame()));
    names.forEach(uid::add);
    return uid.add(labels.labels()).make();
  }
}
