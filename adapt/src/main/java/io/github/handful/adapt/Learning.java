package io.github.handful.adapt;

import io.github.handful.segment.Segmenter;
import io.github.handful.torch.Adam;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.ParameterSet;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** Chosen weights of a network with their optimiser. */
final class Learning implements AutoCloseable {
  private final List<Tensor> weights;
  private final ParameterSet aliases = new ParameterSet();
  private final Adam optimiser;
  private final double rate;

  private Learning(ParameterSet all, List<String> names, double rate, double weightDecay) {
    this.weights = names.stream().map(all::get).toList();
    names.forEach(name -> aliases.add(name, all.get(name)));
    this.optimiser = new Adam(aliases, Adam.Settings.standard().withWeightDecay(weightDecay));
    this.rate = rate;
  }

  /** All weights, at the rate and decay of the settings. */
  static Learning all(Context context, Segmenter segmenter) {
    ParameterSet parameters = segmenter.network().parameters();
    AdaptationSettings settings = context.settings();
    return new Learning(parameters, parameters.names(), settings.rate(), settings.weightDecay());
  }

  /** The scales and shifts of normalisation layers, which are the only weights of one dimension. */
  static Learning normalisation(ParameterSet parameters, double rate) {
    List<String> names =
        parameters.names().stream()
            .filter(name -> name.endsWith(".weight") && parameters.get(name).dim() == 1)
            .map(name -> name.substring(0, name.length() - "weight".length()))
            .flatMap(layer -> Stream.of(layer + "weight", layer + "bias"))
            .toList();
    return new Learning(parameters, names, rate, 0);
  }

  /** One update against the gradient of a loss. */
  void step(Tensor loss) {
    optimiser.step(Autograd.gradients(loss, weights), rate);
  }

  @Override
  public void close() {
    optimiser.close();
    aliases.close();
  }
}
