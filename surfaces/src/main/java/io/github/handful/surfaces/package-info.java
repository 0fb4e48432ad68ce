/**
 * Retinal layers as surfaces: one height for every column, ordered, smooth, with bounded thickness.
 *
 * <p>{@link io.github.handful.surfaces.SurfaceDataSet#open} finds B-scans with their {@link
 * io.github.handful.surfaces.SurfaceHeights}, {@link io.github.handful.surfaces.SurfacePlanner}
 * proposes a {@link io.github.handful.surfaces.SurfacePlan}, {@link
 * io.github.handful.surfaces.SurfaceLearner} is what a training loop trains, and {@link
 * io.github.handful.surfaces.SurfacePredictor} applies a {@link
 * io.github.handful.surfaces.SurfaceModel}; its results obey order, thickness and slope without
 * exception. {@link io.github.handful.surfaces.SurfaceEvaluation} measures them.
 *
 * <p>Rows count from 0 at the top, and row z is the centre of pixel z: the border between the
 * pixels of rows 7 and 8 lies at row 7.5.
 */
@NullMarked
package io.github.handful.surfaces;

import org.jspecify.annotations.NullMarked;
