package io.github.handful.app;

import io.github.handful.genseg.GeneratorKind;
import io.github.handful.genseg.Method;
import io.github.handful.segment.SegmenterKind;
import io.github.handful.torch.Precision;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the user wants of a new run.
 *
 * @param labelled training images to use, 0 for all
 * @param folds models for cross-validation, 0 for one model
 * @param budget zero where no time was given
 * @param iterations updates of the segmenter, 0 where they were not given
 * @param pretraining steps of the generator, 0 where they were not given
 * @param segmenter in place of the plan's
 * @param generator in place of the plan's
 * @param settings of the plan, in place of its own
 * @param weights first weights of the segmenter, which else begins from scratch
 * @param score the split to score on, empty for the usual one
 */
record Wishes(
    Path data,
    boolean overwrite,
    int labelled,
    Method method,
    boolean augmentReal,
    boolean baseline,
    int folds,
    Duration budget,
    int iterations,
    int pretraining,
    Optional<Path> plan,
    Optional<SegmenterKind> segmenter,
    Optional<GeneratorKind> generator,
    List<PlanSetting> settings,
    Optional<Path> weights,
    Precision precision,
    String score,
    Duration checkpointEvery,
    long seed,
    int threads,
    DeviceChoice device) {

  /**
   * The same wishes.
   *
   * @throws IllegalArgumentException if two of them contradict each other
   */
  Wishes fitting() {
    if (baseline && method == Method.AUGMENT) {
      throw new IllegalArgumentException(
          "the baseline is the method augment itself; leave --baseline out");
    }
    if (baseline && !method.validates()) {
      throw new IllegalArgumentException(
          "--baseline shares the validation images, and %s has none; see handful compare"
              .formatted(method.key()));
    }
    if (generator.isPresent() && !method.generates()) {
      throw new IllegalArgumentException(
          "the method %s has no generator; leave --generator out".formatted(method.key()));
    }
    if (folds == 1) {
      throw new IllegalArgumentException("--folds must be at least 2");
    }
    if (folds > 0 && baseline) {
      throw new IllegalArgumentException(
          "--baseline trains one model beside another; leave it or --folds out");
    }
    if (folds > 0 && !method.validates()) {
      throw new IllegalArgumentException(
          "the method %s keeps no image back; leave --folds out".formatted(method.key()));
    }
    return this;
  }
}
