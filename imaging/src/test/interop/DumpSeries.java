import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.Placement;
import io.github.handful.imaging.dicom.DicomListing;
import io.github.handful.imaging.dicom.DicomSeries;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads every path given and writes its first series as raw floats and its geometry as text. */
final class DumpSeries {
  private DumpSeries() {}

  public static void main(String[] arguments) throws IOException {
    Path out = Path.of(arguments[0]);
    for (int i = 1; i < arguments.length; i++) {
      try {
        dump(out, i, Path.of(arguments[i]));
      } catch (DataException e) {
        System.out.println(i + "\trefused\t" + arguments[i] + "\t" + e.getMessage());
      }
    }
  }

  private static void dump(Path out, int number, Path path) throws IOException {
    DicomListing listing = DicomSeries.list(path);
    if (listing.series().isEmpty()) {
      System.out.println(number + "\tsegmentation\t" + path);
      return;
    }
    DicomSeries series = listing.series().get(0);
    Image image = series.read();
    ByteBuffer bytes =
        ByteBuffer.allocate(4 * image.samples().length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(image.samples());
    Files.write(out.resolve(number + ".raw"), bytes.array());
    Placement place = image.grid().placement();
    System.out.printf(
        "%d\tread\t%s\t%d %d %d %d\t%s %s %s\t%s\t%s%n",
        number,
        path,
        image.width(),
        image.height(),
        image.depth(),
        image.channels(),
        place.spacing(),
        place.origin(),
        place.direction(),
        series.modality(),
        series.findings());
  }
}
