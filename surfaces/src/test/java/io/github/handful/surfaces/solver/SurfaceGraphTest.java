package io.github.handful.surfaces.solver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.handful.surfaces.solver.SurfaceGraph.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SurfaceGraphTest {
  @Test
  void theMinimumClosureIsTheJointOptimumOfAllColumns() {
    SplittableRandom random = new SplittableRandom(1);
    int feasible = 0;
    for (int n = 0; n < 60; n++) {
      int surfaces = 1 + random.nextInt(3);
      int width = 2 + random.nextInt(4);
      int height = 4 + random.nextInt(5);
      SurfaceGraph graph =
          new SurfaceGraph(
              width,
              numbers(random, surfaces, 0, 3),
              numbers(random, surfaces - 1, 0, 3),
              numbers(random, surfaces - 1, 2, 6));
      Window[] windows = new Window[surfaces * width];
      for (int w = 0; w < windows.length; w++) {
        int first = random.nextInt(3);
        windows[w] = new Window(first, random.longs(height - first, 0, 100).toArray());
      }
      Optional<int[]> found = graph.solve(windows);
      Optional<Long> best = jointOptimum(graph, windows);
      assertThat(found.isPresent()).isEqualTo(best.isPresent());
      if (found.isPresent()) {
        assertThat(cost(windows, found.get())).isEqualTo(best.get());
        feasible++;
      }
    }
    assertThat(feasible).isBetween(30, 60);
  }

  @Test
  void oneSurfaceIsTheBestPath() {
    SplittableRandom random = new SplittableRandom(2);
    PathGrid grid = new PathGrid(30, 20, 2);
    double[] scores = new double[grid.cells()];
    Window[] windows = new Window[30];
    for (int x = 0; x < 30; x++) {
      long[] costs = random.longs(20, 0, 1_000_000).toArray();
      for (int z = 0; z < 20; z++) {
        scores[x * 20 + z] = -costs[z];
      }
      windows[x] = new Window(0, costs);
    }
    SurfaceGraph graph = new SurfaceGraph(30, List.of(2), List.of(), List.of());
    assertThat(graph.solve(windows).orElseThrow())
        .containsExactly(BestPath.solve(grid, scores).rows());
  }

  @Test
  void limitsThatContradictEachOtherHaveNoSolution() {
    Window low = new Window(0, new long[] {1, 1});
    Window[] windows = {low, low};
    SurfaceGraph graph = new SurfaceGraph(1, List.of(0, 0), List.of(2), List.of(5));
    assertThat(graph.solve(windows)).isEmpty();
  }

  private static List<Integer> numbers(SplittableRandom random, int count, int from, int to) {
    return random.ints(count, from, to).boxed().toList();
  }

  private static long cost(Window[] windows, int[] rows) {
    long sum = 0;
    for (int w = 0; w < windows.length; w++) {
      sum += windows[w].costs()[rows[w] - windows[w].first()];
    }
    return sum;
  }

  /** A dynamic programme over the rows of all surfaces of a column at once. */
  private static Optional<Long> jointOptimum(SurfaceGraph graph, Window[] windows) {
    Map<List<Integer>, Long> best = new HashMap<>();
    for (int x = 0; x < graph.width(); x++) {
      Map<List<Integer>, Long> next = new HashMap<>();
      for (List<Integer> state : states(graph, windows, x, new ArrayList<>())) {
        long own = 0;
        for (int i = 0; i < state.size(); i++) {
          Window window = windows[i * graph.width() + x];
          own += window.costs()[state.get(i) - window.first()];
        }
        Optional<Long> before =
            x == 0
                ? Optional.of(0L)
                : best.entrySet().stream()
                    .filter(entry -> smooth(graph, entry.getKey(), state))
                    .map(Map.Entry::getValue)
                    .min(Long::compare);
        if (before.isPresent()) {
          next.put(state, before.get() + own);
        }
      }
      best = next;
    }
    return best.values().stream().min(Long::compare);
  }

  private static List<List<Integer>> states(
      SurfaceGraph graph, Window[] windows, int x, List<Integer> above) {
    int i = above.size();
    if (i == graph.jumps().size()) {
      return List.of(above);
    }
    List<List<Integer>> states = new ArrayList<>();
    Window window = windows[i * graph.width() + x];
    for (int row = window.first(); row <= window.last(); row++) {
      int thickness = i == 0 ? 0 : row - above.get(i - 1);
      if (i == 0
          || thickness >= graph.minimum().get(i - 1) && thickness <= graph.maximum().get(i - 1)) {
        List<Integer> extended = new ArrayList<>(above);
        extended.add(row);
        states.addAll(states(graph, windows, x, extended));
      }
    }
    return states;
  }

  private static boolean smooth(SurfaceGraph graph, List<Integer> a, List<Integer> b) {
    for (int i = 0; i < a.size(); i++) {
      if (Math.abs(a.get(i) - b.get(i)) > graph.jumps().get(i)) {
        return false;
      }
    }
    return true;
  }
}
