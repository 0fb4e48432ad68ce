package io.github.handful.bench;

import io.github.handful.genseg.Arm;
import io.github.handful.genseg.GenSegSettings;
import io.github.handful.genseg.Method;
import io.github.handful.genseg.Pix2PixSpec;
import io.github.handful.genseg.Plan;
import io.github.handful.genseg.Planner;
import io.github.handful.imaging.LesionPhantom;
import io.github.handful.imaging.Sample;
import io.github.handful.segment.Example;
import io.github.handful.segment.Learner;
import io.github.handful.segment.Learner.Position;
import io.github.handful.segment.PictureInput;
import io.github.handful.segment.SegmenterTraining;
import io.github.handful.segment.UNetSpec;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Norm;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole GenSeg iteration as a training does it: discriminator and generator, segmenter on real
 * and on synthetic pairs, architecture by the hypergradient with both of its paths.
 *
 * @param every updates of the segmenter between two steps of the architecture
 * @param exact whether the hypergradient is that by double differentiation
 */
record GenSegIteration(Plan plan, int every, boolean exact, Compute compute) {
  /** Enough for two different validation images beside four to learn from. */
  private static final int SAMPLES = 6;

  private static final int VALIDATING = 2;
  private static final int LONG = 1_000_000;
  private static final String REFERENCE =
      "88 s and 14 GB without any gradient to the architecture: the authors' released engine,"
          + " measured on two such cores in float32";

  static List<Measurement> measurements() {
    List<Measurement> all = new ArrayList<>();
    Precisions.all()
        .forEach(
            (word, compute) ->
                all.add(
                    new GenSegIteration(released(), 1, false, compute)
                        .line(
                            "released size, %s, architecture every iteration".formatted(word),
                            3,
                            REFERENCE)));
    int every = standard().genseg().architectureEvery();
    boolean exact = standard().genseg().exactHypergradient();
    Precisions.all()
        .forEach(
            (word, compute) -> {
              all.add(
                  new GenSegIteration(standard(), 1, exact, compute)
                      .line(
                          "default size, %s, architecture every iteration".formatted(word), 7, ""));
              all.add(
                  new GenSegIteration(standard(), every, exact, compute)
                      .line(
                          "default size, %s, architecture every %d".formatted(word, every),
                          5,
                          "mean of %d iterations".formatted(every)));
            });
    Compute auto = Precisions.all().get("auto");
    all.add(
        new GenSegIteration(standard(), 1, false, auto)
            .line("default size, auto, finite differences every iteration", 7, ""));
    all.addAll(Volumes.iterations());
    return all;
  }

  private Measurement line(String name, int repetitions, String remark) {
    return new Measurement(
        Suite.GENSEG_ITERATION.key(), name, "s", effort -> measure(effort, repetitions), remark);
  }

  private double[] measure(Effort effort, int repetitions) {
    List<Example> examples = examples(plan);
    int cut = SAMPLES - VALIDATING;
    Arm arm =
        new Arm(
            Method.GENSEG,
            true,
            withSearch(plan, every, exact),
            examples.subList(0, cut),
            examples.subList(cut, SAMPLES),
            1);
    try (Learner learner = arm.build(compute)) {
      Learner.Phase training = learner.phases().get(learner.phases().size() - 1);
      int[] iteration = {0};
      double[] seconds =
          effort.seconds(
              1,
              repetitions,
              () -> {
                for (int i = 0; i < every; i++) {
                  learner.step(training, new Position(iteration[0]++, LONG));
                }
              });
      for (int i = 0; i < seconds.length; i++) {
        seconds[i] /= every;
      }
      return seconds;
    }
  }

  /** Drawn lesions as the networks of a plan see them. */
  static List<Example> examples(Plan plan) {
    return samples(plan.image().size(0)).stream()
        .map(
            s -> new Example(s.id(), plan.image().apply(s.image()), plan.image().apply(s.labels())))
        .toList();
  }

  private static List<Sample> samples(int side) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      LesionPhantom.Phantom phantom = new LesionPhantom(side, 1, 1).draw(1, i);
      samples.add(new Sample(Integer.toString(i), phantom.image(), phantom.labels()));
    }
    return samples;
  }

  /** What grey images of 128 pixels get on a processor. */
  static Plan standard() {
    return Planner.plan(samples(128), 2, List.of(), Planner.Machine.of(false));
  }

  /** The networks, image size and batches of the authors' released engine. */
  private static Plan released() {
    Plan plan = standard();
    SegmenterTraining.Settings training = plan.training();
    GenSegSettings genseg = plan.genseg();
    return new Plan(
        new PictureInput(256, 256, 1, 0, List.of(new PictureInput.Intensity(0, 1))),
        new UNetSpec(1, 2, 64, 4),
        new SegmenterTraining.Settings(
            2, training.rate(), training.weightDecay(), training.averaging(), training.loss()),
        new Pix2PixSpec(1, 1, 64, 8, Norm.Kind.BATCH, Pix2PixSpec.Search.DECODER, true),
        new GenSegSettings(
            2,
            genseg.pretrainingRate(),
            genseg.rate(),
            genseg.l1Weight(),
            2,
            genseg.gamma(),
            genseg.architectureRate(),
            1,
            false,
            genseg.masks()),
        plan.augmentation(),
        plan.pretraining(),
        plan.updates(),
        plan.validations(),
        List.of());
  }

  private static Plan withSearch(Plan plan, int every, boolean exact) {
    GenSegSettings genseg = plan.genseg();
    return new Plan(
        plan.image(),
        plan.segmenter(),
        plan.training(),
        plan.generator(),
        new GenSegSettings(
            genseg.generatorBatch(),
            genseg.pretrainingRate(),
            genseg.rate(),
            genseg.l1Weight(),
            genseg.syntheticBatch(),
            genseg.gamma(),
            genseg.architectureRate(),
            every,
            exact,
            genseg.masks()),
        plan.augmentation(),
        plan.pretraining(),
        plan.updates(),
        plan.validations(),
        List.of());
  }
}
