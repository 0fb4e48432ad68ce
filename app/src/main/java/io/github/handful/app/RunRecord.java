package io.github.handful.app;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.github.handful.genseg.Method;
import io.github.handful.genseg.Plan;
import io.github.handful.segment.TrainingLoop;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code run.json} holds: all that decides a run, written before it starts, and its result,
 * added when it has ended.
 *
 * @param totals iterations of each phase
 * @param pace seconds of each phase that the totals were planned with, if by a time budget
 * @param folds how many models are trained, each on all labelled images but its part; 0 for one
 *     model
 * @param weights where the segmenter's first weights are from; empty where it begins from scratch
 * @param patience validations without a better one after which training ends; 0 for never
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record RunRecord(
    String handful,
    String created,
    String method,
    boolean augmentReal,
    long seed,
    Machine machine,
    Data data,
    Plan plan,
    List<Integer> totals,
    Optional<Budget> budget,
    int patience,
    double checkpointSeconds,
    boolean baseline,
    int folds,
    Optional<FirstWeights> weights,
    Optional<Result> result) {

  /** What bit-identical repetition needs to be the same. */
  record Machine(
      String platform,
      String java,
      String libtorch,
      int threads,
      String device,
      String precision) {}

  /**
   * The labelled images of the run and how they were divided.
   *
   * @param fingerprint SHA-256 over the ids and contents of the labelled pairs
   * @param scored the split that the finished model is scored on, empty for none
   */
  record Data(
      String root,
      String fingerprint,
      List<String> training,
      List<String> validation,
      String rule,
      List<String> classes,
      Map<String, Object> labels,
      String scored) {}

  /** A file of weights, and what of it was loaded, for people. */
  record FirstWeights(String file, String loaded) {}

  /** A time budget in seconds and the seconds planned for each phase. */
  record Budget(double seconds, List<Double> phaseSeconds) {}

  /**
   * How the run ended.
   *
   * @param updates of the segmenter
   * @param bestUpdate after which of them the kept weights were reached
   * @param validationDice NaN where no image validates
   * @param scores mean Dice and its interval on the scored split
   */
  record Result(
      String end,
      int updates,
      int bestUpdate,
      double validationDice,
      double trainingSeconds,
      double wallSeconds,
      double peakMemoryGigabytes,
      Score score) {}

  /** Mean Dice over the images of a split with a bootstrap 95 % interval. */
  record Score(String split, int images, double dice, double lower, double upper) {}

  /** The network and where its first weights are from, for people. */
  String segmenter() {
    return plan.segmenter().describe()
        + weights.map(w -> "; %s: %s".formatted(w.file(), w.loaded())).orElse(", from scratch");
  }

  RunRecord withResult(Result ended) {
    return new RunRecord(
        handful,
        created,
        method,
        augmentReal,
        seed,
        machine,
        data,
        plan,
        totals,
        budget,
        patience,
        checkpointSeconds,
        baseline,
        folds,
        weights,
        Optional.of(ended));
  }

  RunRecord planned(Plan lengths, List<Integer> phases, TrainingLoop.Pace pace) {
    return new RunRecord(
        handful,
        created,
        method,
        augmentReal,
        seed,
        machine,
        data,
        lengths,
        phases,
        Optional.of(new Budget(pace.seconds(), pace.phaseSeconds())),
        patience,
        checkpointSeconds,
        baseline,
        folds,
        weights,
        result);
  }

  /** The record of the method augment with the updates that this run has had. */
  RunRecord asBaseline() {
    int updates = result.orElseThrow().updates();
    return new RunRecord(
        handful,
        created,
        Method.AUGMENT.key(),
        true,
        seed,
        machine,
        data,
        plan.withLengths(plan.pretraining(), updates),
        List.of(updates),
        Optional.empty(),
        0,
        checkpointSeconds,
        false,
        0,
        weights,
        Optional.empty());
  }

  /**
   * The record of one fold, which learns from some of the labelled images and keeps others back.
   */
  RunRecord asFold(LabelledData part, String rule) {
    return new RunRecord(
        handful,
        created,
        method,
        augmentReal,
        seed,
        machine,
        new Data(
            data.root(),
            data.fingerprint(),
            LabelledData.ids(part.training()),
            LabelledData.ids(part.validation()),
            rule,
            data.classes(),
            data.labels(),
            Scored.VALIDATION),
        plan,
        totals,
        budget,
        patience,
        checkpointSeconds,
        false,
        0,
        weights,
        Optional.empty());
  }
}
