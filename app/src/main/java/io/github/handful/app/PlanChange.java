package io.github.handful.app;

import io.github.handful.genseg.GeneratorKind;
import io.github.handful.genseg.GeneratorSpec;
import io.github.handful.genseg.Plan;
import io.github.handful.imaging.DataException;
import io.github.handful.segment.SegmenterKind;
import io.github.handful.segment.SegmenterSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What takes the place of parts of a plan: networks first, then single values.
 *
 * @param published whether the segmenter has the size of its paper
 */
record PlanChange(
    Optional<SegmenterKind> segmenter,
    Optional<GeneratorKind> generator,
    List<PlanSetting> settings,
    boolean published) {

  /**
   * The plan with what was asked for, if anything was.
   *
   * @param data for faults
   * @throws DataException if the plan cannot have it
   */
  Plan of(Plan plan, Path data) {
    Plan segmenting = segmenter.map(kind -> withSegmenter(plan, data, kind)).orElse(plan);
    Plan chosen = generator.map(kind -> withGenerator(segmenting, data, kind)).orElse(segmenting);
    return settings.isEmpty()
        ? chosen
        : PlanFile.with(chosen, settings)
            .withReason("%s: set in place of the plan's".formatted(PlanSetting.joined(settings)));
  }

  private Plan withSegmenter(Plan plan, Path data, SegmenterKind kind) {
    if (plan.image().dimensions() != 2) {
      throw new DataException(
          "%s holds volumes, and %s is a network for pictures; leave the choice of a segmenter out"
              .formatted(data, kind.key()));
    }
    SegmenterSpec chosen =
        kind.spec(plan.segmenter().channels(), plan.segmenter().classes(), published);
    return plan.withSegmenter(
        chosen, "%s: chosen by --segmenter in place of the plan's".formatted(chosen.describe()));
  }

  /** A generator that the plan has already stays as it is. */
  private static Plan withGenerator(Plan plan, Path data, GeneratorKind kind) {
    if (GeneratorKind.of(plan.generator()) == kind) {
      return plan;
    }
    if (plan.image().dimensions() != 2) {
      throw new DataException(
          "%s holds volumes, which the generator %s cannot make; take pix2pix"
              .formatted(data, kind.key()));
    }
    try {
      GeneratorSpec chosen =
          kind.spec(
              plan.segmenter().outputs(),
              plan.segmenter().channels(),
              plan.generator().width(),
              plan.image());
      return plan.withGenerator(
          chosen, "%s: chosen by --generator in place of the plan's".formatted(chosen.describe()));
    } catch (IllegalArgumentException e) {
      throw new DataException(
          "the generator %s does not fit the plan: %s".formatted(kind.key(), e.getMessage()), e);
    }
  }
}
