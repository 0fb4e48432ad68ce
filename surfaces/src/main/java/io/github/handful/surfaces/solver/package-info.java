/**
 * The optimisation problems behind surfaces, on plain arrays and without libtorch.
 *
 * <p>{@link io.github.handful.surfaces.solver.SmoothedPath} is the dynamic programme along one
 * surface, {@link io.github.handful.surfaces.solver.ColumnProgramme} the quadratic programme of one
 * column; both come with their gradients. {@link io.github.handful.surfaces.solver.BestPath} and
 * {@link io.github.handful.surfaces.solver.SurfaceGraph} are the exact searches that they are
 * compared with, and {@link io.github.handful.surfaces.solver.ThicknessLimits#clamp} makes any
 * answer obey order and thickness.
 */
@NullMarked
package io.github.handful.surfaces.solver;

import org.jspecify.annotations.NullMarked;
