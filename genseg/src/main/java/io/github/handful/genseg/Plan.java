package io.github.handful.genseg;

import io.github.handful.imaging.PairAugmentation;
import io.github.handful.segment.Preprocessing;
import io.github.handful.segment.SegmenterSpec;
import io.github.handful.segment.SegmenterTraining;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Everything that decides a training beside the data, the method and the seed; a person may edit
 * it.
 *
 * @param augmentation how labelled pairs are changed, by the methods that change them
 * @param pretraining steps of the generator before the segmenter starts
 * @param updates of the segmenter
 * @param validations how often the segmenter is validated on the way, at most
 * @param reasons why the plan is as it is, for people; not read
 */
public record Plan(
    Preprocessing image,
    SegmenterSpec segmenter,
    SegmenterTraining.Settings training,
    GeneratorSpec generator,
    GenSegSettings genseg,
    PairAugmentation augmentation,
    int pretraining,
    int updates,
    int validations,
    List<String> reasons) {

  /** Validations would otherwise take longer than the training. */
  private static final int LEAST_BETWEEN_VALIDATIONS = 10;

  public Plan {
    if (segmenter.dimensions() != image.dimensions()
        || generator.dimensions() != image.dimensions()) {
      throw new IllegalArgumentException(
          "image, segmenter and generator must all be of pictures or all of volumes, got %d, %d and"
              + " %d dimensions"
                  .formatted(image.dimensions(), segmenter.dimensions(), generator.dimensions()));
    }
    requireMultiple("the segmenter", segmenter::multiple, image);
    requireMultiple("the generator", generator::multiple, image);
    if (!generator.conditional()) {
      requireSize(generator, image);
    }
    if (segmenter.channels() != image.channels() || generator.outputs() != image.channels()) {
      throw new IllegalArgumentException(
          "image, segmenter and generator must have the same channels, got "
              + image.channels()
              + ", "
              + segmenter.channels()
              + " and "
              + generator.outputs());
    }
    if (pretraining < 1 || updates < 1 || validations < 1) {
      throw new IllegalArgumentException("pretraining, updates and validations must be at least 1");
    }
    reasons = List.copyOf(reasons);
  }

  private static void requireMultiple(
      String network, IntUnaryOperator multiple, Preprocessing image) {
    List<Integer> sizes = perAxis(image::size, image.dimensions());
    List<Integer> multiples = perAxis(multiple, image.dimensions());
    for (int axis = 0; axis < sizes.size(); axis++) {
      if (sizes.get(axis) % multiples.get(axis) != 0) {
        throw new IllegalArgumentException(
            "the image size %s must be a multiple of %s for %s"
                .formatted(joined(sizes), joined(multiples), network));
      }
    }
  }

  private static void requireSize(GeneratorSpec generator, Preprocessing image) {
    List<Integer> sizes = perAxis(image::size, image.dimensions());
    List<Integer> made = perAxis(generator::multiple, image.dimensions());
    if (!sizes.equals(made)) {
      throw new IllegalArgumentException(
          "the generator makes images of %s, but the image size is %s"
              .formatted(joined(made), joined(sizes)));
    }
  }

  private static List<Integer> perAxis(IntUnaryOperator value, int axes) {
    return IntStream.range(0, axes).map(value).boxed().toList();
  }

  /** Such as 64x96, or one number where all axes have the same. */
  private static String joined(List<Integer> values) {
    return values.stream().distinct().count() == 1
        ? values.get(0).toString()
        : values.stream().map(Object::toString).collect(Collectors.joining("x"));
  }

  /** How often a segmenter with so many updates is validated: not more than every tenth. */
  public int validationsOf(int segmenterUpdates) {
    return Math.min(validations, Math.max(1, segmenterUpdates / LEAST_BETWEEN_VALIDATIONS));
  }

  /** The same plan with another segmenter, and the reason for it. */
  public Plan withSegmenter(SegmenterSpec other, String reason) {
    return new Plan(
            image,
            other,
            training,
            generator,
            genseg,
            augmentation,
            pretraining,
            updates,
            validations,
            reasons)
        .withReason(reason);
  }

  /** The same plan with a further reason. */
  public Plan withReason(String reason) {
    return new Plan(
        image,
        segmenter,
        training,
        generator,
        genseg,
        augmentation,
        pretraining,
        updates,
        validations,
        Stream.concat(reasons.stream(), Stream.of(reason)).toList());
  }

  /** The same plan with another generator, and the reason for it. */
  public Plan withGenerator(GeneratorSpec other, String reason) {
    return new Plan(
        image,
        segmenter,
        training,
        other,
        genseg,
        augmentation,
        pretraining,
        updates,
        validations,
        Stream.concat(reasons.stream(), Stream.of(reason)).toList());
  }

  /** The same plan with other lengths. */
  public Plan withLengths(int steps, int segmenterUpdates) {
    return new Plan(
        image,
        segmenter,
        training,
        generator,
        genseg,
        augmentation,
        steps,
        segmenterUpdates,
        validations,
        reasons);
  }
}
