package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.handful.imaging.DataSet;
import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.ImageFiles;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.Sample;
import io.github.handful.imaging.VolumeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slices, and slabs with a mask of the middle slice, through convert. */
class PictureConvertTest {
  private static final int COLUMNS = 4;
  private static final int ROWS = 3;
  private static final int SLICES = 5;

  @TempDir private Path folder;
  private final CapturedConsole captured = new CapturedConsole();
  private Path data = Path.of("");
  private Path out = Path.of("");

  /** Sample {@code base + 100 z + x}; the second column of the mask is set. */
  private void slab(String id, float base) throws IOException {
    float[] samples = new float[COLUMNS * ROWS * SLICES];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = base + 100 * (i / (COLUMNS * ROWS)) + i % COLUMNS;
    }
    byte[] labels = new byte[COLUMNS * ROWS];
    for (int i = 1; i < labels.length; i += COLUMNS) {
      labels[i] = 1;
    }
    Files.createDirectories(data.resolve("images"));
    Files.createDirectories(data.resolve("labels"));
    VolumeFiles.write(
        data.resolve("images/" + id + ".nii.gz"),
        new Image(Grid.of(COLUMNS, ROWS, SLICES), 1, 1, samples));
    VolumeFiles.write(
        data.resolve("labels/" + id + ".nii.gz"), new LabelMap(COLUMNS, ROWS, labels));
  }

  @BeforeEach
  void draw() throws IOException {
    data = folder.resolve("data");
    out = folder.resolve("out");
    slab("a", -1000);
    slab("b", 5000);
    Files.writeString(data.resolve("split.csv"), "id,split\na,train\nb,test\n");
  }

  private int handful(String verb, String... options) {
    String[] args = new String[options.length + 2];
    args[0] = verb;
    args[1] = data.toString();
    System.arraycopy(options, 0, args, 2, options.length);
    return Main.run(captured.console(), args);
  }

  private int convert() {
    return handful("convert", "--out", out.toString(), "--slabs");
  }

  @Test
  void theMiddleSliceAndItsNeighboursAreTheColours() {
    assertThat(convert()).as(captured.err()).isZero();
    // Slices 1 to 3 of the slab that trains hold -900 to -697; the other lies above.
    assertThat(captured.out()).contains("2 pictures written", "-900.0 to -697.0 became 0 to 255");
    DataSet set = DataSet.open(out);
    assertThat(set.split()).containsEntry("a", "train").containsEntry("b", "test");
    Sample first = set.read(set.pairsOf("train").get(0));
    assertThat(first.image().channels()).isEqualTo(3);
    for (int c = 0; c < 3; c++) {
      for (int x = 0; x < COLUMNS; x++) {
        assertThat(first.image().at(c, 2, x)).isEqualTo(Math.round((100 * c + x) / 203f * 255));
        assertThat(first.labels().at(2, x)).isEqualTo(x == 1 ? 1 : 0);
      }
    }
    assertThat(set.read(set.pairsOf("test").get(0)).image().samples()).containsOnly(255);
  }

  @Test
  void slicesOfVolumesWithoutMasksArePictures() {
    Path file = data.resolve("images/a.nii.gz");
    String[] args = {"convert", file.toString(), "--out", out.toString(), "--slices"};
    assertThat(Main.run(captured.console(), args)).as(captured.err()).isZero();
    assertThat(captured.out()).contains("5 pictures written", "-1000 to -597.0 became 0 to 255");
    Image third = ImageFiles.read(out.resolve("images/a_002.png"));
    assertThat(third.channels()).isEqualTo(1);
    assertThat(third.at(0, 1, 3)).isEqualTo(Math.round(203 / 403f * 255));
    assertThat(out.resolve("masks")).doesNotExist();
  }

  /** Values of 8 bit stay; masks and splits go with their slices. */
  @Test
  void slicesOfLabelledVolumesKeepMasksAndSplit() throws IOException {
    float[] samples = new float[COLUMNS * ROWS * 2];
    byte[] labels = new byte[samples.length];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = 10 * i;
      labels[i] = (byte) (i / (COLUMNS * ROWS));
    }
    for (String id : new String[] {"a", "b"}) {
      VolumeFiles.write(
          data.resolve("images/" + id + ".nii.gz"),
          new Image(Grid.of(COLUMNS, ROWS, 2), 1, 1, samples));
      VolumeFiles.write(
          data.resolve("labels/" + id + ".nii.gz"),
          new LabelMap(Grid.of(COLUMNS, ROWS, 2), labels));
    }
    assertThat(handful("convert", "--out", out.toString(), "--slices")).as(captured.err()).isZero();
    DataSet set = DataSet.open(out);
    assertThat(set.split())
        .containsEntry("a_000", "train")
        .containsEntry("a_001", "train")
        .containsEntry("b_001", "test");
    Sample second = set.read(set.pairsOf("train").get(1));
    assertThat(second.image().at(0, 0, 2)).isEqualTo(140);
    assertThat(second.labels().count(1)).isEqualTo(COLUMNS * ROWS);
    assertThat(set.read(set.pairsOf("train").get(0)).labels().count(1)).isZero();
  }

  @Test
  void slicesAndSlabsExcludeEachOther() {
    assertThat(handful("convert", "--out", out.toString(), "--slabs", "--slices")).isEqualTo(2);
    assertThat(captured.err()).contains("--slabs and --slices exclude each other");
  }

  @Test
  void whatIsNoSlabIsRefusedAndNothingWritten() {
    VolumeFiles.write(
        data.resolve("images/b.nii.gz"),
        new Image(Grid.of(COLUMNS, ROWS, 4), 1, 1, new float[COLUMNS * ROWS * 4]));
    assertThat(convert()).isEqualTo(1);
    assertThat(captured.err()).contains("b.nii.gz is 4 x 3 x 4", "an odd number of slices");
    assertThat(out).doesNotExist();
  }

  @Test
  void inspectionSaysHowSlabsAreRead() {
    assertThat(handful("inspect")).isEqualTo(1);
    assertThat(captured.out()).contains("its mask", "handful convert --slabs");
  }

  @Test
  void formatsAreOfVolumes() {
    assertThat(handful("convert", "--out", out.toString(), "--slabs", "--format=mha")).isEqualTo(2);
    assertThat(captured.err()).contains("--format is for volumes, not for pictures");
  }
}
