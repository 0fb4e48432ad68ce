package io.github.handful.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.handful.imaging.Finding;
import io.github.handful.imaging.Placement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of several frames in one file. */
class DicomFramesTest {
  @TempDir Path folder;

  private DicomSeries only() {
    List<DicomSeries> series = DicomSeries.list(folder).series();
    assertThat(series).hasSize(1);
    return series.get(0);
  }

  private static TestDicom frameItem(double z, int intercept) {
    return new TestDicom()
        .set(0x00209113, "SQ", List.of(new TestDicom().set(0x00200032, "DS", "1\\2\\" + z)))
        .set(
            0x00289145,
            "SQ",
            List.of(
                new TestDicom()
                    .set(0x00281052, "DS", "" + intercept)
                    .set(0x00281053, "DS", "0.5")));
  }

  @Test
  void framesOfAnEnhancedImageAreOrderedAndScaledOneByOne() {
    TestDicom shared =
        new TestDicom()
            .set(
                0x00209116,
                "SQ",
                List.of(new TestDicom().set(0x00200037, "DS", "1\\0\\0\\0\\1\\0")))
            .set(
                0x00289110,
                "SQ",
                List.of(new TestDicom().set(0x00280030, "DS", "3\\4").set(0x00180050, "DS", "9")));
    enhanced(shared, List.of(frameItem(8, 100), frameItem(6, 200), frameItem(10, 300)))
        .write(folder.resolve("mf"));

    DicomSeries series = only();

    assertThat(series.files()).hasSize(1);
    assertThat(series.read().samples()).containsExactly(201.5f, 202, 100.5f, 101, 302.5f, 303);
    assertThat(series.grid().placement())
        .isEqualTo(
            new Placement(
                List.of(4.0, 3.0, 2.0), List.of(1.0, 2.0, 6.0), Placement.NONE.direction()));
  }

  private static TestDicom enhanced(TestDicom shared, List<TestDicom> perFrame) {
    return TestDicom.slice(2, 0, 1, 2, 3, 4, 5, 6)
        .remove(0x00200032)
        .remove(0x00200037)
        .remove(0x00280030)
        .set(0x00280010, "US", 1)
        .set(0x00280008, "IS", "3")
        .set(0x52009229, "SQ", List.of(shared))
        .set(0x52009230, "SQ", new ArrayList<>(perFrame));
  }

  @Test
  void framesWithOnePositionFollowAlongTheNormal() {
    TestDicom.slice(2, 4, 1, 2, 3, 4, 5, 6)
        .set(0x00280010, "US", 1)
        .set(0x00280008, "IS", "3")
        .set(0x00180088, "DS", "1.5")
        .write(folder.resolve("mf"));

    DicomSeries series = only();

    assertThat(series.findings()).isEmpty();
    assertThat(series.grid().placement().spacing().get(2)).isEqualTo(1.5);
    assertThat(series.grid().placement().origin().get(2)).isEqualTo(4);
    assertThat(series.read().samples()[4]).isEqualTo(2 * 5 - 1024);
  }

  @Test
  void framesWithoutPositionsAreStackedWithAWarning() {
    TestDicom.slice(2, 4, 1, 2, 3, 4)
        .remove(0x00200032)
        .set(0x00280010, "US", 1)
        .set(0x00280008, "IS", "2")
        .write(folder.resolve("film"));

    assertThat(only().findings()).extracting(Finding::severity).contains(Finding.Severity.WARNING);
    assertThat(only().read().grid().depth()).isEqualTo(2);
  }
}
