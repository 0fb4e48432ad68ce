package io.github.handful.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The collection of odd and broken files: each is read right or refused in one sentence. */
@Tag("realdata")
class OddFilesTest {
  /** Width, height, channels and maximum of every file that is an image. */
  private static final Map<String, List<Integer>> IMAGES =
      Map.ofEntries(
          Map.entry("png/mask_rgb_0_255.png", List.of(512, 512, 3, 255)),
          Map.entry("png/mask_rgb_0_1.png", List.of(224, 224, 3, 255)),
          Map.entry("png/mask_1bit.png", List.of(449, 598, 1, 255)),
          Map.entry("png/image (1).png", List.of(449, 598, 3, 255)),
          Map.entry("png/mask_rgba_cropped_colour.png", List.of(400, 657, 3, 255)),
          Map.entry("png/16gray_sem.png", List.of(256, 256, 1, 65535)),
          Map.entry("png/16rgb_sem.png", List.of(256, 256, 3, 65535)),
          Map.entry("png/16rgba_sem.png", List.of(256, 256, 3, 65535)),
          Map.entry("png/8gray_sem.png", List.of(278, 266, 1, 255)),
          Map.entry("png/8grayalhpa_sem.png", List.of(278, 266, 1, 255)),
          Map.entry("png/8grayalpha_sem.png", List.of(278, 266, 3, 255)),
          Map.entry("png/8rgb_sem.png", List.of(256, 256, 3, 255)),
          Map.entry("png/8rgba_sem.png", List.of(256, 256, 3, 255)),
          Map.entry("tiff/16gray_sem.tif", List.of(256, 256, 1, 65535)),
          Map.entry("tiff/16rgb_sem.tif", List.of(256, 256, 3, 65535)),
          Map.entry("tiff/16rgba_sem.tif", List.of(256, 256, 3, 65535)),
          Map.entry("tiff/8gray_sem.tif", List.of(256, 256, 1, 255)),
          Map.entry("tiff/8rgb_sem.tif", List.of(256, 256, 3, 255)),
          Map.entry("tiff/8rgba_sem.tif", List.of(256, 256, 3, 255)),
          Map.entry("png/mask_palette_3class.png", List.of(96, 64, 3, 255)),
          Map.entry("png/grey_alpha.png", List.of(96, 64, 1, 255)),
          Map.entry("png/mask_16bit.png", List.of(96, 64, 1, 65535)),
          Map.entry("png/mask_empty.png", List.of(96, 64, 1, 255)),
          Map.entry("png/one_pixel.png", List.of(1, 1, 1, 255)),
          Map.entry("png/very_wide_700x3.png", List.of(700, 3, 1, 255)),
          Map.entry("jpeg/exif_orientation6.jpg", List.of(288, 384, 3, 255)),
          Map.entry("jpeg/cmyk.jpg", List.of(384, 288, 3, 255)),
          Map.entry("jpeg/grey.jpg", List.of(384, 288, 1, 255)),
          Map.entry("jpeg/progressive.jpg", List.of(384, 288, 3, 255)),
          Map.entry("jpeg/mask_jpeg_ringing.jpg", List.of(512, 512, 3, 255)),
          Map.entry("tiff/rgb_photometric_minisblack.tif", List.of(384, 288, 3, 255)),
          Map.entry("tiff/mask_not_binary.tif", List.of(384, 288, 1, 255)),
          Map.entry("tiff/rgba.tif", List.of(565, 584, 3, 255)),
          Map.entry("gif/mask_palette.gif", List.of(565, 584, 1, 255)));

