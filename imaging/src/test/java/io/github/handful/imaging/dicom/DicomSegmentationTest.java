package io.github.handful.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Finding;
import io.github.handful.imaging.Grid;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.Placement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DicomSegmentationTest {
  private static final LocalDateTime NOON = LocalDateTime.of(2026, 11, 23, 12, 0);
  private static final List<String> NAMES = List.of("background", "Liver", "Gefäß");

  @TempDir Path folder;
  private DicomSeries source;
  private Path file;

  /** Four slices of 3 x 2 pixels at heights 0, 2, 4 and 6. */
  @BeforeEach
  void writeSource() {
    for (int k = 0; k < 4; k++) {
      TestDicom.slice(3, 2 * k, 1, 2, 3, 4, 5, 6)
          .set(0x00080005, "CS", "ISO_IR 100")
          .set(0x00100010, "PN", "Müller^Jörg")
          .write(folder.resolve("ct/" + (9 - k)));
    }
    source = DicomSeries.list(folder.resolve("ct")).series().get(0);
    file = folder.resolve("out.dcm");
  }

  private LabelMap labels(int... values) {
    byte[] labels = new byte[24];
    for (int i = 0; i < values.length; i++) {
      labels[i] = (byte) values[i];
    }
    return new LabelMap(source.grid(), labels);
  }

  @Test
  void whatIsWrittenIsReadBackWithNamesOnEitherGrid() {
    LabelMap labels = labels(1, 0, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2);
    DicomSegmentation.write(file, labels, NAMES, source, NOON);

    for (DicomSegmentation read :
        List.of(DicomSegmentation.read(file), DicomSegmentation.read(file, source))) {
      assertThat(read.names()).isEqualTo(NAMES);
      assertThat(read.findings()).isEmpty();
      assertThat(read.labels().grid()).isEqualTo(source.grid());
      assertThat(read.labels().labels()).isEqualTo(labels.labels());
    }
    assertThat(DicomSeries.list(folder).segmentations()).containsExactly(file);
  }

  @Test
  void sameArgumentsGiveTheSameBytesAndOthersOtherIdentifiers() throws IOException {
    DicomSegmentation.write(file, labels(1), NAMES, source, NOON);
    byte[] first = Files.readAllBytes(file);
    String identifier = text(Tag.SOP_INSTANCE_UID);
    DicomSegmentation.write(file, labels(1), NAMES, source, NOON);
    assertThat(Files.readAllBytes(file)).isEqualTo(first);

    DicomSegmentation.write(file, labels(2), NAMES, source, NOON);
    assertThat(text(Tag.SOP_INSTANCE_UID)).isNotEqualTo(identifier).startsWith("2.25.");
    assertThat(text(Tag.SOP_INSTANCE_UID)).hasSizeLessThanOrEqualTo(64);
  }

  private String text(Tag tag) {
    try (DicomFile dicom = DicomFile.open(file)) {
      return dicom.attributes().text(tag).orElse("");
    }
  }

  @Test
  void patientStudyAndSourceAreThoseOfTheSeries() {
    DicomSegmentation.write(file, labels(0, 0, 0, 0, 0, 0, 0, 1), NAMES, source, NOON);

    assertThat(text(Tag.PATIENT_NAME)).isEqualTo("Müller^Jörg");
    assertThat(text(Tag.STUDY_INSTANCE_UID)).isEqualTo("1.2.3");
    assertThat(text(Tag.FRAME_OF_REFERENCE_UID)).isEqualTo("1.2.3.5");
    assertThat(text(Tag.CONTENT_DATE)).isEqualTo("20261123");
    try (DicomFile dicom = DicomFile.open(file)) {
      Attributes root = dicom.attributes();
      Attributes series = root.item(Tag.REFERENCED_SERIES_SEQUENCE).orElseThrow();
      assertThat(series.text(Tag.SERIES_INSTANCE_UID)).contains("1.2.3.4");
      assertThat(series.items(Tag.REFERENCED_INSTANCE_SEQUENCE)).hasSize(4);
      List<Attributes> frames = root.items(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE);
      assertThat(frames).hasSize(1);
      Attributes image =
          frames
              .get(0)
              .item(Tag.DERIVATION_IMAGE_SEQUENCE)
              .flatMap(a -> a.item(Tag.SOURCE_IMAGE_SEQUENCE))
              .orElseThrow();
      // The slice at height 2.
      assertThat(image.text(Tag.REFERENCED_SOP_INSTANCE_UID)).contains("1.2.3.1020");
    }
  }

  @Test
  void bitsArePackedFromTheLowestOnWithoutGaps() {
    // Class 1 in slices 0 and 1, class 2 in slice 1: frames 100000, 000001, 011000.
    DicomSegmentation.write(file, labels(1, 0, 0, 0, 0, 0, 0, 2, 2, 0, 0, 1), NAMES, source, NOON);

    try (DicomFile dicom = DicomFile.open(file)) {
      assertThat(dicom.attributes().integer(Tag.NUMBER_OF_FRAMES)).hasValue(3);
      // 1 0 0 0 0 0 0 0 | 0 0 0 1 0 1 1 0 | 0 0 and padding.
      assertThat(dicom.attributes().bytes(Tag.PIXEL_DATA))
          .containsExactly(0b00000001, 0b01101000, 0, 0);
    }
  }

  @Test
  void emptyLabelsKeepTheirSegments() {
    DicomSegmentation.write(file, labels(), NAMES, source, NOON);

    DicomSegmentation read = DicomSegmentation.read(file, source);
    assertThat(read.names()).isEqualTo(NAMES);
    assertThat(read.labels().count(0)).isEqualTo(24);
  }

  @Test
  void gapsBetweenFramesAreFilledWithBackground() {
    // Only slices 1 and 3 have voxels.
    int[] values = new int[24];
    values[8] = 1;
    values[20] = 2;
    DicomSegmentation.write(file, labels(values), NAMES, source, NOON);

    DicomSegmentation own = DicomSegmentation.read(file);

    assertThat(own.labels().grid())
        .isEqualTo(new Grid(3, 2, 3, source.grid().placement().from(0, 0, 1)));
    assertThat(own.labels().at(0, 0, 2)).isEqualTo(1);
    assertThat(own.labels().at(2, 0, 2)).isEqualTo(2);
    assertThat(DicomSegmentation.read(file, source).labels().labels())
        .isEqualTo(labels(values).labels());
  }

  @Test
  void labelsMustFitSeriesAndNames() {
    LabelMap shifted =
        new LabelMap(new Grid(3, 2, 4, source.grid().placement().from(1, 0, 0)), new byte[24]);

    assertThatThrownBy(() -> DicomSegmentation.write(file, shifted, NAMES, source, NOON))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DicomSegmentation.write(file, labels(3), NAMES, source, NOON))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("label 3 is none of the 3 classes");
    assertThat(file).doesNotExist();
  }

  /** A segmentation as others write it: 8-bit frames of 3 x 2 at positions of a grid. */
  private static TestDicom segmentation(String type, int... pixels) {
    byte[] bytes = new byte[pixels.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) pixels[i];
    }
    TestDicom shared =
        new TestDicom()
            .set(
                0x00289110,
                "SQ",
                List.of(
                    new TestDicom().set(0x00280030, "DS", "0.5\\0.25").set(0x00180050, "DS", "2")));
    return TestDicom.slice(3, 0, 0, 0, 0, 0, 0, 0)
        .set(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.66.4")
        .remove(0x00200032)
        .remove(0x00200037)
        .remove(0x00280030)
        .set(0x00280008, "IS", "" + pixels.length / 6)
        .set(0x00280100, "US", 8)
        .set(0x00280101, "US", 8)
        .set(0x00280102, "US", 7)
        .set(0x00280103, "US", 0)
        .set(0x00620001, "CS", type)
        .set(0x00620002, "SQ", List.of(segment(5, "late"), segment(2, "early")))
        .set(0x52009229, "SQ", List.of(shared))
        .set(0x7fe00010, "OB", bytes);
  }

  private static TestDicom segment(int number, String label) {
    return new TestDicom().set(0x00620004, "US", number).set(0x00620005, "LO", label);
  }

  private static TestDicom frame(int segment, String position, String cosines) {
    return new TestDicom()
        .set(0x00209113, "SQ", List.of(new TestDicom().set(0x00200032, "DS", position)))
        .set(0x00209116, "SQ", List.of(new TestDicom().set(0x00200037, "DS", cosines)))
        .set(0x0062000a, "SQ", List.of(new TestDicom().set(0x0062000b, "US", segment)));
  }

  private DicomSegmentation read(TestDicom segmentation, TestDicom... frames) {
    segmentation.set(0x52009230, "SQ", new ArrayList<>(List.of(frames))).write(file);
    return DicomSegmentation.read(file, source);
  }

  @Test
  void segmentsBecomeClassesInTheOrderOfTheirNumbersAndTheHigherWins() {
    DicomSegmentation read =
        read(
            segmentation("BINARY", 1, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0),
            frame(5, "-10\\20\\2", "1\\0\\0\\0\\1\\0"),
            frame(2, "-10\\20\\2", "1\\0\\0\\0\\1\\0"));

    assertThat(read.names()).containsExactly("background", "early", "late");
    assertThat(Arrays.copyOfRange(read.labels().labels(), 6, 12)).containsExactly(2, 2, 1, 0, 0, 0);
    assertThat(read.findings())
        .extracting(Finding::message)
        .containsExactly(
            file + ": 1 voxels belong to several segments; the highest number is kept.");
  }

  @Test
  void fractionsCountFromOneHalfOn() {
    DicomSegmentation read =
        read(
            segmentation("FRACTIONAL", 0, 99, 100, 101, 200, 0).set(0x0062000e, "US", 200),
            frame(5, "-10\\20\\0", "1\\0\\0\\0\\1\\0"));

    assertThat(Arrays.copyOf(read.labels().labels(), 6)).containsExactly(0, 0, 2, 2, 2, 0);
  }

  @Test
  void valuesOfALabelMapAreSegmentNumbers() {
    DicomSegmentation read =
        read(
            segmentation("LABELMAP", 0, 5, 2, 0, 0, 0)
                .set(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.66.7"),
            frame(5, "-10\\20\\0", "1\\0\\0\\0\\1\\0"));

    assertThat(Arrays.copyOf(read.labels().labels(), 3)).containsExactly(0, 2, 1);
  }

  @Test
  void framesThatRunTheOtherWayAreTurnedOntoTheSeries() {
    // The first pixel is the last of slice 1: x -10 + 2 * 0.25, y 20 + 1 * 0.5.
    DicomSegmentation read =
        read(
            segmentation("BINARY", 1, 1, 0, 0, 0, 0),
            frame(2, "-9.5\\20.5\\2", "-1\\0\\0\\0\\-1\\0"));

    assertThat(Arrays.copyOfRange(read.labels().labels(), 6, 12)).containsExactly(0, 0, 0, 0, 1, 1);
  }

  @Test
  void framesBetweenTheVoxelsOfTheSeriesAreRefused() {
    assertThatThrownBy(
            () ->
                read(
                    segmentation("BINARY", 1, 1, 0, 0, 0, 0),
                    frame(2, "-10.1\\20\\2", "1\\0\\0\\0\\1\\0")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file + " lies on another voxel grid than the series");
  }

  @Test
  void voxelsOutsideTheSeriesAreReported() {
    DicomSegmentation read =
        read(segmentation("BINARY", 1, 1, 0, 0, 0, 0), frame(2, "-10\\20\\8", "1\\0\\0\\0\\1\\0"));

    assertThat(read.labels().count(0)).isEqualTo(24);
    assertThat(read.findings())
        .extracting(Finding::message)
        .containsExactly(file + ": 2 segmented voxels lie outside the series and were left out.");
  }

  @Test
  void framesFarApartAreNotFilledUp() {
    segmentation("BINARY", 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0)
        .set(
            0x52009230,
            "SQ",
            List.of(
                frame(2, "0\\0\\0", "1\\0\\0\\0\\1\\0"),
                frame(2, "0\\0\\4000000", "1\\0\\0\\0\\1\\0")))
        .write(file);

    assertThatThrownBy(() -> DicomSegmentation.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("its frames are 4000000 mm apart");
  }

  @Test
  void otherFilesAreNoSegmentations() {
    assertThatThrownBy(() -> DicomSegmentation.read(source.files().get(0)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is no DICOM segmentation");
  }

  @Test
  void coloursAreThoseOfCieLab() {
    // White is L 100, a 0, b 0; pure red under D50 is L 54.29, a 80.81, b 69.89.
    assertThat(CieLab.of(0xffffff))
        .containsExactly(new double[] {65535, 128 * 257, 128 * 257}, within(8.0));
    assertThat(CieLab.of(0xff0000))
        .containsExactly(
            new double[] {0.5429 * 65535, (80.81 + 128) * 257, (69.89 + 128) * 257}, within(30.0));
  }

  @Test
  void placeIsThatOfTheSource() {
    assertThat(source.grid().placement())
        .isEqualTo(
            new Placement(
                List.of(0.25, 0.5, 2.0), List.of(-10.0, 20.0, 0.0), Placement.NONE.direction()));
  }
}
