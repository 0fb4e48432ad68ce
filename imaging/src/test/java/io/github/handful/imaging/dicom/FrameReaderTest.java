package io.github.handful.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.imaging.DataException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
  @TempDir Path folder;

  private float[] read(TestDicom dicom, String syntax, int frame) {
    try (DicomFile file = DicomFile.open(dicom.write(folder.resolve("a"), syntax))) {
      return new FrameReader(file).read(frame);
    }
  }

  private float[] read(TestDicom dicom) {
    return read(dicom, TestDicom.EXPLICIT, 0);
  }

  private static TestDicom bits(TestDicom dicom, int allocated, int stored, int high, int signed) {
    return dicom
        .set(0x00280100, "US", allocated)
        .set(0x00280101, "US", stored)
        .set(0x00280102, "US", high)
        .set(0x00280103, "US", signed);
  }

  private static TestDicom rgb(int planar, int... bytes) {
    byte[] pixels = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      pixels[i] = (byte) bytes[i];
    }
    return bits(TestDicom.slice(2, 0, 0, 0), 8, 8, 7, 0)
        .set(0x00280002, "US", 3)
        .set(0x00280004, "CS", "RGB")
        .set(0x00280006, "US", planar)
        .set(0x7fe00010, "OB", pixels);
  }

  @Test
  void storedBitsAreTakenOutOfTheAllocatedOnes() {
    int[] pixels = {0xf123, 0x0fff, 0x0800, 0x07ff};
    TestDicom slice = TestDicom.slice(4, 0, pixels);

    assertThat(read(bits(slice.copy(), 16, 16, 15, 0))).containsExactly(0xf123, 4095, 2048, 2047);
    assertThat(read(bits(slice.copy(), 16, 16, 15, 1)))
        .containsExactly(0xf123 - 65536, 4095, 2048, 2047);
    // Twelve bits at the lower end; what overlays leave above them is not part of the value.
    assertThat(read(bits(slice.copy(), 16, 12, 11, 0))).containsExactly(0x123, 4095, 2048, 2047);
    assertThat(read(bits(slice.copy(), 16, 12, 11, 1))).containsExactly(0x123, -1, -2048, 2047);
    // Twelve bits at the upper end.
    assertThat(read(bits(slice.copy(), 16, 12, 15, 0))).containsExactly(0xf12, 255, 128, 127);
  }

  @Test
  void eightAndThirtyTwoBits() {
    TestDicom eight = bits(TestDicom.slice(4, 0, 0x80ff, 0x017f), 8, 8, 7, 0);
    TestDicom wide = bits(TestDicom.slice(2, 0, 0, 0), 32, 32, 31, 0);
    wide.set(0x00280011, "US", 1)
        .set(0x00280010, "US", 2)
        .set(0x7fe00010, "OW", new int[] {1, 0x8000, 0xffff, 0xffff});
    eight.set(0x00280011, "US", 2).set(0x00280010, "US", 2);

    assertThat(read(eight)).containsExactly(255, 128, 127, 1);
    assertThat(read(bits(eight, 8, 8, 7, 1))).containsExactly(-1, -128, 127, 1);
    assertThat(read(wide)).containsExactly((float) (0x80000001L), (float) 0xffffffffL);
    assertThat(read(bits(wide, 32, 32, 31, 1))).containsExactly((float) 0x80000001, -1);
  }

  @Test
  void singleBitsContinueFromFrameToFrame() {
    TestDicom dicom = bits(TestDicom.slice(3, 0, 0, 0, 0), 1, 1, 0, 0);
    dicom.set(0x00280008, "IS", "3").set(0x00280010, "US", 1);
    // Frames 101, 011, 110 from the lowest bit on: 1 0 1 0 1 1 1 1 | 0.
    dicom.set(0x7fe00010, "OB", new byte[] {(byte) 0b11110101, 0});

    assertThat(read(dicom, TestDicom.EXPLICIT, 0)).containsExactly(1, 0, 1);
    assertThat(read(dicom, TestDicom.EXPLICIT, 1)).containsExactly(0, 1, 1);
    assertThat(read(dicom, TestDicom.EXPLICIT, 2)).containsExactly(1, 1, 0);
    // As big-endian words the two bytes are swapped.
    dicom.set(0x7fe00010, "OW", new byte[] {0, (byte) 0b11110101});
    assertThat(read(dicom, TestDicom.BIG_ENDIAN, 1)).containsExactly(0, 1, 1);
  }

  @Test
  void coloursAreSeparatedFromPixelsOrPlanes() {
    float[] planes = {1, 4, 2, 5, 3, 6};

    assertThat(read(rgb(0, 1, 2, 3, 4, 5, 6))).containsExactly(planes);
    assertThat(read(rgb(1, 1, 4, 2, 5, 3, 6))).containsExactly(planes);
  }

  @Test
  void luminanceAndChrominanceBecomeColours() {
    // Pure red has Y 76.245, CB 84.97, CR 255.5; the second pixel is grey.
    TestDicom full = rgb(0, 76, 85, 255, 90, 128, 128).set(0x00280004, "CS", "YBR_FULL");
    TestDicom half = rgb(0, 76, 90, 128, 128).set(0x00280004, "CS", "YBR_FULL_422");

    assertThat(read(full)).containsExactly(new float[] {254, 90, 1, 90, 0, 90}, within(1f));
    assertThat(read(half)).containsExactly(76, 90, 76, 90, 76, 90);
  }

  @Test
  void paletteGivesColours() {
    TestDicom dicom =
        bits(TestDicom.slice(4, 0, 0x0605, 0x0907), 8, 8, 7, 0)
            .set(0x00280011, "US", 4)
            .set(0x00280010, "US", 1)
            .set(0x00280004, "CS", "PALETTE COLOR");
    for (int c = 1; c <= 3; c++) {
      // Three entries, the first for the value 5; 9 lies behind the last.
      dicom.set(0x00281100 + c, "US", new int[] {3, 5, 16});
      dicom.set(0x00281200 + c, "OW", new int[] {100 * c, 100 * c + 1, 100 * c + 2});
    }

    assertThat(read(dicom))
        .containsExactly(100, 101, 102, 102, 200, 201, 202, 202, 300, 301, 302, 302);
  }

  @Test
  void runLengthsAreUnpackedPlaneByPlane() {
    ByteBuffer packed = ByteBuffer.allocate(64 + 3 + 4).order(ByteOrder.LITTLE_ENDIAN);
    packed.putInt(0, 2).putInt(4, 64).putInt(8, 67);
    // Upper bytes 1 2 literally, with a byte that means nothing; lower bytes 7 7 as a run.
    packed.position(64);
    packed.put(new byte[] {1, 1, 2, -128, -1, 7, 0});
    packed.putInt(8, 67);
    TestDicom dicom =
        TestDicom.slice(2, 0, 0, 0).set(0x7fe00010, "OB", new TestDicom.Fragments(packed.array()));

    assertThat(read(dicom, TestDicom.RLE, 0)).containsExactly(0x107, 0x207);
  }

  @Test
  void runLengthsThatLieAreRefused() {
    TestDicom large =
        TestDicom.slice(2, 0, 0, 0)
            .set(0x00280010, "US", 30000)
            .set(0x00280011, "US", 30000)
            .set(0x00280100, "US", 8)
            .set(0x00280101, "US", 8)
            .set(0x00280102, "US", 7)
            .set(0x7fe00010, "OB", new TestDicom.Fragments(new byte[100]));
    TestDicom segments =
        TestDicom.slice(2, 0, 0, 0).set(0x7fe00010, "OB", new TestDicom.Fragments(new byte[100]));

    assertThatThrownBy(() -> read(large, TestDicom.RLE, 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("too few bytes");
    assertThatThrownBy(() -> read(segments, TestDicom.RLE, 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("0 segments instead of 2");
  }

  @Test
  void framesInSeveralFragmentsNeedAnOffsetTable() {
    TestDicom dicom =
        TestDicom.slice(2, 0, 0, 0)
            .set(0x00280008, "IS", "2")
            .set(0x7fe00010, "OB", new TestDicom.Fragments(new byte[4], new byte[4], new byte[4]));

    assertThatThrownBy(() -> read(dicom, TestDicom.RLE, 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("should have 2 frames and has 3 fragments");
  }

  @Test
  void missingFragmentsAreSaid() {
    TestDicom dicom = TestDicom.slice(2, 0, 0, 0).set(0x7fe00010, "OB", new TestDicom.Fragments());

    assertThatThrownBy(() -> read(dicom, TestDicom.RLE, 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("its compressed pixels are missing");
  }

  @Test
  void jpegIsDecodedAndItsSizeChecked() throws IOException {
    BufferedImage grey = new BufferedImage(16, 8, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 16; x++) {
        grey.getRaster().setSample(x, y, 0, x < 8 ? 40 : 200);
      }
    }
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(grey, "jpeg", jpeg);
    TestDicom dicom =
        bits(TestDicom.slice(16, 0, new int[128]), 8, 8, 7, 0)
            .set(0x7fe00010, "OB", new TestDicom.Fragments(jpeg.toByteArray()));

    float[] read = read(dicom, TestDicom.JPEG_BASELINE, 0);
    assertThat(read[0]).isCloseTo(40, within(3f));
    assertThat(read[127]).isCloseTo(200, within(3f));
    dicom.set(0x00280011, "US", 17);
    assertThatThrownBy(() -> read(dicom, TestDicom.JPEG_BASELINE, 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has 16 x 8 pixels instead of 17 x 8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.840.10008.1.2.4.90, JPEG 2000",
        "1.2.840.10008.1.2.4.80, JPEG-LS",
        "1.2.840.10008.1.2.4.102, H.264 video"
      })
  void otherCompressionsAreNamedWithTheRemedy(String syntax) {
    String[] parts = syntax.split(", ");
    TestDicom dicom =
        TestDicom.slice(2, 0, 0, 0).set(0x7fe00010, "OB", new TestDicom.Fragments(new byte[100]));

    assertThatThrownBy(() -> read(dicom, parts[0], 0))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "compressed with %s (transfer syntax %s)".formatted(parts[1], parts[0]))
        .hasMessageContaining("gdcmconv --raw");
  }
}
