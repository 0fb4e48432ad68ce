package io.github.handful.genseg;

import io.github.handful.segment.Batch;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Weights;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * The lowest level of GenSeg: a generator of synthetic pairs that learns from labelled images, with
 * whatever networks it learns against or beside.
 */
public interface GeneratorTraining extends AutoCloseable {
  /** The loss that tells how far painted or restored images are from real ones, if there is one. */
  String DIFFERENCE = "difference";

  /**
   * The estimate of how far the distributions of made and real pairs are apart, if there is one.
   */
  String DISTANCE = "distance";

  Generator generator();

  Architecture architecture();

  /**
   * One step of all networks on labelled images. The last is that of the generator.
   *
   * @param seed of all random numbers of the step
   * @return the losses before the step, by name
   */
  Map<String, Double> step(Batch batch, double rate, long seed);

  /**
   * The loss that the generator's step follows, as a function of the generator's weights and of the
   * architecture, in float32; the networks beside it are as they are now. With libtorch's generator
   * of random numbers seeded as the step was, it draws what the step drew for this loss.
   */
  Tensor objective(Weights weights, Weights logits, Batch batch);

  /** How far each weight of the generator moves against a unit of its gradient. */
  List<Tensor> preconditioner(double rate);

  /** Everything that a resumed run needs. */
  Map<String, ParameterSet> state();

  @Override
  void close();
}
