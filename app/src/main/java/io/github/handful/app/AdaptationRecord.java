package io.github.handful.app;

import io.github.handful.adapt.Judgement;
import java.util.List;
import java.util.Optional;

/**
 * What {@code run.json} of an adaptation holds: all that decides it, written before it starts, and
 * its result, added when it has ended.
 *
 * @param verb always {@code adapt}: tells it from the record of a training
 * @param rule how source and adapted network were chosen between
 */
record AdaptationRecord(
    String handful,
    String created,
    String verb,
    String method,
    String voting,
    int iterations,
    Optional<Double> budgetSeconds,
    long seed,
    RunRecord.Machine machine,
    Source source,
    Target target,
    String rule,
    Optional<Result> result) {

  /**
   * The model that was adapted.
   *
   * @param fingerprint SHA-256 of its weights file
   */
  record Source(String model, String fingerprint) {}

  /**
   * The unlabelled images.
   *
   * @param fingerprint SHA-256 over the contents of the files
   */
  record Target(String root, String choice, List<String> images, String fingerprint) {}

  /**
   * How the adaptation ended.
   *
   * @param adapted whether an adapted network was kept rather than the source
   * @param network which of the stage's networks was kept, after how many of its updates
   * @param failure why the source was taken to fail on the images; empty if it was not
   */
  record Result(
      boolean adapted,
      String stage,
      String network,
      int update,
      String end,
      Optional<String> failure,
      Judgement before,
      Judgement after,
      double wallSeconds,
      double peakMemoryGigabytes) {}

  AdaptationRecord withResult(Result ended) {
    return new AdaptationRecord(
        handful,
        created,
        verb,
        method,
        voting,
        iterations,
        budgetSeconds,
        seed,
        machine,
        source,
        target,
        rule,
        Optional.of(ended));
  }
}
