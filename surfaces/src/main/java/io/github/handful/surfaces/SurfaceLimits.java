package io.github.handful.surfaces;

import io.github.handful.surfaces.solver.ThicknessLimits;
import java.util.List;

/**
 * What is known about surfaces beforehand.
 *
 * @param jumps largest step between neighbouring columns in rows, for each surface
 */
public record SurfaceLimits(List<Integer> jumps, ThicknessLimits thickness) {
  public SurfaceLimits {
    jumps = List.copyOf(jumps);
    if (jumps.size() != thickness.surfaces() || jumps.stream().anyMatch(jump -> jump < 0)) {
      throw new IllegalArgumentException(
          "%d surfaces need as many jumps of 0 or more, got %s"
              .formatted(thickness.surfaces(), jumps));
    }
  }

  /** The largest step that is left to a surface where those above it may push it down. */
  int step(int surface) {
    return jumps.subList(0, surface + 1).stream().mapToInt(Integer::intValue).max().orElseThrow();
  }
}
