package io.github.handful.segment;

import io.github.handful.torch.Ops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A training of two phases in a folder, which goes on from wherever the last one there ended. */
final class ResumedTraining {
  static final List<Integer> TOTALS = List.of(6, 12);

  private ResumedTraining() {}

  /** What a training leaves behind. */
  record Result(String end, int updates, List<float[]> best, List<float[]> state, String log) {}

  /** Runs to the end, and tells {@code heard} of every event in words. */
  static Result run(Path folder, double checkpointSeconds, Consumer<String> heard)
      throws IOException {
    TrainingLoop.Limits limits =
        new TrainingLoop.Limits(10, checkpointSeconds, 0, Optional.empty());
    Path log = folder.resolve("log.jsonl");
    Checkpoint checkpoint = new Checkpoint(folder.resolve("checkpoint"));
    try (Learner learner = Toy.learner();
        EventLog events = EventLog.open(log)) {
      TrainingLoop loop =
          new TrainingLoop(
              learner,
              Toy.validation(),
              limits,
              checkpoint,
              events,
              listener(heard),
              LoopState.start(TOTALS));
      TrainingLoop.Outcome outcome = loop.run();
      List<float[]> best = new ArrayList<>();
      outcome.weights().tensors().forEach(t -> best.add(Ops.floats(t)));
      outcome.statistics().tensors().forEach(t -> best.add(Ops.floats(t)));
      List<float[]> state = new ArrayList<>();
      learner.state().values().forEach(s -> s.tensors().forEach(t -> state.add(Ops.floats(t))));
      outcome.weights().close();
      outcome.statistics().close();
      return new Result(
          outcome.state().end(), outcome.updates(), best, state, Files.readString(log));
    }
  }

  static TrainingListener listener(Consumer<String> heard) {
    return new TrainingListener() {
      @Override
      public void phase(Learner.Phase phase, int total) {
        heard.accept("phase " + phase.name());
      }

      @Override
      public void step(int done, Map<String, Double> losses) {
        heard.accept("step " + done);
      }

      @Override
      public void validated(double dice, double best) {
        heard.accept("validated");
      }
    };
  }

  /** For a process that is killed: prints every event, and saves after every step. */
  public static void main(String[] arguments) throws IOException {
    run(Path.of(arguments[0]), 0, System.out::println);
  }
}
