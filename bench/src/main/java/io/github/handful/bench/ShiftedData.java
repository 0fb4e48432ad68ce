package io.github.handful.bench;

import io.github.handful.imaging.DataSet;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.ImageFiles;
import io.github.handful.imaging.Pair;
import io.github.handful.imaging.PicturePng;
import io.github.handful.imaging.VolumeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Writes a data set of pictures or volumes as another site might have made it. Its validation
 * images become those to adapt to, its test images stay; masks are copied.
 */
record ShiftedData(DataSet from, Path to) {
  private static final Map<String, String> SPLITS = Map.of("val", "adapt", "test", "test");

  /** Arguments: the data set and the folder of the new one. */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException("give the data set and a new folder");
    }
    new ShiftedData(DataSet.open(Path.of(args[0])), Path.of(args[1])).write();
  }

  void write() throws IOException {
    Files.createDirectories(to.resolve("images"));
    Files.createDirectories(to.resolve("labels"));
    StringBuilder table = new StringBuilder("id,split\n");
    for (String split : SPLITS.keySet().stream().sorted().toList()) {
      for (Pair pair : from.pairsOf(split)) {
        writeShifted(pair.image(), pair.id().hashCode());
        Files.copy(pair.mask(), to.resolve("labels").resolve(pair.mask().getFileName()));
        table.append(pair.id()).append(',').append(SPLITS.get(split)).append('\n');
      }
    }
    Files.writeString(to.resolve("split.csv"), table);
  }

  private void writeShifted(Path file, long seed) {
    boolean volume = VolumeFiles.isVolume(file);
    Shift shift = volume ? new VolumeShift() : new PictureShift();
    Image shifted = shift.of(ImageFiles.read(file), new SplittableRandom(seed));
    Path folder = to.resolve("images");
    if (volume) {
      VolumeFiles.write(folder.resolve(file.getFileName()), shifted);
    } else {
      PicturePng.write(folder.resolve(ImageFiles.stem(file) + ".png"), shifted);
    }
  }
}
