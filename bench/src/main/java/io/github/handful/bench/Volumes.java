package io.github.handful.bench;

import io.github.handful.genseg.Arm;
import io.github.handful.genseg.GenSegSettings;
import io.github.handful.genseg.Method;
import io.github.handful.genseg.Pix2PixSpec;
import io.github.handful.genseg.Plan;
import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.MaskAugmentation;
import io.github.handful.imaging.PairAugmentation;
import io.github.handful.segment.Batch;
import io.github.handful.segment.Example;
import io.github.handful.segment.Examples;
import io.github.handful.segment.Learner;
import io.github.handful.segment.Learner.Position;
import io.github.handful.segment.Normalisation;
import io.github.handful.segment.Predictor;
import io.github.handful.segment.RateSchedule;
import io.github.handful.segment.Seeds;
import io.github.handful.segment.SegmentationLoss;
import io.github.handful.segment.Segmenter;
import io.github.handful.segment.SegmenterTraining;
import io.github.handful.segment.VolumeInput;
import io.github.handful.segment.VolumeUNetSpec;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Norm;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.ArrayList;
import java.util.List;

/** What volumes cost: an update of the U-Net, a prediction through windows, a GenSeg iteration. */
record Volumes(int width, Grid patch, int batch, Compute compute) {
  private static final Grid PATCH = Grid.of(40, 56, 40);
  private static final int LONG = 1_000_000;

  /** Updates of the U-Net. */
  static List<Measurement> updates() {
    List<Measurement> all = new ArrayList<>();
    for (int width : new int[] {16, 32}) {
      Precisions.all()
          .forEach((word, compute) -> all.add(new Volumes(width, PATCH, 2, compute).update(word)));
    }
    return all;
  }

  /** Predictions through 27 windows. */
  static List<Measurement> predictions() {
    List<Measurement> all = new ArrayList<>();
    Grid volume = Grid.of(2 * PATCH.width(), 2 * PATCH.height(), 2 * PATCH.depth());
    Precisions.all()
        .forEach(
            (word, compute) ->
                all.add(new Volumes(16, PATCH, 1, compute).prediction(word, volume)));
    return all;
  }

  /** Whole GenSeg iterations. */
  static List<Measurement> iterations() {
    List<Measurement> all = new ArrayList<>();
    Precisions.all()
        .forEach((word, compute) -> all.add(new Volumes(16, PATCH, 2, compute).iteration(word)));
    return all;
  }

  private String name() {
    return "width %d, %s voxels, batch %d"
        .formatted(width, patch.describe().replace(" ", ""), batch);
  }

  Measurement update(String precision) {
    return new Measurement(
        Suite.SEGMENTER.key(),
        "3-D U-Net %s, %s".formatted(name(), precision),
        "ms",
        this::updateTimes,
        "");
  }

  Measurement prediction(String precision, Grid volume) {
    return new Measurement(
        Suite.PREDICT.key(),
        "3-D U-Net width %d, windows of %s on %s voxels, %s"
            .formatted(
                width,
                patch.describe().replace(" ", ""),
                volume.describe().replace(" ", ""),
                precision),
        "Mvoxel/s",
        effort -> predictionRates(effort, volume),
        "");
  }

  Measurement iteration(String precision) {
    return new Measurement(
        Suite.GENSEG_ITERATION.key(),
        "volumes, %s, %s, architecture every iteration".formatted(name(), precision),
        "s",
        this::iterationTimes,
        "");
  }

  private VolumeUNetSpec segmenter() {
    return new VolumeUNetSpec(
        1,
        2,
        width,
        VolumeUNetSpec.stages(
            List.of(1.0, 1.0, 1.0), List.of(patch.width(), patch.height(), patch.depth()), 5));
  }

  private VolumeInput input() {
    return new VolumeInput(
        List.of(patch.width(), patch.height(), patch.depth()),
        1,
        List.of(1.0, 1.0, 1.0),
        List.of(new Normalisation.Range(0, 1)));
  }

  private SegmenterTraining.Settings settings() {
    return new SegmenterTraining.Settings(
        batch, new RateSchedule(1e-3, 0, 1), 1e-4, 0.98, SegmentationLoss.DICE);
  }

  private double[] updateTimes(Effort effort) {
    Ops.seed(1);
    try (SegmenterTraining training = new SegmenterTraining(segmenter(), settings(), compute);
        Scope scope = Scope.open()) {
      Examples examples = new Examples(Balls.examples(batch, patch), patch);
      Batch drawn =
          Batch.of(
              examples.draw(new Seeds(1), "volumes", 0, batch, PairAugmentation.none()),
              segmenter(),
              compute);
      return effort.milliseconds(
          2, 7, () -> training.update(() -> training.loss(drawn), new Position(1, 100)));
    }
  }

  private double[] predictionRates(Effort effort, Grid volume) {
    Ops.seed(1);
    Image image = Balls.examples(1, volume).get(0).image();
    try (Segmenter segmenter = segmenter().build(compute)) {
      Predictor predictor = new Predictor(segmenter, input(), compute);
      double[] rates = effort.seconds(1, 3, () -> predictor.labels(image));
      for (int i = 0; i < rates.length; i++) {
        rates[i] = volume.count() / 1e6 / rates[i];
      }
      return rates;
    }
  }

  private double[] iterationTimes(Effort effort) {
    List<Example> examples = Balls.examples(4, patch);
    Arm arm =
        new Arm(Method.GENSEG, true, plan(), examples.subList(0, 2), examples.subList(2, 4), 1);
    try (Learner learner = arm.build(compute)) {
      Learner.Phase training = learner.phases().get(learner.phases().size() - 1);
      int[] iteration = {0};
      return effort.seconds(1, 3, () -> learner.step(training, new Position(iteration[0]++, LONG)));
    }
  }

  private Plan plan() {
    return new Plan(
        input(),
        segmenter(),
        settings(),
        new Pix2PixSpec(
            1, 1, width, 3, Norm.Kind.INSTANCE, Pix2PixSpec.Search.ENCODER, true, List.of(3, 3, 3)),
        new GenSegSettings(
            batch, 5e-4, 1e-4, 100, true, batch, 1, 1e-2, 1, true, MaskAugmentation.standard()),
        PairAugmentation.standardForVolumes(),
        1,
        1,
        1,
        List.of());
  }
}
