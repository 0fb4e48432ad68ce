package io.github.handful.torch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter 2019). */
public final class Adam implements Optimizer {
  private static final String STEPS = "steps";

  private final ParameterSet parameters;
  private final Settings settings;
  private final ParameterSet state = new ParameterSet();

  /**
   * Decay rates of the two moments, the weight decay per unit of learning rate, and the number
   * added to the root of the second moment.
   */
  public record Settings(double beta1, double beta2, double weightDecay, double epsilon) {
    public static Settings standard() {
      return new Settings(0.9, 0.999, 0, 1e-8);
    }

    /** The betas (0.5, 0.999) of conditional GANs. */
    public static Settings gan() {
      return new Settings(0.5, 0.999, 0, 1e-8);
    }

    public Settings withWeightDecay(double decay) {
      return new Settings(beta1, beta2, decay, epsilon);
    }
  }

  public Adam(ParameterSet parameters, Settings settings) {
    this.parameters = parameters;
    this.settings = settings;
    try (Scope scope = Scope.open()) {
      state.add(STEPS, Ops.tensor(new double[] {0}, 1));
      parameters
          .asMap()
          .forEach(
              (name, p) -> {
                state.add(name + ".mean", Ops.zerosLike(p));
                state.add(name + ".square", Ops.zerosLike(p));
              });
    }
  }

  @Override
  public void step(List<Tensor> gradients, double rate) {
    Autograd.withoutGraph(() -> stepInPlace(gradients, rate));
  }

  private void stepInPlace(List<Tensor> gradients, double rate) {
    state.get(STEPS).add_(new Scalar(1.0));
    double t = steps();
    double stepSize = rate / (1 - Math.pow(settings.beta1(), t));
    int i = 0;
    for (String name : parameters.names()) {
      try (Scope scope = Scope.open()) {
        Tensor p = parameters.get(name);
        Tensor g = gradients.get(i++);
        if (settings.weightDecay() > 0) {
          p.mul_(new Scalar(1 - rate * settings.weightDecay()));
        }
        Tensor mean = state.get(name + ".mean");
        Tensor square = state.get(name + ".square");
        mean.lerp_(g, new Scalar(1 - settings.beta1()));
        square.mul_(new Scalar(settings.beta2())).addcmul_(g, g, new Scalar(1 - settings.beta2()));
        p.addcdiv_(mean, denominator(square, t), new Scalar(-stepSize));
      }
    }
  }

  private Tensor denominator(Tensor square, double steps) {
    double correction = 1 / Math.sqrt(1 - Math.pow(settings.beta2(), steps));
    return square.sqrt().mul_(new Scalar(correction)).add_(new Scalar(settings.epsilon()));
  }

  private double steps() {
    return state.get(STEPS).item_double();
  }

  @Override
  public List<Tensor> preconditioner(double rate) {
    double t = Math.max(1, steps());
    List<Tensor> scales = new ArrayList<>();
    for (String name : parameters.names()) {
      scales.add(
          Autograd.withoutGraph(
              () ->
                  denominator(state.get(name + ".square"), t)
                      .reciprocal_()
                      .mul_(new Scalar(rate))));
    }
    return scales;
  }

  @Override
  public ParameterSet state() {
    return state;
  }

  @Override
  public void close() {
    state.close();
  }
}
