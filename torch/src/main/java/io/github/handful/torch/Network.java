package io.github.handful.torch;

/**
 * What a network owns: learnable parameters and the running statistics of its normalisation layers.
 * Layers declare their tensors here when they are built and look them up through a {@link Pass}.
 */
public final class Network implements AutoCloseable {
  private final ParameterSet parameters = new ParameterSet();
  private final ParameterSet statistics = new ParameterSet();
  private final Initialiser initialiser;

  public Network(Initialiser initialiser) {
    this.initialiser = initialiser;
  }

  public ParameterSet parameters() {
    return parameters;
  }

  public ParameterSet statistics() {
    return statistics;
  }

  Initialiser initialiser() {
    return initialiser;
  }

  /** Ends the declarations: moves everything to the device and makes the parameters trainable. */
  public Network ready(Compute compute) {
    if (compute.cuda()) {
      parameters.place(compute);
      statistics.place(compute);
    }
    parameters.requireGradients();
    return this;
  }

  /** Runs on the network's own weights; batch normalisation learns its running statistics. */
  public Pass training() {
    return new Pass(parameters, statistics, Pass.Mode.TRAINING);
  }

  /** Runs on the network's own weights and running statistics. */
  public Pass evaluating() {
    return new Pass(parameters, statistics, Pass.Mode.EVALUATING);
  }

  /**
   * Runs as in training, on any weights, but leaves the running statistics alone: for the extra
   * evaluations of a hypergradient.
   */
  public Pass probing(Weights weights) {
    return new Pass(weights, statistics, Pass.Mode.PROBING);
  }

  @Override
  public void close() {
    parameters.close();
    statistics.close();
  }
}
