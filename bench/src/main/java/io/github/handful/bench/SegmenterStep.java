package io.github.handful.bench;

import io.github.handful.segment.Batch;
import io.github.handful.segment.Learner.Position;
import io.github.handful.segment.RateSchedule;
import io.github.handful.segment.SegmentationLoss;
import io.github.handful.segment.SegmenterSpec;
import io.github.handful.segment.SegmenterTraining;
import io.github.handful.segment.UNetSpec;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** One update of the U-Net on labelled images. */
record SegmenterStep(int width, int side, int batch, Compute compute) {

  static List<Measurement> measurements() {
    List<Measurement> all = new ArrayList<>();
    Precisions.all()
        .forEach((word, compute) -> all.add(new SegmenterStep(16, 128, 4, compute).line(word)));
    Precisions.all()
        .forEach((word, compute) -> all.add(new SegmenterStep(64, 256, 2, compute).line(word)));
    all.addAll(Volumes.updates());
    return all;
  }

  Measurement line(String precision) {
    return new Measurement(
        Suite.SEGMENTER.key(),
        "U-Net width %d, %d px, batch %d, %s".formatted(width, side, batch, precision),
        "ms",
        this::measure,
        "");
  }

  private double[] measure(Effort effort) {
    Ops.seed(1);
    SegmenterSpec spec = new UNetSpec(1, 2, width, 4);
    SegmenterTraining.Settings settings =
        new SegmenterTraining.Settings(
            batch, new RateSchedule(1e-3, 0, 1), 1e-4, 0.98, SegmentationLoss.DICE);
    try (SegmenterTraining training = new SegmenterTraining(spec, settings, compute);
        Scope scope = Scope.open()) {
      Tensor foreground = Ops.uniform(1, batch, 1, side, side).sign().relu();
      Batch examples =
          new Batch(
              compute.batch(Ops.uniform(1, batch, 1, side, side)),
              Ops.cat(List.of(Ops.oneMinus(foreground), foreground), 1));
      return effort.milliseconds(
          2, 7, () -> training.update(() -> training.loss(examples), new Position(1, 100)));
    }
  }
}
