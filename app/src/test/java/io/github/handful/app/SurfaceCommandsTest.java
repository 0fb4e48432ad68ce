package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.surfaces.PixelSize;
import io.github.handful.surfaces.SurfaceDataSet;
import io.github.handful.surfaces.SurfacePhantom;
import io.github.handful.surfaces.SurfaceScan;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** B-scans with surfaces through every verb, from the phantom to the evaluation. */
class SurfaceCommandsTest {
  @TempDir private static Path shared;
  private static Path data = Path.of("");

  @TempDir private Path folder;
  private final CapturedConsole captured = new CapturedConsole();

  private static int handful(CapturedConsole captured, Object... args) {
    return Main.run(
        captured.console(), Arrays.stream(args).map(Object::toString).toArray(String[]::new));
  }

  private void succeeds(Object... args) {
    assertThat(handful(captured, args)).as(captured.err()).isZero();
  }

  @BeforeAll
  static void drawOnce() {
    CapturedConsole captured = new CapturedConsole();
    data = shared.resolve("data");
    assertThat(
            handful(
                captured,
                "phantom",
                "oct",
                "--out",
                data,
                "--size=32",
                "--rows=128",
                "--count=9",
                "--train=4",
                "--noise=high",
                "--seed=7"))
        .as(captured.err())
        .isZero();
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
