package io.github.handful.app;

import io.github.handful.surfaces.SurfaceLoss;
import io.github.handful.surfaces.SurfaceMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What the user asks of a new run on surfaces.
 *
 * @param labelled first training scans to use, 0 for all
 * @param budget zero for none
 * @param iterations 0 for those of the plan
 * @param painting what paints scans beside the annotated ones, if anything
 * @param pretraining steps of the painter, 0 for the usual ones
 * @param score the split to score on, empty for the usual one
 */
record SurfaceWishes(
    Path data,
    boolean overwrite,
    SurfaceMethod method,
    int labelled,
    Duration budget,
    int iterations,
    SurfaceLoss loss,
    Optional<Painting> painting,
    int pretraining,
    String score,
    Duration checkpointEvery,
    long seed,
    int threads,
    DeviceChoice device) {}
