package io.github.handful.imaging;

/**
 * The three ways to look at a volume whose axes run to the patient's left, back and head: with the
 * head or the front at the top and the patient's left on the right, as radiologists do.
 */
public enum SlicePlane {
  AXIAL(0, 1, 2),
  CORONAL(0, 2, 1),
  SAGITTAL(1, 2, 0);

  private static final int UPWARDS = 2;

  private final int across;
  private final int down;
  private final int through;

  SlicePlane(int across, int down, int through) {
    this.across = across;
    this.down = down;
    this.through = through;
  }

  /**
   * The slice through a voxel as a picture with square pixels.
   *
   * @param volume with the axes of the patient ({@link Orientation#toCanonical(Image)})
   * @param voxel column, row and slice
   * @param side pixels of the picture's long side
   */
  public Image cut(Image volume, int[] voxel, int side) {
    Grid grid = volume.grid();
    int width = grid.size(across);
    int height = grid.size(down);
    float[] samples = new float[volume.channels() * width * height];
    for (int c = 0; c < volume.channels(); c++) {
      for (int i = 0; i < width * height; i++) {
        samples[c * width * height + i] =
            volume.samples()[c * grid.count() + index(grid, voxel, i % width, i / width)];
      }
    }
    int[] size = size(grid, side);
    return Resampling.resize(
        new Image(width, height, volume.channels(), volume.maximum(), samples), size[0], size[1]);
  }

  /** The classes of the slice, on the grid of the other form's picture. */
  public LabelMap cut(LabelMap volume, int[] voxel, int side) {
    Grid grid = volume.grid();
    int width = grid.size(across);
    byte[] labels = new byte[width * grid.size(down)];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = volume.labels()[index(grid, voxel, i % width, i / width)];
    }
    int[] size = size(grid, side);
    return Resampling.resize(new LabelMap(width, grid.size(down), labels), size[0], size[1]);
  }

  private int index(Grid grid, int[] voxel, int u, int v) {
    int[] at = voxel.clone();
    at[across] = u;
    at[down] = down == UPWARDS ? grid.size(down) - 1 - v : v;
    at[through] = voxel[through];
    return (at[2] * grid.height() + at[1]) * grid.width() + at[0];
  }

  private int[] size(Grid grid, int side) {
    double width = grid.size(across) * grid.placement().spacing().get(across);
    double height = grid.size(down) * grid.placement().spacing().get(down);
    double scale = side / Math.max(width, height);
    return new int[] {
      (int) Math.max(1, Math.round(width * scale)), (int) Math.max(1, Math.round(height * scale))
    };
  }
}