  /** Width, height, depth and channels of every file that is a volume. */
  private static final Map<String, List<Integer>> VOLUMES =
      Map.ofEntries(
          Map.entry("tiff/multipage_16bit.tif", List.of(35, 51, 35, 1)),
          Map.entry("tiff/multipage_float_bigendian.tif", List.of(35, 51, 35, 1)),
          Map.entry("nifti/bigendian_int16.nii", List.of(35, 51, 35, 1)),
          Map.entry("nifti/pair_float.hdr", List.of(35, 51, 35, 1)),
          Map.entry("nifti/scaled_uint8.nii.gz", List.of(35, 51, 35, 1)),
          Map.entry("nifti/four_d_one_volume.nii.gz", List.of(35, 51, 35, 1)),
          Map.entry("nifti/nifti2.nii.gz", List.of(35, 51, 35, 1)),
          Map.entry("nifti/flipped_axis.nii.gz", List.of(35, 51, 35, 1)),
          Map.entry("nifti/label_float64.nii.gz", List.of(35, 51, 35, 1)),
          Map.entry("nifti/rgb24.nii.gz", List.of(10, 10, 4, 3)),
          Map.entry("other/label.nrrd", List.of(24, 38, 3, 1)),
          Map.entry("other/levelset.mha", List.of(157, 393, 34, 1)));

