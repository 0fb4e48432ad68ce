package io.github.handful.segment;

import io.github.handful.imaging.DataException;
import io.github.handful.torch.Adam;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Scope;
import io.github.handful.torch.WeightAverage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * A segmenter with its optimiser and the running average of its weights, which is what is validated
 * and kept: averages of the weights along the way vary less from step to step than the weights.
 */
public final class SegmenterTraining implements AutoCloseable {
  private final Settings settings;
  private final Compute compute;
  private final Segmenter segmenter;
  private final Segmenter averaged;
  private final Adam optimiser;
  private final WeightAverage average;

  /**
   * How a segmenter is trained.
   *
   * @param batch labelled images in one update
   * @param rate the learning rate of Adam
   * @param averaging how much of the average is kept in one update, from 0 (no average) below 1
   */
  public record Settings(
      int batch, RateSchedule rate, double weightDecay, double averaging, SegmentationLoss loss) {}

  public SegmenterTraining(SegmenterSpec spec, Settings settings, Compute compute) {
    this.settings = settings;
    this.compute = compute;
    this.segmenter = spec.build(compute);
    this.averaged = spec.build(compute);
    this.optimiser =
        new Adam(
            segmenter.network().parameters(),
            Adam.Settings.standard().withWeightDecay(settings.weightDecay()));
    this.average = new WeightAverage(averaged.network(), segmenter.network(), settings.averaging());
  }

  /**
   * Begins from weights in a file, where they fit; see {@link PretrainedWeights}.
   *
   * @throws DataException if the file is missing or nothing in it fits
   */
  public void startFrom(Path file) throws IOException {
    PretrainedWeights.load(file, segmenter);
    averaged.network().parameters().assign(segmenter.network().parameters());
    averaged.network().statistics().assign(segmenter.network().statistics());
  }

  public Segmenter segmenter() {
    return segmenter;
  }

  /** The segmenter with the averaged weights. */
  public Segmenter averaged() {
    return averaged;
  }

  public Settings settings() {
    return settings;
  }

  public Adam optimiser() {
    return optimiser;
  }

  /** The loss on labelled images; batch normalisation learns its statistics from them. */
  public Tensor loss(Batch batch) {
    return settings
        .loss()
        .of(
            compute.run(() -> segmenter.logits(segmenter.network().training(), batch.images())),
            batch.targets());
  }

  /** The update at a position by a loss, and the value of the loss. */
  public double update(Supplier<Tensor> loss, Learner.Position position) {
    try (Scope scope = Scope.open()) {
      Tensor value = loss.get();
      List<Tensor> gradients =
          Autograd.gradients(value, segmenter.network().parameters().tensors());
      optimiser.step(gradients, rate(position));
      average.follow(position.iteration());
      return Ops.value(value);
    }
  }

  /** The learning rate of an update. */
  public double rate(Learner.Position position) {
    return settings.rate().rate(position.iteration(), position.total());
  }

  /** Everything that a resumed run needs. */
  public Map<String, ParameterSet> state() {
    Map<String, ParameterSet> state = new LinkedHashMap<>();
    state.put("segmenter", segmenter.network().parameters());
    state.put("segmenter statistics", segmenter.network().statistics());
    state.put("segmenter optimiser", optimiser.state());
    state.put("average", averaged.network().parameters());
    state.put("average statistics", averaged.network().statistics());
    return state;
  }

  @Override
  public void close() {
    segmenter.close();
    averaged.close();
    optimiser.close();
  }
}
