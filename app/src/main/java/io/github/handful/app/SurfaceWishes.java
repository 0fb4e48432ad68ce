package io.github.handful.app;

import io.github.handful.surfaces.SurfaceMethod;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the user asks of a new run on surfaces.
 *
 * @param labelled first training scans to use, 0 for all
 * @param budget zero for none
 * @param iterations 0 for those of the plan
 * @param score the split to score on, empty for the usual one
 */
record SurfaceWishes(
    Path data,
    boolean overwrite,
    SurfaceMethod method,
    int labelled,
    Duration budget,
    int iterations,
    String score,
    Duration checkpointEvery,
    long seed,
    int threads,
    DeviceChoice device) {}
