package io.github.handful.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SafeguardTest {
  private static final Judgement SOURCE = judgement(0.7, 0.2, 0.1);
  private final Safeguard safeguard = safeguard(SOURCE);

  private static Safeguard safeguard(Judgement source) {
    return new Safeguard(source, Optional.empty());
  }

  /** The source learnt from masks with a tenth of foreground. */
  private static Safeguard fromMasks(Judgement source) {
    return new Safeguard(source, Optional.of(List.of(0.9, 0.1)));
  }

  private static Judgement judgement(double agreement, double entropy, double foreground) {
    return new Judgement(agreement, entropy, List.of(1 - foreground, foreground));
  }

  @Test
  void collapseIsSeen() {
    assertThat(safeguard.objection(judgement(1, 0, 0))).contains("everything became background");
    assertThat(safeguard.objection(judgement(1, 0, 0.99))).contains("everything became foreground");
  }

  @Test
  void driftOfTheSharesIsSeenBothWays() {
    assertThat(safeguard.objection(judgement(0.8, 0.1, 0.25)).orElseThrow())
        .isEqualTo("the share of class 0 went from 90.00 % to 75.00 %");
    assertThat(safeguard.objection(judgement(0.8, 0.1, 0.03))).isPresent();
    assertThat(safeguard.objection(judgement(0.8, 0.1, 0.2))).isEmpty();
    assertThat(safeguard.objection(judgement(0.8, 0.1, 0.05))).isEmpty();
  }

  @Test
  void farBetterAgreementAllowsFarOtherSharesButNoCollapse() {
    Safeguard poor = safeguard(judgement(0.2, 0.1, 0.015));
    assertThat(poor.objection(judgement(0.3, 0.1, 0.1))).isPresent();
    assertThat(poor.objection(judgement(0.5, 0.1, 0.1))).isEmpty();
    assertThat(poor.objection(judgement(0.9, 0.1, 0.6))).isPresent();
    assertThat(poor.objection(judgement(0.9, 0.1, 0))).isPresent();
  }

  @Test
  void growingUncertaintyIsSeen() {
    assertThat(safeguard.objection(judgement(0.9, 0.26, 0.1)).orElseThrow()).contains("entropy");
    assertThat(safeguard.objection(judgement(0.9, 0.22, 0.1))).isEmpty();
  }

  @Test
  void classThatTheSourceHardlyKnowsMayComeAndGo() {
    Safeguard rare = safeguard(new Judgement(0.5, 0.1, List.of(0.9, 0.098, 0.002)));
    assertThat(rare.objection(new Judgement(0.6, 0.1, List.of(0.9, 0.1, 0.0)))).isEmpty();
  }

  @Test
  void betterIsWhatAgreesMoreThanTheSourceByTheMarginAndThanTheOneKept() {
    assertThat(safeguard.isBetter(judgement(0.724, 0.2, 0.1), SOURCE)).isFalse();
    assertThat(safeguard.isBetter(judgement(0.726, 0.2, 0.1), SOURCE)).isTrue();
    Judgement kept = judgement(0.8, 0.2, 0.1);
    assertThat(safeguard.isBetter(judgement(0.79, 0.2, 0.1), kept)).isFalse();
    assertThat(safeguard.isBetter(judgement(0.81, 0.2, 0.1), kept)).isTrue();
  }

  @Test
  void carefulChangeMayAgreeALittleLess() {
    assertThat(safeguard.isAsGood(judgement(0.676, 0.2, 0.1))).isTrue();
    assertThat(safeguard.isAsGood(judgement(0.674, 0.2, 0.1))).isFalse();
  }

  /** As of polyps in half the light: little is found, and with certainty. */
  @Test
  void sourceThatFindsFarLessThanItsMasksHeldIsHeldAgainstTheMasks() {
    Judgement blind = judgement(0.6, 0.08, 0.012);
    Judgement seeing = judgement(0.7, 0.25, 0.1);
    assertThat(safeguard(blind).objection(seeing)).isPresent();
    Safeguard informed = fromMasks(blind);
    assertThat(informed.failure().orElseThrow()).contains("98.80 %", "90.00 %");
    assertThat(informed.objection(seeing)).isEmpty();
    assertThat(informed.isBetter(seeing, blind)).isTrue();
  }

  @Test
  void sourceThatFindsFarMoreIsHeldAgainstTheMasksToo() {
    Safeguard informed = fromMasks(judgement(0.8, 0.2, 0.4));
    assertThat(informed.failure()).isPresent();
    assertThat(informed.objection(judgement(0.85, 0.25, 0.12))).isEmpty();
    assertThat(informed.objection(judgement(0.85, 0.25, 0.3))).isPresent();
  }

  @Test
  void failingSourceExcusesNoCollapse() {
    Safeguard informed = fromMasks(judgement(0.5, 0.08, 0.012));
    assertThat(informed.objection(judgement(1, 0, 0))).contains("everything became background");
    assertThat(informed.objection(judgement(1, 0, 0.98))).contains("everything became foreground");
    assertThat(informed.objection(judgement(0.99, 0, 0.001))).isPresent();
    assertThat(informed.objection(judgement(0.99, 0, 0.6))).isPresent();
    Safeguard empty = fromMasks(judgement(0, 0, 0));
    assertThat(empty.objection(judgement(1, 0, 0))).isPresent();
  }

  @Test
  void sharesNearThoseOfTheMasksLeaveTheSourceTheMeasure() {
    Safeguard informed = fromMasks(judgement(0.7, 0.2, 0.15));
    assertThat(informed.failure()).isEmpty();
    assertThat(informed.objection(judgement(0.9, 0.26, 0.12)).orElseThrow()).contains("entropy");
    assertThat(informed.objection(judgement(0.85, 0.2, 0.05))).isPresent();
  }

  @Test
  void networkThatTookTheSourcesPlaceIsTheMeasureAgain() {
    Safeguard informed = fromMasks(judgement(0.6, 0.08, 0.012));
    Judgement kept = judgement(0.7, 0.15, 0.06);
    assertThat(informed.against(kept).failure()).isEmpty();
    assertThat(informed.against(kept).objection(judgement(0.8, 0.2, 0.06)).orElseThrow())
        .contains("entropy");
  }
}
