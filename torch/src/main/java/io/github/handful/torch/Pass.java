package io.github.handful.torch;

/** One run of a network: the weights it runs on and how its layers behave. */
public record Pass(Weights weights, ParameterSet statistics, Mode mode) {
  /** How dropout and batch normalisation behave. */
  public enum Mode {
    /** Dropout on; batch statistics, and the running ones follow them. */
    TRAINING,
    /** As TRAINING, but the running statistics are left alone. */
    PROBING,
    /** Dropout off; running statistics. */
    EVALUATING
  }

  public boolean dropsOut() {
    return mode != Mode.EVALUATING;
  }
}
