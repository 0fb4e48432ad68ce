package io.github.handful.imaging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the axes of an NRRD file mean: up to three of space, and one more that is either the first,
 * for the channels of a voxel, or the last, for frames.
 *
 * @param first the file's number of the first axis of space
 * @param spatial how many axes of space there are
 */
record NrrdAxes(long[] sizes, long channels, long frames, int first, int spatial, int dimension) {
  private static final Pattern VECTOR = Pattern.compile("none|\\(([^)]*)\\)");

  static NrrdAxes of(TextHeader header) {
    long dimension = header.integer("dimension", 0);
    if (dimension < 2 || dimension > 4) {
      throw new DataException(
          "%s has %d axes, and volumes with at most one more axis, for channels or frames, are read; save the volume that is meant alone."
              .formatted(header.file(), dimension));
    }
    int n = (int) dimension;
    long[] all = header.integers("sizes", header.required("sizes"), n);
    int other = otherAxis(header, n).orElse(-1);
    if (other > 0 && other < n - 1) {
      throw new DataException(
          header.file()
              + " has channels or frames between its axes of space; make that axis the first or last one.");
    }
    int first = other == 0 ? 1 : 0;
    int spatial = other < 0 ? n : n - 1;
    if (spatial < 2 || spatial > 3) {
      throw header.bad("kinds", header.text("kinds", "space directions").orElse(""));
    }
    long[] sizes = {1, 1, 1};
    System.arraycopy(all, first, sizes, 0, spatial);
    return new NrrdAxes(
        sizes, other == 0 ? all[0] : 1, other > 0 ? all[other] : 1, first, spatial, n);
  }

  /** The axis that is none of space; without any hint the last one of four. */
  private static OptionalInt otherAxis(TextHeader header, int n) {
    List<Integer> found = new ArrayList<>();
    String[] kinds = header.text("kinds").map(k -> k.trim().split("\\s+")).orElse(new String[0]);
    List<Optional<double[]>> directions = directions(header, n);
    for (int axis = 0; axis < n; axis++) {
      boolean none = !directions.isEmpty() && directions.get(axis).isEmpty();
      String kind = axis < kinds.length ? kinds[axis].toLowerCase(Locale.ROOT) : "domain";
      if (none || !kind.matches("domain|space|\\?\\?\\?|none")) {
        found.add(axis);
      }
      if (kind.equals("complex")) {
        throw new DataException(
            header.file() + " holds complex numbers, which are not read; save their magnitude.");
      }
    }
    if (found.size() > 1) {
      throw header.bad("kinds", header.text("kinds", "space directions").orElse(""));
    }
    if (found.isEmpty()) {
      return n == 4 ? OptionalInt.of(3) : OptionalInt.empty();
    }
    return OptionalInt.of(found.get(0));
  }

  /** One vector for each axis of the file, or nothing for those that are not of space. */
  private static List<Optional<double[]>> directions(TextHeader header, int n) {
    Optional<String> text = header.text("space directions");
    List<Optional<double[]>> vectors = new ArrayList<>();
    if (text.isEmpty()) {
      return vectors;
    }
    Matcher matcher = VECTOR.matcher(text.get());
    while (matcher.find()) {
      vectors.add(
          Optional.ofNullable(matcher.group(1)).map(inside -> vector(header, text.get(), inside)));
    }
    if (vectors.size() != n) {
      throw header.bad("space directions", text.get());
    }
    return vectors;
  }

  /** Two or three coordinates, the missing one 0. */
  private static double[] vector(TextHeader header, String field, String inside) {
    int count = inside.trim().split("[\\s,]+").length;
    if (count != 2 && count != 3) {
      throw header.bad("space", field);
    }
    return Arrays.copyOf(header.numbers("space directions", inside, count), 3);
  }

  /**
   * Steps and origin in this program's axes.
   *
   * @throws DataException for spaces and units that are not known
   */
  VoxelAxes place(TextHeader header) {
    List<Optional<double[]>> directions = directions(header, dimension);
    if (directions.isEmpty()) {
      return unplaced(header);
    }
    double[][] steps = new double[3][3];
    for (int axis = 0; axis < spatial; axis++) {
      steps[axis] =
          directions.get(first + axis).orElseThrow(() -> header.bad("space directions", "none"));
    }
    double[] origin =
        header
            .text("space origin")
            .map(t -> vector(header, t, t.replaceAll("[()]", "")))
            .orElseGet(() -> new double[3]);
    VoxelAxes axes = new VoxelAxes(steps, origin).times(millimetres(header));
    String space = header.text("space").orElse("").toLowerCase(Locale.ROOT);
    return switch (space) {
      case "right-anterior-superior", "ras" -> axes.flipped(-1, -1);
      case "left-anterior-superior", "las" -> axes.flipped(1, -1);
      case "left-posterior-superior", "lps" -> axes;
      // Spaces without anatomy are taken as they are, as ITK does.
      case "", "scanner-xyz", "3d-right-handed", "3d-left-handed" -> axes;
      default ->
          throw new DataException(
              "%s lies in the unknown space %s; save it in left-posterior-superior."
                  .formatted(header.file(), space));
    };
  }

  private VoxelAxes unplaced(TextHeader header) {
    double[] spacing = {1, 1, 1};
    header
        .text("spacings")
        .map(t -> header.numbers("spacings", t, dimension))
        .ifPresent(all -> System.arraycopy(all, first, spacing, 0, spatial));
    for (int axis = 0; axis < 3; axis++) {
      spacing[axis] = Math.abs(spacing[axis]);
    }
    double[][] unit = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    return VoxelAxes.of(unit, spacing, new double[3]);
  }

  private static double millimetres(TextHeader header) {
    String units = header.text("space units").orElse("\"mm\"");
    String unit = units.trim().split("[\\s\"]+", 3)[units.trim().startsWith("\"") ? 1 : 0];
    return switch (unit) {
      case "", "mm", "???", "millimeter", "millimetre" -> 1;
      case "cm" -> 10;
      case "m" -> 1000;
      case "um", "µm", "micron", "Âµm" -> 0.001;
      default ->
          throw new DataException(
              "%s has the unknown unit of length %s; save it in mm."
                  .formatted(header.file(), unit));
    };
  }
}
