package io.github.handful.surfaces.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BestPathTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5})
  void itIsTheBestOfAllPaths(int jump) {
    PathGrid grid = new PathGrid(5, 6, jump);
    Enumeration all = new Enumeration(grid);
    for (int seed = 0; seed < 10; seed++) {
      double[] scores = Enumeration.normal(new SplittableRandom(seed), grid.cells(), 1);
      int[] best =
          all.paths().stream()
              .max(Comparator.comparingDouble(path -> all.score(path, scores)))
              .orElseThrow();
      BestPath found = BestPath.solve(grid, scores);
      assertThat(found.rows()).containsExactly(best);
      assertThat(found.score()).isCloseTo(all.score(best, scores), within(1e-12));
    }
  }
}
