package io.github.handful.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.handful.imaging.DataSet;
import io.github.handful.imaging.ImageFiles;
import io.github.handful.imaging.LesionPhantom;
import io.github.handful.imaging.MaskPng;
import io.github.handful.imaging.Pair;
import io.github.handful.imaging.PicturePng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShiftedDataTest {
  @TempDir private Path folder;

  @Test
  void validationImagesBecomeThoseToAdaptTo() throws IOException {
    Path site = folder.resolve("site");
    Files.createDirectories(site.resolve("images"));
    Files.createDirectories(site.resolve("masks"));
    StringBuilder split = new StringBuilder("id,split\n");
    for (String name : new String[] {"train", "val", "test"}) {
      LesionPhantom.Phantom drawn = LesionPhantom.lesion(32, 1, name.length());
      PicturePng.write(site.resolve("images/" + name + ".png"), drawn.image());
      MaskPng.write(site.resolve("masks/" + name + ".png"), drawn.labels(), 2);
      split.append(name).append(',').append(name).append('\n');
    }
    Files.writeString(site.resolve("split.csv"), split);
    Path to = folder.resolve("shifted");

    new ShiftedData(DataSet.open(site), to).write();

    DataSet shifted = DataSet.open(to);
    assertThat(shifted.pairsOf("adapt")).extracting(Pair::id).containsExactly("val");
    assertThat(shifted.pairsOf("test")).extracting(Pair::id).containsExactly("test");
    assertThat(shifted.pairs()).hasSize(2);
    Path mask = shifted.pairsOf("test").get(0).mask();
    assertThat(mask).hasSameBinaryContentAs(site.resolve("masks/test.png"));
    float[] samples = ImageFiles.read(shifted.pairsOf("test").get(0).image()).samples();
    assertThat(samples).hasSameSizeAs(ImageFiles.read(site.resolve("images/test.png")).samples());
    assertThat(samples[0]).isBetween(0.1f * 255, 0.9f * 255);
  }
}
