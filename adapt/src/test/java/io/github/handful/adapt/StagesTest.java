package io.github.handful.adapt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.segment.Seeds;
import io.github.handful.segment.Segmenter;
import io.github.handful.segment.UNetSpec;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StagesTest {
  private static final Compute COMPUTE = Compute.REFERENCE;
  private final TargetImages images =
      TargetImages.of(Disks.source(2).images(3, 5), Disks.WHOLE, COMPUTE);
  private Segmenter network = network();

  private static Segmenter network() {
    Ops.threads(1);
    Ops.seed(11);
    return new UNetSpec(1, 2, 4, 2).build(COMPUTE);
  }

  @BeforeEach
  void build() {
    network.close();
    network = network();
  }

  @AfterEach
  void close() {
    network.close();
    images.close();
  }

  private Context context(Method method) {
    return new Context(images, AdaptationSettings.standard(method), new Seeds(2), COMPUTE);
  }

  private static boolean identical(ParameterSet a, ParameterSet b) {
    return a.names().stream().allMatch(name -> Ops.identical(a.get(name), b.get(name)));
  }

  @Test
  void frozenSourceIsBitIdenticalAfterTheTargetStage() {
    try (Segmenter source = Copies.of(network, COMPUTE);
        Stage stage = new TargetStage(context(Method.TARGET), source, network);
        ParameterSet weights = source.network().parameters().copy();
        ParameterSet statistics = source.network().statistics().copy();
        ParameterSet own = network.network().statistics().copy()) {
      stage.step(0);
      stage.step(1);
      assertThat(identical(source.network().parameters(), weights)).isTrue();
      assertThat(identical(source.network().statistics(), statistics)).isTrue();
      assertThat(identical(network.network().parameters(), weights)).isFalse();
      assertThat(identical(network.network().statistics(), own)).isTrue();
    }
  }

  /** After n updates of the average with a still student: s + kept^n (t0 - s). */
  @Test
  void teacherFollowsTheStudentSteadily() {
    try (TaskStage stage = new TaskStage(context(Method.TTSFUDA), network);
        Scope scope = Scope.open()) {
      Segmenter teacher = stage.candidates().get("teacher");
      String name = network.network().parameters().names().get(0);
      float[] before = Ops.floats(teacher.network().parameters().get(name));
      stage.step(0);
      float[] student = Ops.floats(network.network().parameters().get(name));
      float[] after = Ops.floats(teacher.network().parameters().get(name));
      for (int i = 0; i < before.length; i++) {
        assertThat(after[i])
            .isCloseTo((float) (student[i] + 0.99 * (before[i] - student[i])), within(1e-6f));
      }
      assertThat(identical(teacher.network().statistics(), network.network().statistics()))
          .isTrue();
    }
  }

  @Test
  void consistencyIsNoughtWhereTeacherAndViewAreTheStudents() {
    try (Scope scope = Scope.open()) {
      Context context = context(Method.TTSFUDA);
      var x = images.draw(context.seeds(), "any", 0);
      var features = context.outputs(network, x).features();
      assertThat(features).hasSize(3);
      assertThat(Ops.value(AdaptationLoss.consistency(features, features))).isZero();
      var ofTeacher =
          Autograd.withoutGraph(() -> List.copyOf(context.outputs(network, x).features()));
      assertThat(ofTeacher).noneMatch(f -> f.requires_grad());
    }
  }

  @Test
  void entropyStageChangesScalesAndShiftsOfTheNormalisationOnly() {
    try (ParameterSet before = network.network().parameters().copy();
        Stage stage = new EntropyStage(context(Method.TENT), network)) {
      stage.step(0);
      List<String> changed = new ArrayList<>();
      for (String name : before.names()) {
        if (!Ops.identical(before.get(name), network.network().parameters().get(name))) {
          changed.add(name);
        }
      }
      assertThat(changed).isNotEmpty().allMatch(name -> name.contains("norm"));
      assertThat(before.names().stream().filter(name -> name.contains("norm")))
          .containsAll(changed);
    }
  }

  @Test
  void statisticsStageChangesNoWeightAndReachesThoseOfTheImages() {
    try (ParameterSet weights = network.network().parameters().copy();
        ParameterSet before = network.network().statistics().copy();
        StatisticsStage stage = new StatisticsStage(context(Method.BN), network)) {
      for (int i = 0; i < StatisticsStage.ENOUGH; i++) {
        stage.step(i);
      }
      assertThat(identical(network.network().parameters(), weights)).isTrue();
      Map<String, Segmenter> candidates = stage.candidates();
      ParameterSet aligned = candidates.get("aligned").network().statistics();
      ParameterSet half = candidates.get("half aligned").network().statistics();
      String name = before.names().get(0);
      float[] source = Ops.floats(before.get(name));
      float[] target = Ops.floats(aligned.get(name));
      float[] between = Ops.floats(half.get(name));
      for (int i = 0; i < source.length; i++) {
        assertThat(target[i]).isNotEqualTo(source[i]);
        assertThat(between[i]).isCloseTo((source[i] + target[i]) / 2, within(1e-6f));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Method.class)
  void numberOfNativeObjectsIsTheSameAfterEveryAdaptation(Method method) {
    AdaptationSettings few = AdaptationSettings.standard(method).withIterations(2);
    long[] counts = new long[3];
    for (int i = 0; i < counts.length; i++) {
      new Adaptation(network, Optional.empty(), images, few, new Seeds(1), COMPUTE, new Silent())
          .run()
          .close();
      counts[i] = Pointer.totalCount();
    }
    assertThat(counts[2]).isEqualTo(counts[1]);
  }

  @Test
  void sameSeedGivesTheSameBitsAndAnotherDoesNot() {
    AdaptationSettings few = AdaptationSettings.standard(Method.TTSFUDA).withIterations(4);
    List<List<Double>> losses = new ArrayList<>();
    for (long seed : new long[] {1, 1, 2}) {
      List<Double> all = new ArrayList<>();
      AdaptationListener listener =
          new AdaptationListener() {
            @Override
            public void stage(String name, int iterations) {}

            @Override
            public void step(String stage, int done, Map<String, Double> told) {
              all.addAll(told.values());
            }

            @Override
            public void judged(Adaptation.Judged judged) {}
          };
      new Adaptation(network, Optional.empty(), images, few, new Seeds(seed), COMPUTE, listener)
          .run()
          .close();
      losses.add(all);
    }
    assertThat(losses.get(1)).isEqualTo(losses.get(0));
    assertThat(losses.get(2)).isNotEqualTo(losses.get(0));
  }

  @Test
  void keeperStopsAfterThreeUnsafeRoundsAndKeepsTheSource() {
    Judgement fine = new Judgement(0.5, 0.1, List.of(0.9, 0.1));
    Adaptation.Judged source = new Adaptation.Judged("", "source", 0, fine, Optional.empty());
    Judgement empty = new Judgement(1, 0, List.of(1.0, 0.0));
    Keeper keeper = new Keeper(network, source, new Safeguard(fine, Optional.empty()));
    keeper.beginStage();
    for (int round = 1; round <= 3; round++) {
      assertThat(keeper.goesOn()).isTrue();
      Adaptation.Judged judged =
          new Adaptation.Judged(
              "any", "adapted", round, empty, keeper.safeguard().objection(empty));
      keeper.consider(judged, network);
      keeper.endRound(List.of(judged));
    }
    assertThat(keeper.goesOn()).isFalse();
    assertThat(keeper.end()).isEqualTo("stopped since everything became background");
    assertThat(keeper.kept()).isEqualTo(source);
  }
}
