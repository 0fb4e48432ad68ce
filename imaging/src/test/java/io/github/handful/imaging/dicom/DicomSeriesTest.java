package io.github.handful.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Finding;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.Placement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DicomSeriesTest {
  @TempDir Path folder;

  /** Three slices at 10, 12.5 and 15 mm whose names and numbers tell another order. */
  private void writeSeries() {
    TestDicom.slice(2, 15, 7, 8, 9, 10).set(0x00200013, "IS", "1").write(folder.resolve("a"));
    TestDicom.slice(2, 10, 1, 2, 3, -4).set(0x00200013, "IS", "2").write(folder.resolve("b/x"));
    TestDicom.slice(2, 12.5, 4, 5, 6, 0).set(0x00200013, "IS", "3").write(folder.resolve("c.png"));
  }

  private DicomSeries only() {
    List<DicomSeries> series = DicomSeries.list(folder).series();
    assertThat(series).hasSize(1);
    return series.get(0);
  }

  @Test
  void slicesLieInTheOrderOfTheirPositionsInTheUnitOfTheFile() {
    writeSeries();

    DicomSeries series = only();
    Image image = series.read();

    assertThat(series.modality()).isEqualTo("CT");
    assertThat(series.description()).isEqualTo("Thorax");
    assertThat(series.uid()).isEqualTo("1.2.3.4");
    assertThat(series.findings()).isEmpty();
    assertThat(series.files())
        .extracting(f -> f.getFileName().toString())
        .containsExactly("x", "c.png", "a");
    // Slope 2, intercept -1024.
    assertThat(image.samples())
        .containsExactly(
            -1022, -1020, -1018, -1032, -1016, -1014, -1012, -1024, -1010, -1008, -1006, -1004);
    assertThat(image.maximum()).isEqualTo(1);
    assertThat(image.grid()).isEqualTo(series.grid());
    // The file gives the distance of the rows (y) first.
    assertThat(image.grid().placement())
        .isEqualTo(
            new Placement(
                List.of(0.25, 0.5, 2.5), List.of(-10.0, 20.0, 10.0), Placement.NONE.direction()));
  }

  @Test
  void obliqueSlicesLieAlongTheirNormal() {
    // Rows towards the back, columns towards the feet: the normal points to the right (-x).
    double[] x = {3, 5, 1};
    for (int k = 0; k < 3; k++) {
      TestDicom.slice(2, k, k, k)
          .set(0x00200032, "DS", x[k] + "\\7\\9")
          .set(0x00200037, "DS", "0\\1\\0\\0\\0\\-1")
          .write(folder.resolve("s" + k));
    }

    Image image = only().read();

    Placement place = image.grid().placement();
    assertThat(place.spacing()).containsExactly(0.25, 0.5, 2.0);
    assertThat(place.origin()).containsExactly(5.0, 7.0, 9.0);
    // Voxel (1, 1, 1): a column 0.25 along y, a row 0.5 along -z, a slice 2 along -x.
    assertThat(place.world(0, 1, 1, 1)).isCloseTo(3, within(1e-12));
    assertThat(place.world(1, 1, 1, 1)).isCloseTo(7.25, within(1e-12));
    assertThat(place.world(2, 1, 1, 1)).isCloseTo(8.5, within(1e-12));
    assertThat(new float[] {image.at(0, 0, 0, 0), image.at(0, 1, 0, 0), image.at(0, 2, 0, 0)})
        .containsExactly(-1022, -1024, -1020);
  }

  @Test
  void otherFilesLocalisersAndReportsAreLeftOutAndCounted() {
    writeSeries();
    TestDicom.write(folder.resolve("notes.txt"), "hello".getBytes(StandardCharsets.UTF_8));
    TestDicom.slice(2, 99, 0, 0)
        .set(0x00080008, "CS", "ORIGINAL\\PRIMARY\\LOCALIZER")
        .write(folder.resolve("scout"));
    new TestDicom()
        .set(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.88.11")
        .set(0x00080060, "CS", "SR")
        .write(folder.resolve("report"));

    DicomListing listing = DicomSeries.list(folder);

    assertThat(listing.series()).hasSize(1);
    assertThat(listing.series().get(0).grid().depth()).isEqualTo(3);
    assertThat(listing.findings())
        .extracting(Finding::message)
        .containsExactlyInAnyOrder(
            folder + ": 1 files are not DICOM and were left out.",
            folder + ": 1 localiser images were left out.",
            folder
                + ": 1 DICOM files hold no image (reports, plans, doses, ...) and were left out.");
  }

  @Test
  void severalSeriesAreKeptApart() {
    writeSeries();
    TestDicom.slice(2, 5, 0, 0)
        .set(0x0020000e, "UI", "1.2.3.9")
        .set(0x00200011, "IS", "2")
        .set(0x00080060, "CS", "MR")
        .write(folder.resolve("other"));

    assertThat(DicomSeries.list(folder).series())
        .extracting(DicomSeries::modality)
        .containsExactly("MR", "CT");
  }

  @Test
  void echoesOfOneSeriesAreSplit() {
    for (int k = 0; k < 6; k++) {
      TestDicom.slice(2, k % 3, k, k)
          .set(0x00080018, "UI", "1.9." + k)
          .set(0x00180081, "DS", k < 3 ? "11" : "4.5")
          .write(folder.resolve("e" + k));
    }

    List<DicomSeries> series = DicomSeries.list(folder).series();

    assertThat(series)
        .extracting(DicomSeries::description)
        .containsExactly("Thorax, echo time 11", "Thorax, echo time 4.5");
    assertThat(series.get(0).read().samples())
        .containsExactly(-1024, -1024, -1022, -1022, -1020, -1020);
    assertThat(series.get(1).read().at(0, 2, 0, 1)).isEqualTo(2 * 5 - 1024);
  }

  @Test
  void orientationsOfOneSeriesAreSplit() {
    writeSeries();
    TestDicom.slice(2, 0, 1, 2)
        .set(0x00200037, "DS", "0\\1\\0\\0\\0\\-1")
        .write(folder.resolve("sagittal"));

    DicomListing listing = DicomSeries.list(folder);

    assertThat(listing.series()).extracting(s -> s.grid().depth()).containsExactlyInAnyOrder(1, 3);
    assertThat(listing.findings())
        .extracting(Finding::message)
        .containsExactly(
            folder
                + ": series \"Thorax\" holds 2 stacks that differ in orientation, size or what they show; they are listed one by one.");
  }

  @Test
  void copiesOfAFileCountOnce() {
    writeSeries();
    TestDicom.slice(2, 10, 1, 2, 3, -4).write(folder.resolve("copy"));

    assertThat(only().grid().depth()).isEqualTo(3);
  }

  private void writeHeights(double... heights) {
    for (int k = 0; k < heights.length; k++) {
      TestDicom.slice(2, heights[k], k, k)
          .set(0x00080018, "UI", "1.9." + k)
          .write(folder.resolve("s" + k));
    }
  }

  private void assertRefused(String text) {
    DicomSeries series = only();
    assertThat(series.findings())
        .anyMatch(f -> f.severity() == Finding.Severity.ERROR && f.message().contains(text));
    assertThatThrownBy(series::read)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(text)
        .hasMessageContaining(folder.toString());
  }

  @Test
  void missingSlicesAreCountedAndRefused() {
    writeHeights(0, 2, 4, 10, 12);
    assertRefused(
        "2 slices seem to be missing: slices 3 and 4 are 6.00 mm apart where most are 2.00 mm");
  }

  @Test
  void unevenSlicesAreRefused() {
    writeHeights(0, 2, 4.5, 6, 8);
    assertRefused("the distance of its slices varies from 1.50 to 2.50 mm");
  }

  @Test
  void smallUnevennessIsReportedAndRead() {
    writeHeights(0, 2, 4.1, 6, 8);

    assertThat(only().findings())
        .extracting(Finding::severity)
        .containsExactly(Finding.Severity.WARNING);
    assertThat(only().read().grid().placement().spacing().get(2)).isEqualTo(2);
  }

  @Test
  void severalImagesOfOnePlaceAreRefused() {
    writeHeights(0, 2, 2, 4);
    assertRefused("1 of its 4 slices lie at the place of another one");
  }

  @Test
  void tiltedGantryIsRefusedWithItsAngle() {
    for (int k = 0; k < 4; k++) {
      // Ten degrees: tan = 0.17633; heights 0, 3, 6, 9, sideways by 0.529 for each.
      String y = String.format(Locale.ROOT, "%.4f", 0.17633 * 3 * k);
      TestDicom.slice(2, 3 * k, k, k)
          .set(0x00200032, "DS", "0\\" + y + "\\" + 3 * k)
          .write(folder.resolve("s" + k));
    }
    assertRefused(
        "its slices shift sideways by 1.6 mm from first to last, as with a gantry tilted by 10.0 degrees");
  }

  @Test
  void folderWithoutImagesIsSaid() {
    TestDicom.write(folder.resolve("notes.txt"), "hello".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> DicomSeries.list(folder))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(folder + " holds no images (1 files of no format");
    assertThatThrownBy(() -> DicomSeries.list(folder.resolve("nowhere")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cannot be listed");
  }

  @Test
  void damagedFileIsNamedAndTheRestRead() {
    writeSeries();
    byte[] bytes = TestDicom.slice(2, 17.5, 0, 0, 0, 0).part10(TestDicom.EXPLICIT);
    TestDicom.write(folder.resolve("cut"), Arrays.copyOf(bytes, bytes.length - 3));

    DicomListing listing = DicomSeries.list(folder);

    assertThat(listing.series().get(0).grid().depth()).isEqualTo(3);
    assertThat(listing.findings())
        .extracting(Finding::severity, Finding::message)
        .containsExactly(
            tuple(
                Finding.Severity.ERROR,
                folder.resolve("cut")
                    + " is a damaged DICOM file (attribute (7fe0,0010) should have 8 bytes and 5 are left); copy or export it again."));
  }

  @Test
  void oneSliceHasItsThickness() {
    TestDicom.slice(2, 3, 1, 2).set(0x00180050, "DS", "5").write(folder.resolve("one"));

    assertThat(only().read().grid().placement().spacing()).containsExactly(0.25, 0.5, 5.0);
  }

  @Test
  void picturesWithoutAPlaceAreEachTheirOwn() {
    for (int k = 0; k < 3; k++) {
      TestDicom.slice(2, k, k, k)
          .remove(0x00200032)
          .remove(0x00200037)
          .remove(0x00280030)
          .set(0x00181164, "DS", "0.2\\0.1")
          .write(folder.resolve("s" + k));
    }

    List<DicomSeries> series = DicomSeries.list(folder).series();

    assertThat(series).hasSize(3);
    assertThat(series.get(1).read().grid().placement())
        .isEqualTo(Placement.NONE.withSpacing(0.1, 0.2, 1));
    assertThat(series.get(1).findings())
        .extracting(Finding::message)
        .allMatch(message -> message.contains("at the detector"));
  }

  @Test
  void inverseGreyIsTurnedUnlessItHasAUnit() {
    TestDicom twelve =
        TestDicom.slice(2, 0, 0, 4095)
            .set(0x00280004, "CS", "MONOCHROME1")
            .set(0x00280101, "US", 12)
            .set(0x00280102, "US", 11)
            .set(0x00280103, "US", 0)
            .set(0x00281053, "DS", "1")
            .set(0x00281052, "DS", "0");
    twelve.write(folder.resolve("one"));
    assertThat(only().read().samples()).containsExactly(0, 4095);

    twelve.set(0x00080060, "CS", "DX").write(folder.resolve("one"));
    assertThat(only().read().samples()).containsExactly(4095, 0);

    twelve.set(0x00280103, "US", 1).write(folder.resolve("one"));
    // The stored values are 0 and -1 of -2048..2047.
    assertThat(only().read().samples()).containsExactly(-1, 0);
  }

  @Test
  void seriesWhoseIdentifiersWereRemovedStaysTogether() {
    for (double z : new double[] {1, 2, 3}) {
      TestDicom.slice(2, z, 0, 0)
          .set(0x0020000e, "UI", "")
          .set(0x00080018, "UI", "")
          .write(folder.resolve("s" + z));
    }

    assertThat(only().grid().depth()).isEqualTo(3);
    assertThat(only().uid()).startsWith("2.25.");
  }

  @Test
  void crookedOrientationIsRefused() {
    TestDicom.slice(2, 0, 0, 0)
        .set(0x00200037, "DS", "1\\0\\0\\0.5\\0.5\\0")
        .write(folder.resolve("s"));

    assertThatThrownBy(() -> DicomSeries.list(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("not that of two perpendicular directions");
  }
}
