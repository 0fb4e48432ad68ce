import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.VolumeFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Reads volumes, writes them in every format and prints what was read, one JSON object a line. */
final class Rewrite {
  private static final List<String> EXTENSIONS = List.of(".nii.gz", ".nii", ".mha", ".nrrd");

  public static void main(String[] args) throws Exception {
    Path out = Files.createDirectories(Path.of(args[0]));
    for (int i = 1; i < args.length; i++) {
      Path file = Path.of(args[i]);
      try {
        Image image = VolumeFiles.read(file);
        for (String extension : EXTENSIONS) {
          VolumeFiles.write(out.resolve(i + extension), image);
        }
        String labels = labels(file, out, i);
        System.out.println(describe(file, i, image, labels));
      } catch (DataException e) {
        System.out.printf(
            "{\"file\": \"%s\", \"refused\": \"%s\"}%n", file, e.getMessage().replace("\"", "'"));
      }
    }
  }

  /** Volumes that are labels are written as such too. */
  private static String labels(Path file, Path out, int i) {
    Image volume;
    try {
      volume = VolumeFiles.readLabels(file);
    } catch (DataException e) {
      return "false";
    }
    byte[] bytes = new byte[volume.samples().length];
    for (int v = 0; v < bytes.length; v++) {
      if (volume.samples()[v] < 0 || volume.samples()[v] > 255) {
        return "false";
      }
      bytes[v] = (byte) volume.samples()[v];
    }
    for (String extension : EXTENSIONS) {
      VolumeFiles.write(out.resolve(i + "_labels" + extension), new LabelMap(volume.grid(), bytes));
    }
    return "true";
  }

  private static String describe(Path file, int i, Image image, String labels) {
    Grid grid = image.grid();
    StringBuilder steps = new StringBuilder();
    for (int c = 0; c < 3; c++) {
      for (int axis = 0; axis < 3; axis++) {
        steps.append(grid.placement().step(c, axis)).append(", ");
      }
      steps.append(grid.placement().origin().get(c)).append(c < 2 ? ", " : "");
    }
    double sum = 0;
    int count = grid.count();
    for (int v = 0; v < count; v++) {
      for (int c = 0; c < image.channels(); c++) {
        sum += image.samples()[c * count + v] * (double) (v % 251 + 1);
      }
    }
    return String.format(
        Locale.ROOT,
        "{\"file\": \"%s\", \"number\": %d, \"size\": [%d, %d, %d], \"channels\": %d, "
            + "\"labels\": %s, \"affine\": [%s], \"sum\": %s}",
        file,
        i,
        grid.width(),
        grid.height(),
        grid.depth(),
        image.channels(),
        labels,
        steps,
        sum);
  }
}