  /** What the refusal of every other file must say. */
  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("nifti/nan_voxels.nii.gz", "not numbers"),
          Map.entry("other/heyex_test_volume.vol", "Heidelberg"),
          Map.entry("broken/lfs_pointer.tif", "Git LFS pointer"),
          Map.entry("broken/truncated.nii.gz", "cut off"),
          Map.entry("broken/truncated.png", "cut off"),
          Map.entry("broken/truncated.jpg", "cut off"),
          Map.entry("broken/empty.png", "empty (0 bytes)"),
          Map.entry("broken/header_only.png", "damaged"),
          Map.entry("broken/truncated.dcm", "DICOM"));

  static Stream<String> rows() {
    Path table = folder().resolve("files.csv");
    assumeTrue(Files.exists(table));
    return CsvTable.read(table).rows().stream().map(row -> row.get(0));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyFileIsReadRightOrRefusedInOneSentence(String name) {
    Path file = folder().resolve(name);
    if (IMAGES.containsKey(name)) {
      Image image = ImageFiles.read(file);
      assertThat(List.of(image.width(), image.height(), image.channels(), (int) image.maximum()))
          .isEqualTo(IMAGES.get(name));
      assertThat(ImageFiles.grid(file)).isEqualTo(image.grid());
    } else if (VOLUMES.containsKey(name)) {
      Image volume = ImageFiles.read(file);
      assertThat(List.of(volume.width(), volume.height(), volume.depth(), volume.channels()))
          .isEqualTo(VOLUMES.get(name));
      assertThat(ImageFiles.grid(file)).isEqualTo(volume.grid());
    } else {
      assertThatThrownBy(() -> ImageFiles.read(file))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(file.getFileName().toString())
          .hasMessageContaining(REFUSED.get(name))
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(241));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "png/mask_rgb_0_255.png, Binary, 252868, 9276, 0",
    "png/mask_rgb_0_1.png, Binary, 44252, 5924, 0",
    "png/mask_rgba_cropped_colour.png, Colours, 70258, 192542, 0",
    "png/mask_palette_3class.png, PaletteIndex, 4284, 660, 1200",
    "png/mask_16bit.png, Indexed, 4284, 660, 1200",
    "png/mask_empty.png, Binary, 6144, 0, 0"
  })
  void masksHaveTheirKnownClasses(String name, String kind, long zero, long one, long two) {
    Path file = existing(name);

    LabelEncoding encoding = LabelFiles.infer(List.of(file));
    LabelMap labels = LabelFiles.read(file, encoding);

    assertThat(encoding.getClass().getSimpleName()).isEqualTo(kind);
    assertThat(List.of(labels.count(0), labels.count(1), labels.count(2)))
        .containsExactly(zero, one, two);
  }

  @ParameterizedTest
  @CsvSource({
    "jpeg/mask_jpeg_ringing.jpg, GREY_EDGES",
    "tiff/mask_not_binary.tif, GREY_EDGES",
    "gif/mask_palette.gif, TWO_VALUES",
    "png/mask_1bit.png, TWO_VALUES"
  })
  void foundMasksAreBinary(String name, LabelEncoding.Reading reading) {
    LabelEncoding encoding = LabelFiles.infer(List.of(existing(name)));

    assertThat(encoding).isEqualTo(new LabelEncoding.Binary(127.5, 0, 255, reading));
  }

  @ParameterizedTest
  @CsvSource({"jpeg/progressive.jpg", "jpeg/grey.jpg", "png/8gray_sem.png", "tiff/rgba.tif"})
  void photographsAreNoMasks(String name) {
    List<Path> photographs = List.of(existing(name));
    assertThatThrownBy(() -> LabelFiles.infer(photographs))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("does not look like a mask");
  }

  @ParameterizedTest
  @CsvSource({
    "tiff/16rgb_sem.tif",
    "tiff/16rgba_sem.tif",
    "png/16gray_sem.png",
    "png/16rgb_sem.png",
    "png/16rgba_sem.png"
  })
  void oneMicrographIsTheSameInEverySixteenBitFormat(String name) {
    Image grey = ImageFiles.read(existing("tiff/16gray_sem.tif"));

    assertThat(plane(ImageFiles.read(existing(name)), 0)).containsExactly(grey.samples());
  }

  @Test
  void eightAndSixteenBitsOfOneMicrographDifferByTheirRangeOnly() {
    Image deep = ImageFiles.read(existing("tiff/16gray_sem.tif"));
    Image grey = ImageFiles.read(existing("tiff/8gray_sem.tif"));

    for (int i = 0; i < grey.samples().length; i++) {
      assertThat(deep.samples()[i]).isEqualTo(257 * grey.samples()[i]);
    }
  }

  @Test
  void exifTurnsTheFrameThatIsAlsoThereUnturned() {
    Image turned = ImageFiles.read(existing("jpeg/exif_orientation6.jpg"));
    Image upright = ImageFiles.read(existing("jpeg/progressive.jpg"));

    double difference = 0;
    for (int y = 0; y < turned.height(); y++) {
      for (int x = 0; x < turned.width(); x++) {
        // Orientation 6: the first stored row is the right column.
        difference += Math.abs(turned.at(0, y, x) - upright.at(0, turned.width() - 1 - x, y));
      }
    }
    assertThat(difference / (turned.width() * turned.height())).isLessThan(2);
  }

  @Test
  void cmykShowsTheColoursOfTheFrameItWasMadeFrom() {
    Image cmyk = ImageFiles.read(existing("jpeg/cmyk.jpg"));
    Image frame = ImageFiles.read(existing("jpeg/progressive.jpg"));

    assertThat(meanDifference(cmyk, frame)).isLessThan(5);
  }

  @Test
  void threeSamplesCalledMinIsBlackAreTheColoursOfTheFrame() {
    Image tiff = ImageFiles.read(existing("tiff/rgb_photometric_minisblack.tif"));
    Image frame = ImageFiles.read(existing("jpeg/progressive.jpg"));

    assertThat(meanDifference(tiff, frame)).isLessThan(5);
  }

  @Test
  void greyWithAlphaKeepsTheGreyUnderTransparentPixels() {
    assertThat(ImageFiles.read(existing("png/grey_alpha.png")).samples()).containsOnly(128);
    assertThat(ImageFiles.read(existing("png/one_pixel.png")).samples()).containsExactly(255);
  }

  @Test
  void blackLookingMaskHasValuesZeroAndOne() {
    float[] samples = ImageFiles.read(existing("png/mask_rgb_0_1.png")).samples();

    double sum = 0;
    for (float sample : samples) {
      sum += sample;
    }
    assertThat(sum).isEqualTo(3 * 5924, within(0.0));
  }

  private static double meanDifference(Image a, Image b) {
    double sum = 0;
    for (int i = 0; i < a.samples().length; i++) {
      sum += Math.abs(a.samples()[i] - b.samples()[i]);
    }
    return sum / a.samples().length;
  }

  private static float[] plane(Image image, int c) {
    int length = image.width() * image.height();
    return Arrays.copyOfRange(image.samples(), c * length, (c + 1) * length);
  }

  private static Path existing(String name) {
    Path file = folder().resolve(name);
    assumeTrue(Files.exists(file));
    return file;
  }

  private static Path folder() {
    return Path.of(System.getProperty("handful.data", "data"), "oddfiles");
  }
}
