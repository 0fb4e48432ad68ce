package io.github.handful.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.handful.imaging.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DicomFileTest {
  @TempDir Path folder;

  /** Text, binary numbers, a nested sequence and private attributes. */
  private static TestDicom example() {
    TestDicom inner = new TestDicom().set(0x00200032, "DS", "1\\2.5\\-3e1");
    TestDicom item = new TestDicom().set(0x00209113, "SQ", List.of(inner)).set(0x0062000b, "US", 3);
    return TestDicom.slice(2, 5, 1, 2, 3, 4)
        .set(0x00080005, "CS", "ISO_IR 100")
        .set(0x00090010, "LO", "SOMEONE")
        .set(0x00091001, "UN", new byte[] {1, 2, 3, 4})
        .set(0x00091002, "SQ", List.of(inner, inner))
        .set(0x0008103e, "LO", "Schädel")
        .set(0x52009230, "SQ", List.of(item, new TestDicom()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {TestDicom.IMPLICIT, TestDicom.EXPLICIT, TestDicom.BIG_ENDIAN, TestDicom.DEFLATED})
  void everyEncodingHoldsTheSameValues(String syntax) {
    try (DicomFile file = DicomFile.open(example().write(folder.resolve("a"), syntax))) {
      assertExample(file);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sequencesMayHaveLengthsOrEndMarks(boolean undefined) {
    byte[] explicit = example().encode(true, ByteOrder.LITTLE_ENDIAN, undefined);
    byte[] implicit = example().encode(false, ByteOrder.LITTLE_ENDIAN, undefined);
    for (byte[] bytes :
        List.of(
            TestDicom.part10(TestDicom.EXPLICIT, explicit),
            TestDicom.part10(TestDicom.IMPLICIT, implicit))) {
      try (DicomFile file = DicomFile.open(TestDicom.write(folder.resolve("a"), bytes))) {
        assertExample(file);
      }
    }
  }

  @Test
  void withoutPreambleTheEncodingIsTold() {
    for (byte[] bytes :
        List.of(
            example().encode(true, ByteOrder.LITTLE_ENDIAN, true),
            example().encode(true, ByteOrder.BIG_ENDIAN, false),
            example().encode(false, ByteOrder.LITTLE_ENDIAN, true))) {
      try (DicomFile file = DicomFile.open(TestDicom.write(folder.resolve("a"), bytes))) {
        assertExample(file);
      }
    }
  }

  private static void assertExample(DicomFile file) {
    Attributes attributes = file.attributes();
    assertThat(attributes.text(Tag.SERIES_DESCRIPTION)).contains("Schädel");
    assertThat(attributes.integer(Tag.ROWS)).hasValue(2);
    assertThat(attributes.numbers(Tag.PIXEL_SPACING)).containsExactly(0.5, 0.25);
    List<Attributes> items = attributes.items(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE);
    assertThat(items).hasSize(2);
    assertThat(items.get(0).integer(Tag.REFERENCED_SEGMENT_NUMBER)).hasValue(3);
    assertThat(
            items
                .get(0)
                .item(Tag.PLANE_POSITION_SEQUENCE)
                .orElseThrow()
                .numbers(Tag.IMAGE_POSITION_PATIENT))
        .containsExactly(1, 2.5, -30);
    assertThat(items.get(1).items(Tag.PLANE_POSITION_SEQUENCE)).isEmpty();
    assertThat(new FrameReader(file).read(0)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void unknownValuesOfUndefinedLengthAreImplicitInside() throws IOException {
    byte[] items =
        new TestDicom()
            .set(0x52009230, "SQ", List.of(new TestDicom().set(0x00280010, "US", 9)))
            .encode(false, ByteOrder.LITTLE_ENDIAN, true);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(
        new TestDicom().set(0x00080060, "CS", "MR").encode(true, ByteOrder.LITTLE_ENDIAN, false));
    out.write(items, 0, 4);
    out.write("UN\0\0".getBytes(StandardCharsets.US_ASCII));
    out.write(items, 4, items.length - 4);
    Path path =
        TestDicom.write(
            folder.resolve("a"), TestDicom.part10(TestDicom.EXPLICIT, out.toByteArray()));

    try (DicomFile file = DicomFile.open(path)) {
      Attributes item =
          file.attributes().item(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE).orElseThrow();
      assertThat(item.integer(Tag.ROWS)).hasValue(9);
    }
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] whole = example().part10(TestDicom.BIG_ENDIAN);
    for (int length = 132; length < whole.length; length++) {
      // Cut between two attributes the head is whole, and the pixels are missed.
      MemoryBytes bytes = new MemoryBytes(Path.of("cut.dcm"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> readAll(DicomFile.open(bytes).orElseThrow()))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("cut.dcm ");
    }
  }

  @Test
  void damagedBytesNeverGiveAnythingButASentence() {
    byte[] whole = example().part10(TestDicom.EXPLICIT);
    Random random = new Random(3);
    int refused = 0;
    for (int round = 0; round < 6_000; round++) {
      byte[] damaged = whole.clone();
      for (int k = 0; k < 1 + round % 4; k++) {
        damaged[132 + random.nextInt(whole.length - 132)] = (byte) random.nextInt(256);
      }
      try {
        readAll(DicomFile.open(new MemoryBytes(Path.of("bad.dcm"), damaged)).orElseThrow());
      } catch (DataException e) {
        refused++;
        assertThat(e.getMessage()).startsWith("bad.dcm ").endsWith(".").doesNotContain("\n");
      }
    }
    assertThat(refused).isBetween(600, 5_900);
  }

  private static void readAll(DicomFile file) {
    SliceReader.slices(file);
    new FrameReader(file).read(0);
  }

  @Test
  void lengthsBeyondTheFileAreRefusedBeforeAnythingIsAllocated() {
    byte[] bytes = TestDicom.slice(2, 0, 1, 2).part10(TestDicom.IMPLICIT);
    bytes[bytes.length - 5] = 0x7f;

    assertRefused(bytes, "(7fe0,0010) should have 2130706436 bytes and 4 are left");
  }

  @Test
  void absurdSizesAreRefused() {
    TestDicom slice = TestDicom.slice(2, 0, 1, 2);
    assertRefused(
        slice
            .copy()
            .set(0x00280010, "US", 65535)
            .set(0x00280011, "US", 65535)
            .part10(TestDicom.EXPLICIT),
        "65535 x 65535 pixels");
    assertRefused(
        slice.copy().set(0x00280008, "IS", "2000000000").part10(TestDicom.EXPLICIT),
        "2000000000 frames of 2 x 1 pixels do not fit into its 4 bytes");
    assertRefused(slice.copy().set(0x00280011, "US", 0).part10(TestDicom.EXPLICIT), "columns is 0");
    assertRefused(
        slice.copy().set(0x00280008, "IS", "1A").part10(TestDicom.EXPLICIT), "\"1A\", no number");
  }

  @Test
  void sequencesNestedWithoutEndAreRefused() {
    TestDicom nested = new TestDicom();
    for (int depth = 0; depth < 100; depth++) {
      nested = new TestDicom().set(0x52009230, "SQ", List.of(nested));
    }
    byte[] open = nested.encode(true, ByteOrder.LITTLE_ENDIAN, true);

    assertRefused(TestDicom.part10(TestDicom.EXPLICIT, open), "nested more than 64 deep");
  }

  @Test
  void deflateBombIsRefused() {
    byte[] bomb = TestDicom.deflate(new byte[80 << 20]);
    assertThat(bomb.length).isLessThan(1 << 20);

    assertRefused(TestDicom.part10(TestDicom.DEFLATED, bomb), "unpacks to more than");
  }

  @Test
  void unknownTransferSyntaxIsNamed() {
    assertRefused(
        TestDicom.slice(2, 0, 1, 2).part10("1.2.3.4.99"),
        "unknown transfer syntax 1.2.3.4.99; convert it with \"gdcmconv --raw\"");
  }

  @Test
  void otherFilesAreNotDicom() {
    assertRefused(new byte[0], "is no DICOM file");
    assertRefused(
        "some text, long enough to be looked at".repeat(9).getBytes(StandardCharsets.US_ASCII),
        "is no DICOM file");
  }

  private void assertRefused(byte[] bytes, String text) {
    Path path = TestDicom.write(folder.resolve("a"), bytes);
    assertThatThrownBy(
            () -> {
              try (DicomFile file = DicomFile.open(path)) {
                readAll(file);
              }
            })
        .isInstanceOf(DataException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(text);
  }
}
