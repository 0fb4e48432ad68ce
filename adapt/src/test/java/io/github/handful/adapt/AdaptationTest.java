package io.github.handful.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.handful.imaging.Image;
import io.github.handful.segment.Seeds;
import io.github.handful.segment.Segmenter;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Disks of a source scanner, and scanners that change the intensities. */
class AdaptationTest {
  private static final Compute COMPUTE = Compute.REFERENCE;
  private static final DoubleUnaryOperator DARK = v -> Math.pow(Math.max(0, v), 2);
  private static Segmenter two = Disks.source(2).trained();
  private static Segmenter three = Disks.source(3).trained();

  @BeforeAll
  static void sourcesAreGood() {
    assertThat(Disks.source(2).dice(two)).isGreaterThan(0.97);
    assertThat(Disks.source(3).dice(three)).isGreaterThan(0.85);
  }

  @AfterAll
  static void close() {
    two.close();
    three.close();
  }

  private static AdaptationSettings settings(Method method) {
    return AdaptationSettings.standard(method).withIterations(30);
  }

  private static Adaptation.Outcome adapt(
      Segmenter source, List<Image> images, AdaptationSettings settings, long seed) {
    try (TargetImages targets = TargetImages.of(images, Disks.WHOLE, COMPUTE)) {
      return new Adaptation(
              source, Optional.empty(), targets, settings, new Seeds(seed), COMPUTE, new Silent())
          .run();
    }
  }

  @Test
  void adaptedModelIsBetterOnImagesOfTheOtherScannerThatNothingHasSeen() {
    for (Segmenter source : List.of(two, three)) {
      Disks target = new Disks(source.spec().classes(), DARK);
      double before = target.dice(source);
      double after = 0;
      for (long seed = 1; seed <= 2; seed++) {
        try (Adaptation.Outcome outcome =
            adapt(source, target.images(8, 7), settings(Method.TTSFUDA), seed)) {
          assertThat(outcome.adapted()).isTrue();
          assertThat(outcome.kept().objection()).isEmpty();
          after += target.dice(outcome.segmenter()) / 2;
        }
      }
      assertThat(after).isGreaterThan(before + 0.05);
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void atHomeNothingIsLost(Method method) {
    Disks home = Disks.source(3);
    double before = home.dice(three);
    try (Adaptation.Outcome outcome = adapt(three, home.images(8, 7), settings(method), 3)) {
      assertThat(home.dice(outcome.segmenter())).isGreaterThan(before - 0.01);
    }
  }

  @Test
  void oneImageOfTheOtherScannerIsEnough() {
    Disks target = new Disks(2, v -> 0.2 + v);
    try (Adaptation.Outcome outcome =
        adapt(two, target.images(1, 7), settings(Method.TTSFUDA), 1)) {
      assertThat(target.dice(outcome.segmenter())).isGreaterThan(target.dice(two) + 0.05);
    }
  }

  @Test
  void adaptationThatDestroysTheModelIsStoppedAndTheSourceKept() {
    AdaptationSettings wild =
        new AdaptationSettings(Method.PSEUDO, Voting.MEMBERS, 40, 0.5, 0.5, 0, 0.9, 20);
    try (Adaptation.Outcome outcome = adapt(two, Disks.source(2).images(4, 7), wild, 1)) {
      assertThat(outcome.adapted()).isFalse();
      assertThat(outcome.end()).startsWith("stopped since ");
      ParameterSet kept = outcome.segmenter().network().parameters();
      ParameterSet source = two.network().parameters();
      assertThat(source.names())
          .allMatch(name -> Ops.identical(kept.get(name), source.get(name)))
          .anyMatch(
              name ->
                  !Ops.identical(
                      outcome.last().network().parameters().get(name), source.get(name)));
    }
  }

  @Test
  void entropyFallsInTheTargetStage() {
    AdaptationSettings quick =
        new AdaptationSettings(Method.TARGET, Voting.MEMBERS, 40, 1e-4, 1e-3, 1e-4, 0.99, 8);
    Disks target = new Disks(2, DARK);
    try (TargetImages images = TargetImages.of(target.images(4, 7), Disks.WHOLE, COMPUTE);
        Segmenter learning = Copies.of(two, COMPUTE);
        Stage stage =
            new TargetStage(new Context(images, quick, new Seeds(1), COMPUTE), two, learning)) {
      double first = 0;
      double last = 0;
      for (int i = 0; i < 40; i++) {
        double entropy = stage.step(i).get("entropy");
        first += i < 8 ? entropy : 0;
        last += i >= 32 ? entropy : 0;
      }
      assertThat(last).isLessThan(0.8 * first);
    }
  }
}
