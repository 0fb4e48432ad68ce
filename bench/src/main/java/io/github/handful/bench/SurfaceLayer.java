package io.github.handful.bench;

import io.github.handful.surfaces.solver.ColumnProgramme;
import io.github.handful.surfaces.solver.PathGrid;
import io.github.handful.surfaces.solver.SmoothedPath;
import io.github.handful.surfaces.solver.ThicknessLimits;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The solvers of surfaces by themselves, for a whole B-scan with flat surfaces: the expected paths
 * of {@code ddp} and the programmes of {@code ipm}, forwards and backwards.
 *
 * @param spread standard deviation, in rows, of where a column finds a surface: a few rows after
 *     training, about the height of the scan before
 */
record SurfaceLayer(int width, int height, int surfaces, double spread) {
  private static final int JUMP = 4;

  static List<Measurement> measurements() {
    SurfaceLayer trained = new SurfaceLayer(1024, 496, 9, 3);
    SurfaceLayer untrained = new SurfaceLayer(1024, 496, 9, 496);
    return List.of(
        trained.line("ddp, trained, forwards", trained::solvePaths),
        trained.line("ddp, trained, backwards", trained::differentiatePaths),
        untrained.line("ddp, untrained, forwards", untrained::solvePaths),
        untrained.line("ddp, untrained, backwards", untrained::differentiatePaths),
        trained.line("ipm, forwards", trained::solveColumns),
        trained.line("ipm, backwards", trained::differentiateColumns));
  }

  private Measurement line(String what, Function<Effort, double[]> body) {
    return new Measurement(
        Suite.SURFACES.key(),
        "layer of %s, %d x %d, %d surfaces".formatted(what, width, height, surfaces),
        "ms",
        body,
        "");
  }

  private double[] solvePaths(Effort effort) {
    List<double[]> scores = each(surfaces, i -> scores(row(i)));
    return effort.milliseconds(3, 15, () -> paths(scores));
  }

  private double[] differentiatePaths(Effort effort) {
    List<SmoothedPath> paths = paths(each(surfaces, i -> scores(row(i))));
    double[] upstream = upstream(width);
    return effort.milliseconds(3, 15, () -> each(surfaces, i -> paths.get(i).gradient(upstream)));
  }

  private List<SmoothedPath> paths(List<double[]> scores) {
    PathGrid grid = new PathGrid(width, height, JUMP);
    return each(surfaces, i -> SmoothedPath.solve(grid, 1, scores.get(i)));
  }

  private double[] solveColumns(Effort effort) {
    return effort.milliseconds(3, 15, this::columns);
  }

  private double[] differentiateColumns(Effort effort) {
    List<ColumnProgramme.Solution> columns = columns();
    double[] upstream = upstream(surfaces);
    return effort.milliseconds(3, 15, () -> each(width, x -> columns.get(x).gradient(upstream)));
  }

  /** Every other column wants its surfaces in the wrong order, so that limits act. */
  private List<ColumnProgramme.Solution> columns() {
    ColumnProgramme programme =
        ColumnProgramme.of(
            new ThicknessLimits(
                Collections.nCopies(surfaces - 1, 1.0),
                Collections.nCopies(surfaces - 1, height / 8.0)));
    double[] variances = IntStream.range(0, surfaces).mapToDouble(i -> spread + i).toArray();
    return each(
        width,
        x ->
            programme.solve(
                IntStream.range(0, surfaces)
                    .mapToDouble(i -> row(x % 2 == 0 ? i : surfaces - 1 - i))
                    .toArray(),
                variances));
  }

  private double row(int surface) {
    return (surface + 1.0) * height / (surfaces + 1);
  }

  private double[] scores(double row) {
    return IntStream.range(0, width * height)
        .mapToDouble(i -> -Math.pow((i % height - row) / spread, 2) / 2)
        .toArray();
  }

  private static double[] upstream(int count) {
    return IntStream.range(0, count).mapToDouble(Math::sin).toArray();
  }

  /** One by one on all cores, as the layers do it. */
  private static <T> List<T> each(int count, IntFunction<T> action) {
    return IntStream.range(0, count).parallel().mapToObj(action).toList();
  }
}
