package io.github.handful.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterSetTest {
  @Test
  void assigningCopiesTheValuesAndSharesNothing() {
    try (ParameterSet a = set("w", 1, 2);
        ParameterSet b = set("w", 3, 4)) {
      a.requireGradients().assign(b);
      assertThat(Ops.doubles(a.get("w"))).containsExactly(3, 4);
      assertThat(a.get("w").requires_grad()).isTrue();
      b.assign(set("w", 5, 6));
      assertThat(Ops.doubles(a.get("w"))).containsExactly(3, 4);
    }
  }

  @Test
  void otherNamesAndShapesAreRefusedBeforeAnythingChanges() {
    try (ParameterSet set = set("w", 1, 2)) {
      try (Scope scope = Scope.open()) {
        set.add("b", Ops.zeros(1));
      }
      assertThatThrownBy(() -> set.assign(set("w", 3, 4)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("weights do not fit this network: b is missing");
      ParameterSet more = set.copy();
      ParameterSet other = set("w", 3, 4);
      try (Scope scope = Scope.open()) {
        more.add("c", Ops.zeros(1));
        other.add("b", Ops.zeros(3));
      }
      assertThatThrownBy(() -> set.assign(more))
          .hasMessage("weights do not fit this network: unknown c");
      assertThatThrownBy(() -> set.assign(other))
          .hasMessage("weights do not fit this network: b has the shape [3], expected [1]");
      assertThat(Ops.doubles(set.get("w"))).containsExactly(1, 2);
      more.close();
      other.close();
    }
  }

  @Test
  void namesAreUniqueAndUnknownOnesAreRefused() {
    try (ParameterSet set = set("w", 1);
        Scope scope = Scope.open()) {
      assertThatThrownBy(() -> set.add("w", Ops.zeros(1))).hasMessageContaining("called w");
      assertThatThrownBy(() -> set.get("v")).hasMessage("no parameter is called v");
      assertThatThrownBy(() -> set.named(List.of())).hasMessage("0 tensors for 1 names");
      assertThat(Ops.doubles(set.named(List.of(Ops.ones(3))).get("w"))).containsExactly(1, 1, 1);
    }
  }

  @Test
  void anAverageKeepsItsPartInEachUpdate() {
    try (Network average = network(0, 9);
        Network source = network(8, 1)) {
      WeightAverage following = new WeightAverage(average, source, 0.75);
      assertThat(values(average)).containsExactly(8, 1);
      Autograd.withoutGraph(
          () -> {
            source.parameters().get("w").zero_();
            source.statistics().get("s").zero_();
          });
      double kept = 1;
      // The first updates keep (1 + n) / (10 + n), the later ones what was asked for.
      for (int update : new int[] {0, 5, 100}) {
        following.follow(update);
        kept *= Math.min(0.75, (1.0 + update) / (10 + update));
        assertThat(values(average)).containsExactly(new double[] {8 * kept, kept}, within(1e-6));
        assertThat(values(source)).containsExactly(0, 0);
      }
    }
  }

  private static Network network(double weight, double statistic) {
    Network network = new Network(Initialiser.FAN_IN);
    try (Scope scope = Scope.open()) {
      network.parameters().add("w", Ops.tensor(new double[] {weight}, 1));
      network.statistics().add("s", Ops.tensor(new double[] {statistic}, 1));
    }
    return network.ready(Compute.REFERENCE);
  }

  private static double[] values(Network network) {
    return new double[] {
      Ops.value(network.parameters().get("w")), Ops.value(network.statistics().get("s"))
    };
  }

  private static ParameterSet set(String name, double... values) {
    ParameterSet set = new ParameterSet();
    try (Scope scope = Scope.open()) {
      set.add(name, Ops.tensor(values, values.length));
    }
    return set;
  }
}
