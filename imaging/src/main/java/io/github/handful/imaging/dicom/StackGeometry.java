package io.github.handful.imaging.dicom;

import io.github.handful.imaging.Finding;
import io.github.handful.imaging.Finding.Severity;
import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Placement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The voxel grid of a stack of slices, and what stands against it: gaps, uneven distances, several
 * slices at one place, slices that shift sideways as with a tilted gantry.
 *
 * @param findings with severity ERROR where a grid would misplace voxels
 */
record StackGeometry(Grid grid, List<Finding> findings) {
  /** A slice this part of the spacing off its place is reported. */
  private static final double NOTICEABLE = 0.02;

  /** A slice this part of the spacing off its place makes the volume wrong. */
  private static final double WRONG = 0.1;

  /** Of a gap that is no unevenness any more but a missing slice, in spacings. */
  private static final double GAP = 1.5;

  static StackGeometry of(String name, List<Slice> slices) {
    Slice first = slices.get(0);
    List<Finding> findings = new ArrayList<>();
    if (first.spacing().isEmpty()) {
      findings.add(finding(Severity.INFO, name, "the size of its pixels is not known"));
    } else if (first.spacing().get().atDetector()) {
      findings.add(
          finding(
              Severity.INFO,
              name,
              "the pixel size is that at the detector, larger than that in the patient"));
    }
    Optional<Plane> plane = first.plane();
    boolean placed = plane.isPresent() && slices.stream().allMatch(s -> s.plane().isPresent());
    double step = placed ? step(name, slices, findings) : first.step();
    if (!placed && slices.size() > 1) {
      String unknown = "its frames have no positions; they are stacked in the order of the file";
      findings.add(finding(Severity.WARNING, name, unknown));
    }
    double x = first.spacing().map(Slice.PixelSpacing::column).orElse(1.0);
    double y = first.spacing().map(Slice.PixelSpacing::row).orElse(1.0);
    double z = step > 0 ? step : 1;
    Placement placement =
        plane.map(p -> p.placement(x, y, z)).orElse(Placement.NONE.withSpacing(x, y, z));
    Grid grid = new Grid(first.columns(), first.rows(), slices.size(), placement);
    return new StackGeometry(grid, List.copyOf(findings));
  }

  /** The distance of the slices, after looking for what is wrong with it. */
  private static double step(String name, List<Slice> slices, List<Finding> findings) {
    int n = slices.size();
    if (n == 1) {
      return slices.get(0).step();
    }
    Plane first = slices.get(0).plane().orElseThrow();
    double[] heights = new double[n];
    for (int i = 0; i < n; i++) {
      Vector3 position = slices.get(i).plane().orElseThrow().position();
      heights[i] = position.minus(first.position()).dot(first.normal());
    }
    double mean = heights[n - 1] / (n - 1);
    int duplicates = StackSplitter.duplicates(slices);
    if (duplicates > 0) {
      String more =
          "%d of its %d slices lie at the place of another one; keep one image for each place"
              .formatted(duplicates, n);
      findings.add(finding(Severity.ERROR, name, more));
      return mean;
    }
    checkDistances(name, heights, mean, findings);
    checkSideways(name, slices, heights, findings);
    return mean;
  }

  private static void checkDistances(
      String name, double[] heights, double mean, List<Finding> findings) {
    int n = heights.length;
    double[] gaps = new double[n - 1];
    double furthest = 0;
    for (int i = 1; i < n; i++) {
      gaps[i - 1] = heights[i] - heights[i - 1];
      furthest = Math.max(furthest, Math.abs(heights[i] - i * mean));
    }
    double[] sorted = gaps.clone();
    Arrays.sort(sorted);
    double usual = sorted[(n - 2) / 2];
    int missing = 0;
    int widest = 0;
    for (int i = 0; i < gaps.length; i++) {
      missing += gaps[i] > GAP * usual ? (int) Math.min(9999, Math.rint(gaps[i] / usual) - 1) : 0;
      widest = gaps[i] > gaps[widest] ? i : widest;
    }
    if (missing > 0) {
      String text =
          "%d slices seem to be missing: slices %d and %d are %.2f mm apart where most are %.2f mm; export the whole series or resample it"
              .formatted(missing, widest + 1, widest + 2, gaps[widest], usual);
      findings.add(
          finding(Severity.ERROR, name, text.replaceFirst("^1 slices seem", "1 slice seems")));
    } else if (furthest > WRONG * mean) {
      String text =
          "the distance of its slices varies from %.2f to %.2f mm; resample it to even slices"
              .formatted(sorted[0], sorted[n - 2]);
      findings.add(finding(Severity.ERROR, name, text));
    } else if (furthest > NOTICEABLE * mean) {
      String text =
          "the distance of its slices varies from %.3f to %.3f mm; %.3f mm is taken"
              .formatted(sorted[0], sorted[n - 2], mean);
      findings.add(finding(Severity.WARNING, name, text));
    }
  }

  private static void checkSideways(
      String name, List<Slice> slices, double[] heights, List<Finding> findings) {
    int n = slices.size();
    Plane first = slices.get(0).plane().orElseThrow();
    double pixel = slices.get(0).spacing().map(Slice.PixelSpacing::column).orElse(1.0);
    double furthest = 0;
    for (int i = 1; i < n; i++) {
      Vector3 shift = slices.get(i).plane().orElseThrow().position().minus(first.position());
      furthest = Math.max(furthest, shift.minus(first.normal().times(heights[i])).length());
    }
    if (furthest > pixel / 2) {
      double angle = Math.toDegrees(Math.atan2(furthest, heights[n - 1]));
      String text =
          "its slices shift sideways by %.1f mm from first to last, as with a gantry tilted by %.1f degrees; correct the tilt first, for example with dcm2niix"
              .formatted(furthest, angle);
      findings.add(finding(Severity.ERROR, name, text));
    }
  }

  private static Finding finding(Severity severity, String name, String text) {
    return new Finding(severity, name + ": " + text + ".");
  }
}
