package io.github.handful.genseg;

import io.github.handful.segment.Batch;
import io.github.handful.segment.Painter;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * A generator that learns as in the method "separate", for learners of other systems: against a
 * discriminator and from the absolute difference, while its architecture stays as it is.
 */
public final class GeneratorPainter implements Painter {
  private final GeneratorTraining training;
  private final double rate;
  private final Compute compute;

  /**
   * Builds generator and discriminator with fresh weights from libtorch's generator.
   *
   * @param l1Weight of the absolute difference, 100 in the paper
   * @param rate learning rate of both networks
   */
  public GeneratorPainter(Pix2PixSpec spec, double l1Weight, double rate, Compute compute) {
    this.training = spec.training(l1Weight, false, compute);
    this.rate = rate;
    this.compute = compute;
  }

  @Override
  public int multiple(int axis) {
    return training.generator().spec().multiple(axis);
  }

  @Override
  public Map<String, Double> learn(Batch labelled, long seed) {
    return training.step(labelled, rate, seed);
  }

  @Override
  public Tensor paint(Tensor targets, long seed) {
    Ops.seed(seed);
    Generator generator = training.generator();
    return Autograd.withoutGraph(
        () ->
            generator
                .pairs(
                    generator.network().probing(generator.network().parameters()),
                    training.architecture().logits(),
                    targets,
                    compute)
                .images());
  }

  @Override
  public Map<String, ParameterSet> state() {
    return training.state();
  }

  @Override
  public void close() {
    training.close();
  }
}
