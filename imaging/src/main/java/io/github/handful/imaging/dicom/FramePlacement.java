package io.github.handful.imaging.dicom;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Placement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the voxels of a grid that the pixels of a segmentation's frames are. */
final class FramePlacement {
  /** Voxels may be off by this part of the spacing, which is more than rounding does. */
  private static final double TOLERANCE = 0.1;

  private static final int MAX_DEPTH = 10_000;

  private final DicomFile file;
  private final FunctionalGroups groups;
  private final Grid grid;
  private final Map<String, Integer> sliceOf;

  private FramePlacement(
      DicomFile file, FunctionalGroups groups, Grid grid, Map<String, Integer> sliceOf) {
    this.file = file;
    this.groups = groups;
    this.grid = grid;
    this.sliceOf = sliceOf;
  }

  /**
   * The first voxel of a frame, and where its next column and its next row lie.
   *
   * @param start voxel coordinates of the first pixel
   */
  record Steps(long[] start, long[] column, long[] row) {
    /** Index into the voxels, or -1 outside the grid. */
    int index(Grid grid, int i, int j) {
      long x = start[0] + i * column[0] + j * row[0];
      long y = start[1] + i * column[1] + j * row[1];
      long z = start[2] + i * column[2] + j * row[2];
      boolean inside =
          x >= 0 && y >= 0 && z >= 0 && x < grid.width() && y < grid.height() && z < grid.depth();
      return inside ? (int) ((z * grid.height() + y) * grid.width() + x) : -1;
    }
  }

  /** Onto the grid of a series; frames without a position go where their source image is. */
  static FramePlacement onto(DicomFile file, DicomSeries source) {
    Map<String, Integer> sliceOf = new HashMap<>();
    List<Slice> slices = source.slices();
    for (int k = 0; k < slices.size(); k++) {
      sliceOf.put(key(slices.get(k).sopInstance(), slices.get(k).frame()), k);
    }
    FunctionalGroups groups = new FunctionalGroups(file.attributes());
    return new FramePlacement(file, groups, source.grid(), sliceOf);
  }

  /** Onto the smallest grid that holds all frames. */
  static FramePlacement own(DicomFile file, FunctionalGroups groups, List<Slice> frames) {
    Slice first = frames.get(0);
    double x = first.spacing().map(Slice.PixelSpacing::column).orElse(1.0);
    double y = first.spacing().map(Slice.PixelSpacing::row).orElse(1.0);
    if (frames.stream().allMatch(frame -> frame.plane().isEmpty())) {
      Map<String, Integer> sliceOf = new LinkedHashMap<>();
      for (Slice frame : frames) {
        sliceOf.putIfAbsent(sourceKey(groups, frame.frame()), sliceOf.size());
      }
      Placement placement = Placement.NONE.withSpacing(x, y, 1);
      Grid grid = grid(file, first, sliceOf.size(), placement);
      return new FramePlacement(file, groups, grid, sliceOf);
    }
    Plane lowest = lowest(file, frames);
    TreeSet<Double> heights = heights(lowest, frames);
    double step = step(file, heights, first.step());
    double depth = Math.rint(heights.last() / step) + 1;
    if (depth > MAX_DEPTH) {
      throw file.damaged("its frames are %.0f mm apart".formatted(heights.last()));
    }
    Grid grid = grid(file, first, (int) depth, lowest.placement(x, y, step));
    return new FramePlacement(file, groups, grid, Map.of());
  }

  private static Grid grid(DicomFile file, Slice first, int depth, Placement placement) {
    if ((long) first.columns() * first.rows() * depth > Integer.MAX_VALUE - 8) {
      throw new DataException(
          "%s spans %d x %d x %d voxels, more than one label map can have; crop it."
              .formatted(file.file(), first.columns(), first.rows(), depth));
    }
    return new Grid(first.columns(), first.rows(), depth, placement);
  }

  private static Plane lowest(DicomFile file, List<Slice> frames) {
    Optional<Plane> lowest = frames.get(0).plane();
    for (Slice frame : frames) {
      if (lowest.isEmpty()
          || frame.plane().isEmpty()
          || !frame.plane().get().isParallel(lowest.get())) {
        throw new DataException(
            file.file()
                + " has frames of several orientations, or without one; read it with its series.");
      }
      if (frame.plane().get().height() < lowest.get().height()) {
        lowest = frame.plane();
      }
    }
    return lowest.orElseThrow();
  }

