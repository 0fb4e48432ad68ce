package io.github.handful.app;

import io.github.handful.imaging.PicturePng;
import io.github.handful.surfaces.SurfaceFiles;
import io.github.handful.surfaces.SurfacePhantom;
import io.github.handful.surfaces.SurfaceScan;
import java.nio.file.Path;
import java.util.Map;

/** B-scans of the retina as PNG files with their surfaces as tables; each is of another eye. */
record OctDrawing(SurfacePhantom phantom) implements PhantomDrawing {
  @Override
  public String name() {
    return "scan";
  }

  @Override
  public void write(long seed, int index, Path images, Path truth, String id) {
    SurfaceScan drawn = phantom.draw(seed, index, 0);
    PicturePng.write(images.resolve(id + ".png"), drawn.image());
    SurfaceFiles.write(truth.resolve(id + ".csv"), drawn.heights());
  }

  @Override
  public String size() {
    return "%d x %d pixels (grey)".formatted(phantom.width(), phantom.height());
  }

  @Override
  public String shown() {
    return "a foveal pit, drusen in some, vessel shadows and speckle";
  }

  @Override
  public String truth() {
    return "surfaces";
  }

  @Override
  public String meaning() {
    return "the row of each of %d surfaces in each column".formatted(SurfacePhantom.SURFACES);
  }

  @Override
  public Map<String, String> tables() {
    return Map.of("pixel_size.csv", phantom.pixelSize().table());
  }
}
