package io.github.handful.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VotingTest {
  private static final int SIDE = 6;
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

  /** Members of one row of pixels, given the foreground probabilities of each. */
  private static ClassProbabilities members(float[]... foreground) {
    int width = foreground[0].length;
    float[] planes = new float[foreground.length * 2 * width];
    for (int m = 0; m < foreground.length; m++) {
      for (int i = 0; i < width; i++) {
        planes[2 * m * width + i] = 1 - foreground[m][i];
        planes[(2 * m + 1) * width + i] = foreground[m][i];
      }
    }
    return new ClassProbabilities(Ops.tensor(planes, foreground.length, 2, 1, width));
  }

  private static ClassProbabilities random(int members, int classes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] logits = new float[members * classes * SIDE * SIDE];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) (1.5 * random.nextGaussian());
    }
    return ClassProbabilities.of(Ops.tensor(logits, members, classes, SIDE, SIDE));
  }

  private static float[] labels(Voting voting, ClassProbabilities members) {
    return Ops.floats(voting.label(members).labels());
  }

  /** The row of the truth table for a foreground probability and an uncertainty. */
  private static float promoted(double probability, double uncertainty) {
    ClassProbabilities p = members(new float[] {(float) probability});
    Tensor w = Ops.tensor(new float[] {(float) uncertainty}, 1, 1, 1, 1);
    Voting.Verdict verdict = Voting.RELEASED.basis(p, List.of());
    return Ops.floats(Voting.promote(verdict, w).labels())[0];
  }

  @Test
  void onlyUncertainBackgroundThatIsNearlyLikelyEnoughIsPromoted() {
    assertThat(promoted(0.51, 0)).isEqualTo(1);
    assertThat(promoted(0.51, 1)).isEqualTo(1);
    assertThat(promoted(0.50, 0)).isEqualTo(1);
    assertThat(promoted(0.49, 0.51)).isEqualTo(1);
    assertThat(promoted(0.49, 0.49)).isZero();
    assertThat(promoted(0.49, 0.50)).isZero();
    assertThat(promoted(0.2999, 1)).isZero();
    assertThat(promoted(0.31, 1)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Voting.class)
  void copiesOfOnePredictionChangeNothingButPromotions(Voting voting) {
    ClassProbabilities one = random(1, 2, 3);
    ClassProbabilities five =
        new ClassProbabilities(
            Ops.cat(
                List.of(one.planes(), one.planes(), one.planes(), one.planes(), one.planes()), 0));
    Voting.PseudoLabel label = voting.label(five);
    float[] plain = Ops.floats(one.labels());
    float[] promoted = Ops.floats(label.promoted());
    float[] voted = Ops.floats(label.labels());
    for (int i = 0; i < plain.length; i++) {
      assertThat(voted[i]).isEqualTo(plain[i] + promoted[i]).isGreaterThanOrEqualTo(plain[i]);
    }
    assertThat(Ops.floats(Voting.uncertainty(one, List.of(one, one))))
        .containsExactly(Ops.floats(Voting.uncertainty(one, List.of())), within(1e-6f));
  }

  @Test
  void nothingIsPromotedWhereNoProbabilityIsBetweenTheThresholds() {
    ClassProbabilities p = members(new float[] {0.1f, 0.29f, 0.6f, 0.99f, 0.2f});
    assertThat(Ops.value(Voting.RELEASED.label(p).promoted().sum())).isZero();
  }

  @ParameterizedTest
  @EnumSource(Voting.class)
  void orderOfTheCopiesDoesNotMatter(Voting voting) {
    Tensor p = random(5, 3, 8).planes();
    Tensor other =
        Ops.cat(
            List.of(
                p.narrow(0, 0, 1),
                p.narrow(0, 3, 1),
                p.narrow(0, 1, 1),
                p.narrow(0, 4, 1),
                p.narrow(0, 2, 1)),
            0);
    assertThat(labels(voting, new ClassProbabilities(other)))
        .containsExactly(labels(voting, new ClassProbabilities(p)));
  }

  @ParameterizedTest
  @EnumSource(Voting.class)
  void collapsedCopyHasNoSay(Voting voting) {
    float[] own = {0.2f, 0.45f, 0.5f, 0.9f};
    float[] copy = {0.3f, 0.4f, 0.6f, 0.7f};
    float[] collapsed = {1, 1, 1, 0};
    assertThat(labels(voting, members(own, copy, collapsed)))
        .containsExactly(labels(voting, members(own, copy)));
  }

  @ParameterizedTest
  @EnumSource(Voting.class)
  void allCopiesCollapsedOrCertaintyEverywhereStillGiveALabel(Voting voting) {
    float[] sure = {0, 1, 1, 0};
    assertThat(labels(voting, members(sure, sure, sure))).containsExactly(0, 1, 1, 0);
    float[] alike = {0.45f, 0.45f};
    assertThat(labels(voting, members(alike, sure(2)))).containsExactly(0, 0);
  }

  private static float[] sure(int width) {
    return new float[width];
  }

  @Test
  void copiesVoteOnTheClassOnlyWhereTheyAreAsked() {
    float[] own = {0.6f, 0.1f, 0.6f};
    float[] two = {0.1f, 0.9f, 0.9f};
    float[] three = {0.1f, 0.9f, 0.2f};
    ClassProbabilities members = members(own, two, three);
    assertThat(labels(Voting.MEMBERS, members)).containsExactly(0, 1, 1);
    assertThat(labels(Voting.RELEASED, members)).containsExactly(1, 0, 1);
  }

  @Test
  void ofEqualVotesTheImagesOwnDecides() {
    float[] own = {0.9f, 0.1f};
    float[] other = {0.1f, 0.9f};
    assertThat(labels(Voting.MEMBERS, members(own, other))).containsExactly(1, 0);
  }

  @ParameterizedTest
  @EnumSource(Voting.class)
  void confidentBlockOfAnyClassKeepsItsClass(Voting voting) {
    float[] logits = new float[5 * 4 * 2 * 2 * 2];
    for (int m = 0; m < 5; m++) {
      for (int i = 0; i < 4; i++) {
        logits[(m * 4 + 2) * 8 + i] = 9;
        logits[m * 4 * 8 + 4 + i] = 9;
      }
    }
    ClassProbabilities p = ClassProbabilities.of(Ops.tensor(logits, 5, 4, 2, 2, 2));
    assertThat(labels(voting, p)).containsExactly(2, 2, 2, 2, 0, 0, 0, 0);
  }

  @Test
  void promotedPixelTakesItsLikeliestClass() {
    float[] planes = {0.45f, 0.97f, 0.15f, 0.02f, 0.40f, 0.01f};
    ClassProbabilities p = new ClassProbabilities(Ops.tensor(planes, 1, 3, 1, 2));
    assertThat(labels(Voting.RELEASED, p)).containsExactly(2, 0);
  }

  @ParameterizedTest
  @EnumSource(Voting.class)
  void mirroredPredictionsGiveMirroredLabels(Voting voting) {
    Tensor p = random(5, 3, 4).planes();
    for (int d = 2; d < 4; d++) {
      float[] flippedAfter = Ops.floats(voting.label(new ClassProbabilities(p)).labels().flip(d));
      assertThat(labels(voting, new ClassProbabilities(p.flip(d)))).containsExactly(flippedAfter);
    }
    float[] turned = Ops.floats(voting.label(new ClassProbabilities(p)).labels().transpose(2, 3));
    assertThat(labels(voting, new ClassProbabilities(p.transpose(2, 3)))).containsExactly(turned);
  }
}
