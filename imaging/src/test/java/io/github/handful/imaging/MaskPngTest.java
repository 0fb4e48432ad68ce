package io.github.handful.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskPngTest {
  @TempDir Path folder;

  @Test
  void twoClassesAreBlackAndWhiteAndReadBack() {
    Path file = folder.resolve("a.png");
    LabelMap labels = new LabelMap(3, 1, new byte[] {0, 1, 0});

    MaskPng.write(file, labels, 2);

    assertThat(ImageFiles.read(file).samples()).containsExactly(0, 255, 0);
    assertThat(LabelFiles.read(file, LabelFiles.infer(List.of(file))).labels())
        .containsExactly(0, 1, 0);
  }

  @Test
  void severalClassesReadBackAlsoWhereAFileLacksSome() {
    Path all = folder.resolve("a.png");
    Path some = folder.resolve("b.png");
    Path none = folder.resolve("c.png");
    MaskPng.write(all, new LabelMap(2, 2, new byte[] {3, 1, 2, 0}), 4);
    MaskPng.write(some, new LabelMap(2, 1, new byte[] {0, 1}), 4);
    MaskPng.write(none, new LabelMap(2, 1, new byte[] {0, 0}), 4);

    LabelEncoding encoding = LabelFiles.infer(List.of(none, some, all));

    assertThat(LabelFiles.read(all, encoding).labels()).containsExactly(3, 1, 2, 0);
    assertThat(LabelFiles.read(some, encoding).labels()).containsExactly(0, 1);
    assertThat(LabelFiles.read(none, encoding).labels()).containsExactly(0, 0);
  }

  @Test
  void probabilitiesAreSixteenBit() {
    Path file = folder.resolve("a.png");

    MaskPng.write16(file, 5, 1, new float[] {0, 0.25f, 1, -1, 2});

    Image image = ImageFiles.read(file);
    assertThat(image.samples()).containsExactly(0, 16384, 65535, 0, 65535);
    assertThat(image.maximum()).isEqualTo(65535);
  }

  @Test
  void nothingButTheResultIsLeftInTheFolder() throws IOException {
    Path file = folder.resolve("a.png");
    MaskPng.write(file, new LabelMap(1, 1, new byte[] {0}), 2);
    MaskPng.write(file, new LabelMap(1, 1, new byte[] {1}), 2);
    Path folderInTheWay = Files.createDirectories(folder.resolve("b.png/full"));

    assertThatThrownBy(
            () -> MaskPng.write(folderInTheWay.getParent(), new LabelMap(1, 1, new byte[1]), 2))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("b.png");
    assertThatThrownBy(
            () -> MaskPng.write(folder.resolve("x/a.png"), new LabelMap(1, 1, new byte[1]), 2))
        .isInstanceOf(DataException.class);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("a.png", "b.png");
    }
    assertThat(ImageFiles.read(file).samples()).containsExactly(255);
  }

  @Test
  void aClassBeyondTheModelIsRefused() {
    assertThatThrownBy(
            () -> MaskPng.write(folder.resolve("a.png"), new LabelMap(1, 1, new byte[] {2}), 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void allClassColoursDiffer() {
    assertThat(IntStream.range(0, 256).map(ClassColours::of).distinct().count()).isEqualTo(256);
  }
}
