package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.genseg.Plan;
import io.github.handful.genseg.Planner;
import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.Sample;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompareBudgetTest {
  /** 400 steps of the generator go with 800 updates, which are validated 40 times. */
  private static final Plan PLAN =
      Planner.plan(
          List.of(
              new Sample(
                  "a",
                  new Image(32, 32, 1, 255, new float[1024]),
                  new LabelMap(32, 32, new byte[1024]))),
          2,
          List.of(),
          new Planner.Machine(32, 4096, 2));

  private static CompareBudget.Cost cost(CellPace pace) {
    return new CompareBudget.Cost(pace, PLAN, Optional.empty(), 20);
  }

  @Test
  void cellCostsStartStepsUpdatesValidationsAndScoring() {
    CellPace pace = new CellPace(3, 0.5, 0.25, 2, 0.125);
    assertThat(cost(pace).seconds(800)).isEqualTo(3 + 400 * 0.5 + 800 * 0.25 + 40 * 2 + 20 * 0.125);
    // With 100 updates only ten validations are possible.
    assertThat(cost(pace).seconds(100)).isEqualTo(3 + 50 * 0.5 + 100 * 0.25 + 10 * 2 + 20 * 0.125);
    assertThat(new CompareBudget.Cost(pace, PLAN, Optional.of(7), 0).seconds(100))
        .isEqualTo(3 + 7 * 0.5 + 100 * 0.25 + 10 * 2);
  }

  @Test
  void worksBeginAsSoonAsAJobIsFree() {
    assertThat(CompareBudget.makespan(List.of(3.0, 1.0, 1.0, 4.0), 1)).isEqualTo(9);
    // The second job takes 1, 1 and 4; the first only 3.
    assertThat(CompareBudget.makespan(List.of(3.0, 1.0, 1.0, 4.0), 2)).isEqualTo(6);
    assertThat(CompareBudget.makespan(List.of(3.0, 1.0, 1.0, 4.0), 9)).isEqualTo(4);
    assertThat(CompareBudget.makespan(List.of(), 2)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void updatesAreTheMostThatFit(int jobs) {
    List<CompareBudget.Cost> cells =
        List.of(
            cost(new CellPace(5, 0, 0.1, 1, 0.1)),
            cost(new CellPace(5, 0.2, 0.5, 1, 0.1)),
            cost(new CellPace(5, 0, 0.1, 1, 0.1)),
            cost(new CellPace(5, 0.2, 0.5, 1, 0.1)));
    double usable = 3600 * (1 - CompareBudget.RESERVE);
    int updates = CompareBudget.updates(cells, jobs, 3600);
    assertThat(CompareBudget.time(cells, updates, jobs)).isLessThanOrEqualTo(usable);
    assertThat(CompareBudget.time(cells, updates + 1, jobs)).isGreaterThan(usable);
  }

  @Test
  void equalCellsShareTheTimeOfTheJobs() {
    List<CompareBudget.Cost> cells = Collections.nCopies(6, cost(new CellPace(0, 0, 0.5, 0, 0)));
    // Two jobs with three cells each, one after the other.
    assertThat(CompareBudget.updates(cells, 2, 1000))
        .isCloseTo((int) (1000 * (1 - CompareBudget.RESERVE) / 3 / 0.5), within(1));
  }

  @Test
  void timeForLessThanTenUpdatesIsTooShort() {
    List<CompareBudget.Cost> cells = List.of(cost(new CellPace(100, 0, 1, 0, 0)));
    assertThatThrownBy(() -> CompareBudget.updates(cells, 2, 110))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a budget of 110 s is too short for 1 cells")
        .hasMessageContaining("they take 120 s");
    assertThat(CompareBudget.updates(cells, 2, 120)).isEqualTo(10);
  }

  @Test
  void memoryHasRoomForAtLeastOneCell() {
    assertThat(CellMemory.gigabytes(PLAN)).isBetween(1.5, 2.0);
    assertThat(CellMemory.room(7, 3)).isEqualTo(2);
    assertThat(CellMemory.room(0.5, 3)).isEqualTo(1);
    assertThat(CellMemory.free()).isPositive();
  }
}
