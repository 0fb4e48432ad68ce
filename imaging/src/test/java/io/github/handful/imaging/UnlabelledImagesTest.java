package io.github.handful.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files hold no images at all: whoever opened one would fail. */
class UnlabelledImagesTest {
  @TempDir private Path folder;

  private void write(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "no image");
    }
  }

  private List<String> names(Optional<String> split) {
    return UnlabelledImages.list(folder, split).files().stream()
        .map(file -> folder.relativize(file).toString().replace('\\', '/'))
        .toList();
  }

  @Test
  void imagesOfADataSetAreFoundWithoutItsMasks() throws IOException {
    write("images/a10.png", "images/a9.png", "masks/a9.png", "masks/a10.png");
    assertThat(names(Optional.empty())).containsExactly("images/a9.png", "images/a10.png");
  }

  @Test
  void masksBesideImagesAreToldByTheirNames() throws IOException {
    write("a.png", "a_mask.png", "b.png", "seg_b.png", "labelled.png", "c_mask.png");
    assertThat(names(Optional.empty()))
        .containsExactly("a.png", "b.png", "c_mask.png", "labelled.png");
  }

  @Test
  void splitNamedAdaptIsPreferredAndAnotherTakenIfAsked() throws IOException {
    write("images/a.png", "images/b.png", "images/c.png");
    Files.writeString(folder.resolve("split.csv"), "id,split\na,test\nb,adapt\nc,train\n");
    assertThat(names(Optional.empty())).containsExactly("images/b.png");
    assertThat(names(Optional.of("test"))).containsExactly("images/a.png");
    assertThat(UnlabelledImages.list(folder, Optional.empty()).choice()).contains("split adapt");
    assertThatThrownBy(() -> names(Optional.of("other")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("it has adapt, test, train");
  }

  @Test
  void tableNeedsNoMasks() throws IOException {
    write("x/a.png", "b.png");
    Files.writeString(
        folder.resolve("manifest.csv"), "image,mask,split\nx/a.png,,test\nb.png,nowhere.png,\n");
    assertThat(names(Optional.empty())).containsExactly("x/a.png", "b.png");
    assertThat(names(Optional.of("test"))).containsExactly("x/a.png");
  }

  @Test
  void oneFileIsAnImage() throws IOException {
    write("a.png");
    assertThat(UnlabelledImages.list(folder.resolve("a.png"), Optional.empty()).files())
        .containsExactly(folder.resolve("a.png"));
  }

  @Test
  void nothingAndNoImageAreNamed() throws IOException {
    assertThatThrownBy(() -> names(Optional.empty()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is empty");
    write("notes.txt");
    assertThatThrownBy(() -> names(Optional.empty()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("holds no image");
    assertThatThrownBy(() -> UnlabelledImages.list(folder.resolve("nowhere"), Optional.empty()))
        .hasMessageContaining("does not exist");
    write("a.png");
    assertThatThrownBy(() -> names(Optional.of("test"))).hasMessageContaining("no split table");
  }
}
