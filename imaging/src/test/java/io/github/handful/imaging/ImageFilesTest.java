package io.github.handful.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFilesTest {
  private static final int[] NO_COPIES = {0, 0, 0};

  @TempDir Path folder;

  @Test
  void greyKeepsItsValues() {
    Image image =
        ImageFiles.read(SmallFiles.greyPng(folder.resolve("a.png"), 3, 0, 7, 255, 1, 2, 3));

    assertThat(image)
        .extracting(Image::width, Image::height, Image::channels)
        .containsExactly(3, 2, 1);
    assertThat(image.samples()).containsExactly(0, 7, 255, 1, 2, 3);
    assertThat(image.maximum()).isEqualTo(255);
  }

  @Test
  void sixteenBitsKeepTheirRange() {
    Path file =
        SmallFiles.write(folder.resolve("a.png"), "png", SmallFiles.grey16(3, 0, 257, 65535));

    Image image = ImageFiles.read(file);

    assertThat(image.samples()).containsExactly(0, 257, 65535);
    assertThat(image.maximum()).isEqualTo(65535);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "tiff"})
  void coloursAreThreePlanes(String format) {
    Path file =
        SmallFiles.write(
            folder.resolve("a." + format), format, SmallFiles.rgb(2, 0x010203, 0xfffefd));

    Image image = ImageFiles.read(file);

    assertThat(image.channels()).isEqualTo(3);
    assertThat(image.samples()).containsExactly(1, 255, 2, 254, 3, 253);
    assertThat(ImageFiles.grid(file)).isEqualTo(Grid.of(2, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16})
  void alphaIsDropped(int bits) {
    Path grey =
        SmallFiles.write(
            folder.resolve("a.png"), "png", SmallFiles.withAlpha(bits, 2, 2, 9, 0, 200, 128));
    Path rgb =
        SmallFiles.write(
            folder.resolve("b.png"), "png", SmallFiles.withAlpha(bits, 1, 4, 1, 2, 3, 0));

    assertThat(ImageFiles.read(grey).samples()).containsExactly(9, 200);
    assertThat(ImageFiles.read(rgb).samples()).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "gif"})
  void paletteColoursAreExpanded(String format) {
    int[] palette = {0x000000, 0x102030, 0x808080, 0xffffff};
    Path colours =
        SmallFiles.write(folder.resolve("a"), format, SmallFiles.palette(palette, 2, 0, 1));
    Path greys =
        SmallFiles.write(folder.resolve("b"), format, SmallFiles.palette(palette, 2, 2, 3));

    assertThat(ImageFiles.read(colours).samples()).containsExactly(0, 16, 0, 32, 0, 48);
    assertThat(ImageFiles.read(greys).samples()).containsExactly(128, 255);
  }

  @Test
  void oneBitIsBlackAndWhite() {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY);
    image.getRaster().setPixels(0, 0, 3, 1, new int[] {1, 0, 1});
    for (String format : new String[] {"png", "bmp", "tiff"}) {
      Path file = SmallFiles.write(folder.resolve("a." + format), format, image);
      assertThat(ImageFiles.read(file).samples()).as(format).containsExactly(255, 0, 255);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"LITTLE_ENDIAN", "BIG_ENDIAN"})
  void floatingPointKeepsSignAndRange(String name) {
    ByteOrder order = name.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    Path file =
        SmallFiles.floatTiff(
            folder.resolve("a.tif"), order, NO_COPIES, new float[] {-3.5f, 0, 1e6f});

    Image image = ImageFiles.read(file);

    assertThat(image.samples()).containsExactly(-3.5f, 0, 1e6f);
    assertThat(image.maximum()).isEqualTo(1);
  }

  @Test
  void notANumberIsRefused() {
    Path file =
        SmallFiles.floatTiff(
            folder.resolve("a.tif"), ByteOrder.BIG_ENDIAN, NO_COPIES, new float[] {0, Float.NaN});

    assertRefused(file, "not numbers");
  }

  @Test
  void aStackOfSlicesIsAVolume() {
    Path file =
        SmallFiles.floatTiff(
            folder.resolve("a.tif"),
            ByteOrder.LITTLE_ENDIAN,
            NO_COPIES,
            new float[] {1, 2},
            new float[] {3, 4},
            new float[] {5, 6});

    Image volume = ImageFiles.read(file);

    assertThat(volume.grid().describe()).isEqualTo("2 x 1 x 3");
    assertThat(volume.samples()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void thumbnailsCopiesAndReducedPagesLeaveTheFirstPage() {
    float[] page = {1, 2};
    Path thumbnail =
        SmallFiles.floatTiff(
            folder.resolve("a.tif"), ByteOrder.LITTLE_ENDIAN, NO_COPIES, page, new float[] {1});
    Path copy =
        SmallFiles.floatTiff(
            folder.resolve("b.tif"), ByteOrder.LITTLE_ENDIAN, NO_COPIES, page, page);
    Path reduced =
        SmallFiles.floatTiff(
            folder.resolve("c.tif"),
            ByteOrder.LITTLE_ENDIAN,
            new int[] {0, 1},
            page,
            new float[] {8, 9});

    for (Path file : new Path[] {thumbnail, copy, reduced}) {
      assertThat(ImageFiles.read(file).samples()).containsExactly(1, 2);
    }
  }

  @Test
  void twoDifferentPagesOfOneSizeAreRefused() {
    Path file =
        SmallFiles.floatTiff(
            folder.resolve("a.tif"),
            ByteOrder.LITTLE_ENDIAN,
            NO_COPIES,
            new float[] {1, 2},
            new float[] {3, 4});

    assertRefused(file, "2 different pages");
  }

  @ParameterizedTest
  @CsvSource({
    "1, '1 2 3 4 5 6', 3",
    "2, '3 2 1 6 5 4', 3",
    "3, '6 5 4 3 2 1', 3",
    "4, '4 5 6 1 2 3', 3",
    "5, '1 4 2 5 3 6', 2",
    "6, '4 1 5 2 6 3', 2",
    "7, '6 3 5 2 4 1', 2",
    "8, '3 6 2 5 1 4', 2"
  })
  void orientationTurnsAsViewersDo(int number, String turned, int width) {
    Image stored = new Image(3, 2, 1, 255, new float[] {1, 2, 3, 4, 5, 6});

    Image seen = ExifOrientation.ofNumber(number).apply(stored);

    float[] expected = new float[6];
    String[] parts = turned.split(" ");
    for (int i = 0; i < 6; i++) {
      expected[i] = Float.parseFloat(parts[i]);
    }
    assertThat(seen.samples()).containsExactly(expected);
    assertThat(seen.width()).isEqualTo(width);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LITTLE_ENDIAN", "BIG_ENDIAN"})
  void exifOrientationIsAppliedToJpeg(String name) {
    ByteOrder order = name.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    // The left half is black; turned by 90 degrees it becomes the upper half.
    BufferedImage stored = SmallFiles.grey(32, new int[32 * 16]);
    for (int y = 0; y < 16; y++) {
      for (int x = 16; x < 32; x++) {
        stored.getRaster().setSample(x, y, 0, 255);
      }
    }
    Path file = SmallFiles.write(folder.resolve("a.jpg"), "jpeg", stored);
    SmallFiles.withOrientation(file, 6, order);

    Image seen = ImageFiles.read(file);

    assertThat(ImageFiles.grid(file)).isEqualTo(Grid.of(16, 32));
    assertThat(seen.width()).isEqualTo(16);
    assertThat(seen.at(0, 2, 8)).isLessThan(20);
    assertThat(seen.at(0, 29, 8)).isGreaterThan(235);
  }

  @Test
  void theContentDecidesAndNotTheExtension() throws IOException {
    Path png = SmallFiles.greyPng(folder.resolve("a.png"), 1, 42);
    Path wrong = Files.copy(png, folder.resolve("a.jpg"));

    assertThat(ImageFiles.read(wrong).samples()).containsExactly(42);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "bmp", "tiff"})
  void everyTruncationIsRefused(String format) throws IOException {
    BufferedImage noise = SmallFiles.grey(64, new int[64 * 64]);
    for (int i = 0; i < 64 * 64; i++) {
      noise.getRaster().setSample(i % 64, i / 64, 0, i * 7919 % 251);
    }
    byte[] whole = Files.readAllBytes(SmallFiles.write(folder.resolve("whole"), format, noise));
    for (int tenth = 1; tenth < 10; tenth++) {
      byte[] part = Arrays.copyOf(whole, whole.length * tenth / 10);
      assertRefused(SmallFiles.write(folder.resolve("part" + tenth), part), "copy it again");
    }
  }

  @Test
  void aJpegWithItsMiddleMissingIsRefused() throws IOException {
    BufferedImage noise = SmallFiles.grey(64, new int[64 * 64]);
    for (int i = 0; i < 64 * 64; i++) {
      noise.getRaster().setSample(i % 64, i / 64, 0, i * 7919 % 251);
    }
    byte[] whole = Files.readAllBytes(SmallFiles.write(folder.resolve("whole.jpg"), "jpeg", noise));
    byte[] part = Arrays.copyOf(whole, whole.length / 2);
    part[part.length - 2] = (byte) 0xff;
    part[part.length - 1] = (byte) 0xd9;

    assertRefused(SmallFiles.write(folder.resolve("part.jpg"), part), "damaged");
  }

  @Test
  void aChangedByteInPngDataIsRefused() throws IOException {
    Path file = SmallFiles.greyPng(folder.resolve("a.png"), 2, 1, 2, 3, 4);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 20] ^= 1;

    assertRefused(SmallFiles.write(file, bytes), "checksum");
  }

  @ParameterizedTest
  @CsvSource({
    "'version https://git-lfs.example/spec/v1\noid sha256:00', Git LFS pointer",
    "'  <!DOCTYPE html><html></html>', web page",
    "'plain text', not an image",
    "'', empty (0 bytes)",
    "'ObjectType = Image\nNDims = 3', volume (MetaImage)",
    "'NRRD0004\ntype: short', volume (NRRD)"
  })
  void otherContentIsNamed(String content, String expected) {
    Path file = SmallFiles.write(folder.resolve("a.png"), content.getBytes(StandardCharsets.UTF_8));

    assertRefused(file, expected);
  }

  @Test
  void volumesZerosFoldersAndMissingFilesAreNamed() {
    byte[] nifti = new byte[400];
    nifti[344] = 'n';
    nifti[345] = '+';
    nifti[346] = '1';
    byte[] dicom = new byte[200];
    System.arraycopy("DICM".getBytes(StandardCharsets.US_ASCII), 0, dicom, 128, 4);

    assertRefused(SmallFiles.write(folder.resolve("a.png"), nifti), "NIfTI");
    assertRefused(SmallFiles.write(folder.resolve("b.png"), dicom), "DICOM");
    assertRefused(SmallFiles.write(folder.resolve("c.png"), new byte[600]), "nothing but zeros");
    assertRefused(folder, "is a folder");
    assertRefused(folder.resolve("absent.png"), "does not exist");
  }

  @Test
  void absurdSizesAreRefusedBeforeAnyAllocation() throws IOException {
    byte[] bmp =
        Files.readAllBytes(SmallFiles.write(folder.resolve("a.bmp"), "bmp", SmallFiles.rgb(1, 0)));
    bmp[18 + 2] = 100; // width 1 + 100 * 65536
    byte[] png = Files.readAllBytes(SmallFiles.greyPng(folder.resolve("a.png"), 1, 0));
    png[16] = 0x7f;

    assertRefused(SmallFiles.write(folder.resolve("b.bmp"), bmp), "too short to hold them");
    assertRefused(SmallFiles.write(folder.resolve("b.png"), png), "more than the 268435456");
  }

  @Test
  void extensionsTellImagesFromOtherFiles() {
    assertThat(ImageFiles.isImage(Path.of("a.b.PNG"))).isTrue();
    assertThat(ImageFiles.isImage(Path.of("a.tiff"))).isTrue();
    assertThat(ImageFiles.isImage(Path.of(".hidden.png"))).isFalse();
    assertThat(ImageFiles.isImage(Path.of("png"))).isFalse();
    assertThat(ImageFiles.isImage(Path.of("README.md"))).isFalse();
  }

  private static void assertRefused(Path file, String expected) {
    assertThatThrownBy(() -> ImageFiles.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(file.getFileName().toString())
        .hasMessageContaining(expected)
        .message()
        .doesNotContain("\n")
        .endsWith(".");
  }
}
