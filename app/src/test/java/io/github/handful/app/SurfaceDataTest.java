package io.github.handful.app;

import static io.github.handful.app.SurfaceTrial.copy;
import static io.github.handful.app.SurfaceTrial.draw;
import static io.github.handful.app.SurfaceTrial.handful;
import static io.github.handful.app.SurfaceTrial.setFirst;
import static io.github.handful.app.SurfaceTrial.succeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.surfaces.PixelSize;
import io.github.handful.surfaces.SurfaceDataSet;
import io.github.handful.surfaces.SurfacePhantom;
import io.github.handful.surfaces.SurfaceScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scans with surfaces drawn and inspected through the command line. */
class SurfaceDataTest {
  @TempDir private static Path shared;
  private static Path data = Path.of("");

  @TempDir private Path folder;
  private final CapturedConsole captured = new CapturedConsole();

  @BeforeAll
  static void drawOnce() {
    data = draw(shared.resolve("data"));
  }

  @Test
  void inspectionCountsScansAndProposesLimits() {
    succeeds(captured, "inspect", data);
    assertThat(captured.out())
        .contains("scans      9", "train (4)", "val (3)", "test (2)", "32 x 128 (9)")
        .contains("surfaces   9", "3.87 um between rows", "layers may have from");
  }

  @Test
  void inspectionNamesGapsAndFaults() throws IOException {
    Path copy = copy(data, folder);
    Files.delete(copy.resolve("pixel_size.csv"));
    // Half of the columns of the first scan, and surfaces of the second that cross.
    List<String> lines = Files.readAllLines(copy.resolve("surfaces/scan_000.csv"));
    Files.write(copy.resolve("surfaces/scan_000.csv"), lines.subList(0, 17));
    setFirst(copy.resolve("surfaces/scan_001.csv"), 5, "120");
    assertThat(handful(captured, "inspect", copy)).isEqualTo(1);
    assertThat(captured.out())
        .contains("scan_000: 50.0 % of the columns", "no pixel_size.csv")
        .containsOnlyOnce("in column 5;");
    assertThat(captured.err()).contains("training would stop");
  }

  @Test
  void inspectionOfSurfacesWritesNoPlan() {
    Path plan = folder.resolve("plan.yaml");
    assertThat(handful(captured, "inspect", data, "--write-plan", plan)).isEqualTo(2);
    assertThat(captured.err()).contains("--write-plan is not for surfaces");
    assertThat(plan).doesNotExist();
  }

  @Test
  void thePhantomIsADataSetOfExactSurfaces() {
    SurfaceDataSet set = SurfaceDataSet.open(data);
    assertThat(set.entries()).hasSize(9);
    assertThat(set.trainingEntries()).hasSize(4);
    assertThat(set.entriesOf("test")).hasSize(2);
    SurfacePhantom phantom = new SurfacePhantom(32, 128, SurfacePhantom.Noise.HIGH);
    PixelSize size = set.pixelSize().orElseThrow();
    assertThat(size.axial()).isEqualTo(3.87);
    assertThat(size.lateral()).isCloseTo(phantom.pixelSize().lateral(), within(1e-4));
    SurfaceScan drawn = phantom.draw(7, 4, 0);
    SurfaceScan read = set.read(set.entries().get(4));
    assertThat(read.image().samples()).isEqualTo(drawn.image().samples());
    assertThat(read.heights().rows())
        .usingComparatorWithPrecision(1e-4)
        .containsExactly(drawn.heights().rows());
  }

  @ParameterizedTest
  @CsvSource({
    "oct, --classes=2, --classes is not for phantoms of the kind oct",
    "lesion, --noise=low, --noise is not for phantoms of the kind lesion",
    "volume, --rows=128, --rows is not for phantoms of the kind volume",
    "oct, --rows=64, a phantom needs 16 to 4096 columns and 128 to 4096 rows"
  })
  void phantomsHaveTheOptionsOfTheirKind(String kind, String option, String part) {
    assertThat(handful(captured, "phantom", kind, "--out", folder.resolve("new"), option))
        .isEqualTo(2);
    assertThat(captured.err().lines()).hasSize(1);
    assertThat(captured.err()).contains(part);
  }
}