  /** Different heights above the lowest plane, from 0 on. */
  private static TreeSet<Double> heights(Plane lowest, List<Slice> frames) {
    TreeSet<Double> heights = new TreeSet<>();
    for (Slice frame : frames) {
      Vector3 position = frame.plane().orElseThrow().position();
      double height = position.minus(lowest.position()).dot(lowest.normal());
      Double below = heights.floor(height + StackSplitter.SAME_PLACE);
      if (below == null || height - below > StackSplitter.SAME_PLACE) {
        heights.add(height);
      }
    }
    return heights;
  }

  /** Empty frames are left out, so gaps may be several steps wide. */
  private static double step(DicomFile file, TreeSet<Double> heights, double stated) {
    if (heights.size() == 1) {
      return stated > 0 ? stated : 1;
    }
    if (stated > 0 && areMultiples(heights, stated)) {
      return stated;
    }
    double least = Double.POSITIVE_INFINITY;
    double before = heights.first();
    for (double height : heights.tailSet(before, false)) {
      least = Math.min(least, height - before);
      before = height;
    }
    if (!areMultiples(heights, least)) {
      throw new DataException(
          file.file() + " has frames at uneven distances; read it with its series.");
    }
    return least;
  }

  private static boolean areMultiples(TreeSet<Double> heights, double step) {
    return heights.stream()
        .allMatch(height -> Math.abs(height / step - Math.rint(height / step)) < TOLERANCE);
  }

  Grid grid() {
    return grid;
  }

  /**
   * Where the pixels of a frame lie.
   *
   * @throws DataException where they are not voxels of the grid
   */
  Steps steps(Slice frame) {
    if (frame.plane().isEmpty()) {
      return ofSource(frame);
    }
    Plane plane = frame.plane().get();
    double x = frame.spacing().map(Slice.PixelSpacing::column).orElse(1.0);
    double y = frame.spacing().map(Slice.PixelSpacing::row).orElse(1.0);
    Placement place = grid.placement();
    Vector3 origin =
        new Vector3(place.origin().get(0), place.origin().get(1), place.origin().get(2));
    long[] start = voxels(plane.position().minus(origin), 1);
    long[] column = voxels(plane.row().times(x), frame.columns());
    long[] row = voxels(plane.column().times(y), frame.rows());
    return new Steps(start, column, row);
  }

  private Steps ofSource(Slice frame) {
    Integer slice = sliceOf.get(sourceKey(groups, frame.frame()));
    if (slice == null || frame.columns() != grid.width() || frame.rows() != grid.height()) {
      throw otherGrid("does not say where in the series its frames lie");
    }
    return new Steps(new long[] {0, 0, slice}, new long[] {1, 0, 0}, new long[] {0, 1, 0});
  }

  /** A distance in whole voxels; {@code count} of it together may be off by one tolerance. */
  private long[] voxels(Vector3 distance, int count) {
    Placement place = grid.placement();
    long[] voxels = new long[3];
    for (int axis = 0; axis < 3; axis++) {
      Vector3 unit =
          new Vector3(
              place.direction().get(axis),
              place.direction().get(3 + axis),
              place.direction().get(6 + axis));
      double exact = distance.dot(unit) / place.spacing().get(axis);
      voxels[axis] = Math.round(exact);
      // Over a whole row the error may add up to a few tolerances, still less than half a voxel.
      double allowed = count == 1 ? TOLERANCE : 0.4 / count;
      if (!(Math.abs(exact - voxels[axis]) < allowed)) {
        throw otherGrid("lies on another voxel grid than the series");
      }
    }
    return voxels;
  }

  private DataException otherGrid(String what) {
    return new DataException(
        "%s %s; give the series it was made for, or resample it.".formatted(file.file(), what));
  }

  /** What a frame was derived from. */
  private static String sourceKey(FunctionalGroups groups, int frame) {
    return groups
        .group(frame, Tag.DERIVATION_IMAGE_SEQUENCE)
        .flatMap(derivation -> derivation.item(Tag.SOURCE_IMAGE_SEQUENCE))
        .map(
            image ->
                key(
                    image.text(Tag.REFERENCED_SOP_INSTANCE_UID).orElse(""),
                    image.integer(Tag.REFERENCED_FRAME_NUMBER).orElse(1) - 1))
        .orElse("");
  }

  private static String key(String sopInstance, int frame) {
    return sopInstance + " " + frame;
  }
}
