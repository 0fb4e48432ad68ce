package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.handful.imaging.Image;
import io.github.handful.imaging.PicturePng;
import io.github.handful.surfaces.PixelSize;
import io.github.handful.surfaces.SurfaceDataSet;
import io.github.handful.surfaces.SurfaceDataSet.Entry;
import io.github.handful.surfaces.SurfaceScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Data sets of surfaces through convert. */
class SurfaceConvertTest {
  @TempDir private Path folder;
  private final CapturedConsole captured = new CapturedConsole();
  private Path data = Path.of("");
  private Path out = Path.of("");

  /** Two scans of four columns and three rows; sample x + 10 z. */
  @BeforeEach
  void draw() throws IOException {
    data = folder.resolve("data");
    out = folder.resolve("out");
    Files.createDirectories(data.resolve("images"));
    Files.createDirectories(data.resolve("surfaces"));
    for (String id : new String[] {"a", "b"}) {
      float[] samples = new float[12];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = i % 4 + 10 * (i / 4);
      }
      PicturePng.write(
          data.resolve("images").resolve(id + ".png"), new Image(4, 3, 1, 255, samples));
    }
    Files.writeString(data.resolve("surfaces/a.csv"), "1.5,1.25,2,2.5\n");
    Files.writeString(data.resolve("surfaces/b.csv"), "column,s\n0,1\n1,1\n");
    Files.writeString(data.resolve("split.csv"), "id,split\nb,test\na,train\n");
    Files.writeString(data.resolve("pixel_size.csv"), "axial_um,lateral_um\n3.87,14.2\n");
  }

  private int convert(Object... more) {
    String[] args =
        Stream.concat(Stream.of("convert", data, "--out", out), Arrays.stream(more))
            .map(Object::toString)
            .toArray(String[]::new);
    return Main.run(captured.console(), args);
  }

  @Test
  void rangesOfColumnsBecomeScansOfTheirOwn() {
    assertThat(convert("--columns=0-1,1-3")).as(captured.err()).isZero();
    SurfaceDataSet parts = SurfaceDataSet.open(out);
    assertThat(parts.entries())
        .extracting(Entry::id)
        .containsExactly("a_0-1", "a_1-3", "b_0-1", "b_1-3");
    assertThat(parts.pixelSize()).contains(new PixelSize(3.87, 14.2));
    assertThat(parts.entriesOf("train")).extracting(Entry::id).containsExactly("a_0-1", "a_1-3");
    SurfaceScan part = parts.read(parts.entries().get(1));
    assertThat(part.image().samples()).containsExactly(1, 2, 3, 11, 12, 13, 21, 22, 23);
    assertThat(part.heights().rows()).containsExactly(0.25, 1, 1.5);
  }

  @Test
  void wholeScansAreWrittenAsPicturesAndTables() throws IOException {
    assertThat(convert()).as(captured.err()).isZero();
    assertThat(out.resolve("surfaces/a.csv"))
        .hasContent("column,surface 1\n0,0.5000\n1,0.2500\n2,1.0000\n3,1.5000\n");
    assertThat(Files.readAllBytes(out.resolve("images/a.png")))
        .isEqualTo(Files.readAllBytes(data.resolve("images/a.png")));
  }

  @Test
  void aRangeWithoutAnnotationIsLeftOutAndSaid() {
    assertThat(convert("--columns=2-3")).as(captured.err()).isZero();
    assertThat(captured.err()).contains("b_2-3 has no annotated column and is left out");
    assertThat(SurfaceDataSet.open(out).entries()).extracting(Entry::id).containsExactly("a_2-3");
  }

  @ParameterizedTest
  @CsvSource({
    "--columns=2-4, 'a has 4 columns, counted from 0, and none of number 4'",
    "--columns=3-2, '3-2'' is no range of columns'",
    "--split, --split is for volumes"
  })
  void whatCannotBeIsRefused(String option, String part) {
    assertThat(convert(option)).isNotZero();
    assertThat(captured.err()).contains(part);
  }

  @Test
  void aDataSetIsNotConvertedIntoItself() {
    out = data;
    assertThat(convert("--overwrite")).isNotZero();
    assertThat(captured.err()).contains("would be mixed with its own result");
  }

  @Test
  @Tag("realdata")
  void theCircularScanIsCutIntoHalves() {
    data = Path.of(System.getProperty("handful.data", "none"), "oct_surfaces_circular");
    Assumptions.assumeTrue(Files.isDirectory(data));
    assertThat(convert("--columns=0-383,384-767")).as(captured.err()).isZero();
    SurfaceDataSet halves = SurfaceDataSet.open(out);
    assertThat(halves.read(halves.entries()))
        .hasSize(2)
        .allSatisfy(scan -> assertThat(scan.heights().count()).isEqualTo(9))
        .allSatisfy(scan -> assertThat(scan.image().width()).isEqualTo(384));
  }
}
