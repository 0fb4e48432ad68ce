package io.github.handful.surfaces.solver;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** All paths of a tiny grid, and random scores. */
final class Enumeration {
  private final PathGrid grid;
  private final List<int[]> paths = new ArrayList<>();

  Enumeration(PathGrid grid) {
    this.grid = grid;
    extend(new int[grid.width()], 0);
  }

  private void extend(int[] path, int x) {
    if (x == grid.width()) {
      paths.add(path.clone());
      return;
    }
    for (int z = 0; z < grid.height(); z++) {
      if (x == 0 || Math.abs(z - path[x - 1]) <= grid.jump()) {
        path[x] = z;
        extend(path, x + 1);
      }
    }
  }

  List<int[]> paths() {
    return paths;
  }

  double score(int[] path, double[] scores) {
    double sum = 0;
    for (int x = 0; x < path.length; x++) {
      sum += scores[x * grid.height() + path[x]];
    }
    return sum;
  }

  /** Temperature times the log of the sum of exp(score / temperature). */
  double value(double[] scores, double temperature) {
    double best = paths.stream().mapToDouble(p -> score(p, scores)).max().orElseThrow();
    double sum =
        paths.stream().mapToDouble(p -> Math.exp((score(p, scores) - best) / temperature)).sum();
    return best + temperature * Math.log(sum);
  }

  double[] probabilities(double[] scores, double temperature) {
    double value = value(scores, temperature);
    double[] probabilities = new double[grid.cells()];
    for (int[] path : paths) {
      double p = Math.exp((score(path, scores) - value) / temperature);
      for (int x = 0; x < path.length; x++) {
        probabilities[x * grid.height() + path[x]] += p;
      }
    }
    return probabilities;
  }

  static double[] normal(SplittableRandom random, int count, double sd) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = sd * random.nextGaussian();
    }
    return values;
  }
}
