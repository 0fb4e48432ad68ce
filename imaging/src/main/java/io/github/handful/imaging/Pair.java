package io.github.handful.imaging;

import java.nio.file.Path;
import java.util.List;

/** An image and its mask file, under the name that both share. */
public record Pair(ImageSource source, Path mask) {
  /** An image in one file. */
  public Pair(String id, Path image, Path mask) {
    this(new ImageSource(id, List.of(image)), mask);
  }

  public String id() {
    return source.id();
  }

  /** The file of the image, the first of several. */
  public Path image() {
    return source.file();
  }

  /**
   * Compares the grids by the file headers alone.
   *
   * @throws DataException where size or place differ, or a header cannot be read
   */
  public void requireSameGrid() {
    Grid grid = ImageFiles.grid(image());
    Grid maskGrid = ImageFiles.grid(mask);
    if (!grid.sameSize(maskGrid)) {
      String unit = grid.isVolume() || maskGrid.isVolume() ? "voxels" : "pixels";
      String remedy =
          maskGrid.sameSize(Grid.of(grid.width(), grid.height()))
              ? "if it is of the middle slice, make pictures of both with handful convert --slabs"
              : "export the mask at the size of the image";
      throw new DataException(
          "%s is %s %s but its mask %s is %s; %s."
              .formatted(image(), grid.describe(), unit, mask, maskGrid.describe(), remedy));
    }
    if (!grid.matches(maskGrid)) {
      throw new DataException(
          "%s and its mask %s lie at different places (%s); resample the mask onto the image."
              .formatted(image(), mask, grid.placement().difference(maskGrid.placement())));
    }
  }
}
