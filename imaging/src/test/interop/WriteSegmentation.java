import io.github.handful.imaging.Grid;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.dicom.DicomSegmentation;
import io.github.handful.imaging.dicom.DicomSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;

/** Writes an asymmetric pattern of two classes as a segmentation of a series, and as raw bytes. */
final class WriteSegmentation {
  private WriteSegmentation() {}

  public static void main(String[] arguments) throws IOException {
    DicomSeries series = DicomSeries.list(Path.of(arguments[0])).series().get(0);
    Path file = Path.of(arguments[1]);
    Grid grid = series.grid();
    byte[] labels = new byte[grid.count()];
    for (int z = 0; z < grid.depth(); z++) {
      for (int y = 0; y < grid.height(); y++) {
        for (int x = 0; x < grid.width(); x++) {
          boolean first = x < grid.width() / 3 && y < grid.height() / 2 && z > 0;
          boolean second = x > grid.width() / 2 && y % 7 < 3 && z != 1;
          labels[(z * grid.height() + y) * grid.width() + x] = (byte) (first ? 1 : second ? 2 : 0);
        }
      }
    }
    LabelMap map = new LabelMap(grid, labels);
    DicomSegmentation.write(
        file,
        map,
        List.of("background", "Liver", "Gefäß"),
        series,
        LocalDateTime.of(2026, 11, 23, 12, 30));
    Files.write(Path.of(arguments[1] + ".raw"), labels);
    for (DicomSegmentation read :
        List.of(DicomSegmentation.read(file, series), DicomSegmentation.read(file))) {
      System.out.printf(
          "%s %s %s same=%s%n",
          read.labels().grid().describe(),
          read.names(),
          read.findings(),
          Arrays.equals(read.labels().labels(), labels));
    }
  }
}
