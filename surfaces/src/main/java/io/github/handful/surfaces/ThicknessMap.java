package io.github.handful.surfaces;

import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.DataException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * The thickness of each layer in each column of several B-scans, in micrometres.
 *
 * @param ids of the scans
 * @param scans their surfaces, all of the same number
 */
public record ThicknessMap(List<String> ids, List<SurfaceHeights> scans, PixelSize pixelSize) {
  public ThicknessMap {
    ids = List.copyOf(ids);
    scans = List.copyOf(scans);
  }

  /** The thickness of the layer below a surface, NaN where it is not annotated on both sides. */
  public double micrometres(int scan, int layer, int x) {
    SurfaceHeights heights = scans.get(scan);
    return pixelSize.axial() * (heights.at(layer + 1, x) - heights.at(layer, x));
  }

  /**
   * Writes a CSV table with a line for each scan and column and a cell for each layer. The file
   * appears whole or not at all.
   *
   * @throws DataException where it cannot be written
   */
  public void write(Path file) {
    int layers = scans.isEmpty() ? 0 : scans.get(0).count() - 1;
    StringJoiner header = new StringJoiner(",", "id,column,", "\n");
    for (int k = 1; k <= layers; k++) {
      header.add("layer " + k + " um");
    }
    StringBuilder text = new StringBuilder(header.toString());
    for (int scan = 0; scan < scans.size(); scan++) {
      for (int x = 0; x < scans.get(scan).width(); x++) {
        StringJoiner line = new StringJoiner(",", ids.get(scan) + "," + x + ",", "\n");
        for (int k = 0; k < layers; k++) {
          double thickness = micrometres(scan, k, x);
          line.add(Double.isNaN(thickness) ? "" : String.format(Locale.ROOT, "%.2f", thickness));
        }
        text.append(line);
      }
    }
    AtomicFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
