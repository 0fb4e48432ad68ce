package io.github.handful.genseg;

import io.github.handful.imaging.PairAugmentation;
import io.github.handful.segment.Example;
import io.github.handful.segment.Examples;
import io.github.handful.segment.Learner;
import io.github.handful.segment.Seeds;
import io.github.handful.segment.SegmenterTraining;
import io.github.handful.segment.SupervisedLearner;
import io.github.handful.segment.TrainingException;
import io.github.handful.segment.Validation;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One way to train on given labelled examples: builds its learner, with the same first weights of
 * the segmenter for every method of one seed.
 *
 * @param validation empty for a method that keeps none back
 * @param augmentReal whether generative methods change the labelled pairs as AUGMENT does
 * @param weights a file of first weights for the segmenter; without it, it begins from scratch
 */
public record Arm(
    Method method,
    boolean augmentReal,
    Plan plan,
    List<Example> training,
    List<Example> validation,
    long seed,
    Optional<Path> weights) {

  /** An arm whose segmenter begins from scratch. */
  public Arm(
      Method method,
      boolean augmentReal,
      Plan plan,
      List<Example> training,
      List<Example> validation,
      long seed) {
    this(method, augmentReal, plan, training, validation, seed, Optional.empty());
  }

  /** A fresh learner, which the caller closes. */
  public Learner build(Compute compute) {
    Seeds seeds = new Seeds(seed);
    Examples examples = examples(training);
    boolean augment = method.augments() && (augmentReal || !method.generates());
    var augmentation = augment ? plan.augmentation() : PairAugmentation.none();
    Ops.seed(seeds.of("segmenter weights", 0));
    SegmenterTraining segmenter = new SegmenterTraining(plan.segmenter(), plan.training(), compute);
    weights.ifPresent(file -> begin(segmenter, file));
    if (!method.generates()) {
      return new SupervisedLearner(segmenter, examples, augmentation, seeds, compute);
    }
    requirePatch();
    Ops.seed(seeds.of("generator weights", 0));
    GeneratorTraining painting = plan.generator().training(plan.genseg(), compute);
    return new GenSegLearner(
        method,
        plan.genseg(),
        painting,
        segmenter,
        examples,
        examples(validation),
        augmentation,
        seeds,
        compute);
  }

  private static void begin(SegmenterTraining segmenter, Path file) {
    try {
      segmenter.startFrom(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The discriminator, or the like of it, must have something to see. */
  private void requirePatch() {
    for (int axis = 0; axis < plan.image().dimensions(); axis++) {
      int least = plan.generator().leastSide(axis);
      if (plan.image().size(axis) < least) {
        throw new TrainingException(
            ("the network's input of %d along axis %d is too small for a generator, which needs %d;"
                    + " take a larger input in the plan, or --method augment")
                .formatted(plan.image().size(axis), axis, least));
      }
    }
  }

  /** Judges every method of one seed by the same images and copies. */
  public Validation validation(Compute compute) {
    return Validation.of(validation, plan.augmentation(), new Seeds(seed), plan.image(), compute);
  }

  /** The same arm by another method. */
  public Arm with(Method other) {
    return new Arm(other, augmentReal, plan, training, validation, seed, weights);
  }

  private Examples examples(List<Example> all) {
    return new Examples(all, plan.image().grid());
  }
}
