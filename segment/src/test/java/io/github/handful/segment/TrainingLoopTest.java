package io.github.handful.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingLoopTest {
  private static ResumedTraining.Result uninterrupted;

  @TempDir Path folder;

  @BeforeAll
  static void trainWithoutInterruption(@TempDir Path whole) throws IOException {
    uninterrupted = ResumedTraining.run(whole, 1e9, words -> {});
    assertThat(uninterrupted.log().lines()).hasSize(6 + 12 + 12);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0, 2", "0, 7", "0, 8", "0, 9", "0, 10", "0, 31", "1e9, 5", "1e9, 20"})
  void aTrainingThatWasInterruptedEndsAsIfItHadNotBeen(double checkpointSeconds, int event)
      throws IOException {
    int[] count = new int[1];
    assertThatThrownBy(
            () ->
                ResumedTraining.run(
                    folder,
                    checkpointSeconds,
                    words -> {
                      if (++count[0] == event) {
                        throw new IllegalStateException("killed at " + words);
                      }
                    }))
        .hasMessageStartingWith("killed at");

    requireSameAsUninterrupted(ResumedTraining.run(folder, checkpointSeconds, words -> {}));
  }

  @Test
  void aTrainingWhoseProcessWasKilledEndsAsIfItHadNotBeen() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                ResumedTraining.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader events = child.inputReader()) {
      String event = events.readLine();
      while (event != null && !event.equals("validated")) {
        event = events.readLine();
      }
      child.destroyForcibly();
      assertThat(event).isEqualTo("validated");
    }
    assertThat(child.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(Files.exists(folder.resolve("checkpoint").resolve("latest.safetensors"))).isTrue();

    requireSameAsUninterrupted(ResumedTraining.run(folder, 0, words -> {}));
  }

  @Test
  void aTrainingThatHasEndedIsNotChanged() throws IOException {
    ResumedTraining.Result first = ResumedTraining.run(folder, 0, words -> {});
    List<String> heard = new ArrayList<>();
    ResumedTraining.Result again = ResumedTraining.run(folder, 0, heard::add);

    assertThat(heard).isEmpty();
    assertThat(again).usingRecursiveComparison().isEqualTo(first);
    assertThat(first.end()).isEqualTo("all iterations are done");
    assertThat(first.updates()).isEqualTo(12);
  }

  private void requireSameAsUninterrupted(ResumedTraining.Result resumed) throws IOException {
    assertThat(resumed).usingRecursiveComparison().isEqualTo(uninterrupted);
    try (var files = Files.list(folder.resolve("checkpoint"))) {
      assertThat(files).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void aLossThatIsNotFiniteEndsTheTrainingAndNamesTheIteration(double loss) {
    try (Scripted learner = new Scripted(i -> false, i -> i == 4 ? loss : 1)) {
      assertThatThrownBy(() -> run(learner, 0))
          .isInstanceOf(TrainingException.class)
          .hasMessageStartingWith("the toy loss became " + loss + " at iteration 4 of phase train;")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void theEarliestOfEquallyGoodWeightsOfTheSecondHalfIsKept() throws IOException {
    try (Scripted learner = new Scripted(i -> i == 4 || i == 7 || i == 9, i -> 1)) {
      TrainingLoop.Outcome outcome = run(learner, 0);
      assertThat(outcome.state().bestIteration()).isEqualTo(7);
      assertThat(outcome.state().bestDice()).isEqualTo(1);
      assertThat(outcome.updates()).isEqualTo(10);
      assertThat(Ops.floats(outcome.weights().get("logit"))).containsExactly(7);
      assertThat(Ops.floats(learner.model().network().parameters().get("logit")))
          .containsExactly(-10);
      outcome.weights().close();
    }
  }

  @Test
  void withoutValidationImagesTheLastWeightsAreKept() throws IOException {
    Validation none = new Validation(List.of(), Toy.WHOLE, Compute.REFERENCE);
    TrainingLoop.Limits limits = new TrainingLoop.Limits(3, 1e9, 1, Optional.empty());
    try (Scripted learner = new Scripted(i -> true, i -> 1)) {
      TrainingLoop.Outcome outcome = run(learner, none, limits, List.of(10));
      assertThat(outcome.state().end()).isEqualTo("all iterations are done");
      assertThat(outcome.state().bestIteration()).isEqualTo(10);
      assertThat(outcome.state().bestDice()).isNaN();
      assertThat(Ops.floats(outcome.weights().get("logit"))).containsExactly(10);
      assertThat(Files.readString(folder.resolve("log.jsonl"))).doesNotContain("validation");
      outcome.weights().close();
    }
  }

  @Test
  void trainingEndsAfterAsManyValidationsWithoutABetterOneAsAllowed() throws IOException {
    try (Scripted learner = new Scripted(i -> i == 6, i -> 1)) {
      TrainingLoop.Outcome outcome = run(learner, 3);
      assertThat(outcome.state().end()).isEqualTo("validation has settled");
      assertThat(outcome.state().bestIteration()).isEqualTo(6);
      assertThat(outcome.updates()).isEqualTo(9);
      assertThat(Ops.floats(outcome.weights().get("logit"))).containsExactly(6);
      outcome.weights().close();
    }
  }

  @Test
  void weightsAreKeptEvenIfTheTimeIsOverBeforeTheFirstValidation() throws IOException {
    try (Scripted learner = new Scripted(i -> true, i -> 1)) {
      TrainingLoop.Outcome outcome = runWithoutTime(learner, List.of(10));
      assertThat(outcome.state().end()).isEqualTo("the time was over");
      assertThat(outcome.updates()).isEqualTo(1);
      assertThat(outcome.state().bestDice()).isEqualTo(1);
      assertThat(Ops.floats(outcome.weights().get("logit"))).containsExactly(1);
      outcome.weights().close();
    }
  }

  @Test
  void segmenterIsTrainedEvenIfThePhaseBeforeTookAllTheTime() throws IOException {
    Scripted twoPhases =
        new Scripted(i -> true, i -> 1) {
          @Override
          public List<Phase> phases() {
            return List.of(new Phase("before", false), SupervisedLearner.PHASE);
          }
        };
    try (twoPhases) {
      TrainingLoop.Outcome outcome = runWithoutTime(twoPhases, List.of(10, 10));
      assertThat(outcome.updates()).isEqualTo(1);
      assertThat(Ops.floats(outcome.weights().get("logit"))).containsExactly(1);
      outcome.weights().close();
    }
  }

  @Test
  void aCheckpointThatIsDamagedOrOfAnotherConfigurationIsRefused() throws IOException {
    Checkpoint checkpoint = new Checkpoint(folder);
    try (SegmenterTraining training = Toy.training(1e-3);
        ParameterSet other = new ParameterSet()) {
      checkpoint.save(training.state(), LoopState.start(List.of(3)));
      other.add("foreign", Ops.zeros(2));
      assertThatThrownBy(() -> checkpoint.restore(Map.of("segmenter", other)))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining("does not belong to this run")
          .hasMessageNotContaining("\n");
      Path file = folder.resolve("latest.safetensors");
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
      assertThatThrownBy(() -> checkpoint.restore(training.state()))
          .isInstanceOf(TrainingException.class)
          .hasMessageContaining(file.toString())
          .hasMessageNotContaining("\n");
    }
  }

  /** Ten iterations, each of which is validated. */
  private TrainingLoop.Outcome run(Scripted learner, int patience) throws IOException {
    return run(learner, new TrainingLoop.Limits(10, 1e9, patience, Optional.empty()), List.of(10));
  }

  /** A training whose planned time is over with its first iteration; validated at the end only. */
  private TrainingLoop.Outcome runWithoutTime(Scripted learner, List<Integer> totals)
      throws IOException {
    TrainingLoop.Pace pace = new TrainingLoop.Pace(1e-9, totals.stream().map(t -> 1e-10).toList());
    return run(learner, new TrainingLoop.Limits(1, 1e9, 0, Optional.of(pace)), totals);
  }

  private TrainingLoop.Outcome run(
      Scripted learner, TrainingLoop.Limits limits, List<Integer> totals) throws IOException {
    return run(learner, Scripted.validation(), limits, totals);
  }

  private TrainingLoop.Outcome run(
      Scripted learner, Validation validation, TrainingLoop.Limits limits, List<Integer> totals)
      throws IOException {
    try (EventLog log = EventLog.open(folder.resolve("log.jsonl"))) {
      return new TrainingLoop(
              learner,
              validation,
              limits,
              new Checkpoint(folder.resolve("checkpoint")),
              log,
              ResumedTraining.listener(words -> {}),
              LoopState.start(totals))
          .run();
    }
  }
}
