package io.github.handful.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClassProbabilitiesTest {
  private Scope scope = Scope.open();

  @BeforeEach
  void open() {
    scope.close();
    scope = Scope.open();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void entropyOfAnEvenChanceIsLogTwoAndOfCertaintyNothing() {
    var logits = Ops.tensor(new float[] {0, 200, -200}, 1, 1, 1, 3);
    double[] entropy = Ops.doubles(ClassProbabilities.of(logits).entropy());
    assertThat(entropy[0]).isCloseTo(Math.log(2), within(1e-6));
    assertThat(entropy[1]).isZero();
    assertThat(entropy[2]).isZero();
  }

  @Test
  void entropyOfManyClassesIsTheMeanOverThem() {
    var uniform = ClassProbabilities.of(Ops.zeros(2, 5, 2, 3, 4));
    double[] entropy = Ops.doubles(uniform.entropy());
    assertThat(entropy).hasSize(48);
    for (double h : entropy) {
      assertThat(h).isCloseTo(Math.log(5) / 5, within(1e-6));
    }
    assertThat(uniform.greatestEntropy()).isCloseTo(Math.log(5) / 5, within(1e-12));
  }

  @Test
  void ofTwoClassesTheForegroundWinsAtOneHalf() {
    var p = ClassProbabilities.of(Ops.tensor(new float[] {0, -1e-3f, 1e-3f}, 1, 1, 1, 3));
    assertThat(Ops.floats(p.labels())).containsExactly(1, 0, 1);
    assertThat(Ops.floats(p.oneHot())).containsExactly(0, 1, 0, 1, 0, 1);
  }

  @Test
  void labelsOfVolumesAreTheLikeliestClasses() {
    var logits = Ops.tensor(new float[] {1, 0, 2, 0, 0, 3}, 1, 3, 1, 1, 2);
    var p = ClassProbabilities.of(logits);
    assertThat(Ops.floats(p.labels())).containsExactly(1, 2);
    assertThat(Ops.floats(p.oneHot())).containsExactly(0, 0, 1, 0, 0, 1);
  }
}
