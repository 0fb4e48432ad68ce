package io.github.handful.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.Placement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of scanners and of other programs' test data. */
@Tag("realdata")
class RealDicomTest {
  @TempDir Path temporary;

  private static Path data(String name) {
    Path file = Path.of(System.getProperty("handful.data", "data"), "dicom").resolve(name);
    assumeTrue(Files.exists(file));
    return file;
  }

  private static Image read(String name) {
    return read(data(name));
  }

  private static Image read(Path file) {
    return DicomSeries.list(file).series().get(0).read();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MR_small_RLE.dcm",
        "MR_small_bigendian.dcm",
        "MR_small_expb.dcm",
        "MR_small_implicit.dcm",
        "MR_small_padded.dcm"
      })
  void oneImageIsTheSameInEveryEncoding(String name) {
    Image expected = read("misc/MR_small.dcm");
    Image image = read("misc/" + name);

    assertThat(image.samples()).isEqualTo(expected.samples());
    assertThat(image.grid()).isEqualTo(expected.grid());
    assertThat(image.grid().placement().spacing()).containsExactly(0.3125, 0.3125, 0.8);
    assertThat(image.grid().placement().origin()).containsExactly(-83.9063, -91.2, 6.6406);
  }

  @ParameterizedTest
  @CsvSource({
    "SC_rgb_expb.dcm, 0",
    "SC_rgb_rle.dcm, 0",
    "SC_rgb_gdcm2k_uncompressed.dcm, 0",
    "SC_rgb_dcmtk_ebcr_dcmd.dcm, 2",
    "SC_rgb_jpeg_gdcm.dcm, 0",
    "SC_rgb_dcmtk_+eb+cr.dcm, 2",
    "SC_rgb_dcmtk_+eb+cy+n1.dcm, 5",
    "SC_rgb_dcmtk_+eb+cy+np.dcm, 5",
    "SC_ybr_full_uncompressed.dcm, 5",
    "SC_ybr_full_422_uncompressed.dcm, 5"
  })
  void colourBarsAreTheSameInEveryEncoding(String name, double tolerance) {
    Image expected = read("misc/SC_rgb.dcm");
    Image image = read("misc/" + name);

    assertThat(image.channels()).isEqualTo(3);
    // Inside the bars, ten rows each; JPEG blurs their edges.
    for (int c = 0; c < 3; c++) {
      for (int y = 5; y < 100; y += 10) {
        assertThat(image.at(c, y, 50)).isCloseTo(expected.at(c, y, 50), within((float) tolerance));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"emri_small_RLE.dcm", "emri_small_big_endian.dcm"})
  void framesAreTheSameInEveryEncoding(String name) {
    Image expected = read("misc/emri_small.dcm");

    assertThat(expected.grid().describe()).isEqualTo("64 x 64 x 10");
    assertThat(read("misc/" + name).samples()).isEqualTo(expected.samples());
  }

  @Test
  void multiFrameImageIsTheSeriesItWasMadeOf() {
    Image series = read("dcmqi_small");
    Image frames = read("dcmqi_small/mf.dcm");

    assertThat(series.grid().depth()).isEqualTo(3);
    assertThat(frames.grid().matches(series.grid())).isTrue();
    assertThat(frames.samples()).isEqualTo(series.samples());
  }

  @Test
  void seriesThatIsCompressedBeyondUsIsRefusedWithTheRemedy() {
    Path series = data("ct_series");
    assertThatThrownBy(() -> DicomSeries.list(series))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("compressed with JPEG 2000")
        .hasMessageContaining("gdcmconv --raw");
  }

  static Stream<Path> everyFile() throws IOException {
    Path folder = data("");
    Path odd = folder.resolveSibling("oddfiles/broken/truncated.dcm");
    try (Stream<Path> files = Files.walk(folder)) {
      return Stream.concat(files.filter(Files::isRegularFile), Stream.of(odd)).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("everyFile")
  void everyFileIsReadOrRefusedInOneSentence(Path file) {
    try {
      DicomListing listing = DicomSeries.list(file);
      for (DicomSeries series : listing.series()) {
        assertThat(series.read().samples()).hasSizeGreaterThan(8);
      }
      for (Path segmentation : listing.segmentations()) {
        assertThat(DicomSegmentation.read(segmentation).names()).hasSizeGreaterThan(1);
      }
    } catch (DataException e) {
      assertThat(e.getMessage()).contains(file.getFileName().toString()).endsWith(".");
      assertThat(e.getMessage()).doesNotContain("\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "misc/MR_truncated.dcm, should have 8192 bytes and 8130 are left",
    "misc/emri_small_jpeg_2k_lossless_too_short.dcm, cut off",
    "misc/JPEG-lossy.dcm, JPEG extended pixels that cannot be decoded",
    "misc/rtplan.dcm, holds no images",
    "highdicom/sm_image.dcm, 1 microscopy slides"
  })
  void damagedAndUnsuitableFilesAreRefused(String name, String text) {
    Path file = data(name);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(text);
  }

  @Test
  void segmentIsTheLabelMapOfAnotherProgram() throws IOException {
    DicomSeries series = DicomSeries.list(data("dcmqi_ct_seg")).series().get(0);
    Path file = data("dcmqi_ct_seg/liver.dcm");
    short[] expected = nrrd(data("dcmqi_ct_seg/liver_seg.nrrd"));

    for (DicomSegmentation read :
        List.of(DicomSegmentation.read(file), DicomSegmentation.read(file, series))) {
      assertThat(read.names()).containsExactly("background", "Liver");
      assertThat(read.labels().grid().matches(series.grid())).isTrue();
      for (int i = 0; i < expected.length; i++) {
        if (expected[i] != read.labels().labels()[i]) {
          throw new AssertionError("voxel " + i + " differs");
        }
      }
    }
  }

  /** The voxels of a gzipped little-endian NRRD file of shorts. */
  private static short[] nrrd(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\n\n") + 2;
    try (GZIPInputStream in =
        new GZIPInputStream(new ByteArrayInputStream(bytes, end, bytes.length - end))) {
      byte[] voxels = in.readAllBytes();
      short[] shorts = new short[voxels.length / 2];
      ByteBuffer.wrap(voxels).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(shorts);
      return shorts;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "liver_expb.dcm",
        "liver_rle.dcm",
        "liver_deflate.dcm",
      })
  void segmentationIsTheSameInEveryEncoding(String name) {
    DicomSegmentation expected = DicomSegmentation.read(data("misc/liver.dcm"));

    assertThat(expected.labels().count(1)).isPositive();
    assertThat(DicomSegmentation.read(data("misc/" + name)).labels().labels())
        .isEqualTo(expected.labels().labels());
  }

  @ParameterizedTest
  @ValueSource(strings = {"liver_nonbyte_aligned_rle.dcm", "liver_nonbyte_aligned_deflate.dcm"})
  void framesThatEndInsideAByteAreTheSame(String name) {
    DicomSegmentation expected = DicomSegmentation.read(data("misc/liver_nonbyte_aligned.dcm"));

    assertThat(expected.labels().width()).isEqualTo(510);
    assertThat(DicomSegmentation.read(data("misc/" + name)).labels().labels())
        .isEqualTo(expected.labels().labels());
  }

  @Test
  void fractionalAndBinarySegmentationOfOneObjectAgree() {
    DicomSegmentation binary = DicomSegmentation.read(data("highdicom/seg_image_ct_binary.dcm"));
    DicomSegmentation fractional =
        DicomSegmentation.read(data("highdicom/seg_image_ct_binary_fractional.dcm"));

    assertThat(binary.labels().grid())
        .isEqualTo(
            new Grid(
                16,
                16,
                3,
                new Placement(
                    List.of(0.488281, 0.488281, 1.25),
                    List.of(-125.0, -128.100006, 103.019997),
                    Placement.NONE.direction())));
    assertThat(fractional.labels().labels()).isEqualTo(binary.labels().labels());
  }

  @Test
  void overlapsAreReported() {
    assertThat(DicomSegmentation.read(data("highdicom/seg_image_ct_binary_overlap.dcm")).findings())
        .anyMatch(finding -> finding.message().contains("voxels belong to several segments"));
  }

  @Test
  void whatIsWrittenForARealSeriesIsReadBack() {
    DicomSeries series = DicomSeries.list(data("dcmqi_ct_seg")).series().get(0);
    DicomSegmentation liver = DicomSegmentation.read(data("dcmqi_ct_seg/liver.dcm"), series);
    Path file = temporary.resolve("seg.dcm");

    DicomSegmentation.write(
        file, liver.labels(), liver.names(), series, LocalDateTime.of(2026, 11, 23, 12, 0));

    DicomSegmentation read = DicomSegmentation.read(file, series);
    assertThat(read.labels().labels()).isEqualTo(liver.labels().labels());
    assertThat(read.labels().grid()).isEqualTo(series.grid());
  }
}
