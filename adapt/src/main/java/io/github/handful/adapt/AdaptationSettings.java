package io.github.handful.adapt;

/**
 * What decides an adaptation beside the source model, the images and the seed.
 *
 * @param iterations updates in all; methods of several stages share them equally
 * @param rate learning rate of Adam
 * @param tentRate learning rate of the method TENT, which changes few weights
 * @param weightDecay per unit of the learning rate
 * @param averaging how much of the teacher is kept in an update of the second stage
 * @param judgements how many times the network is judged in each stage
 */
public record AdaptationSettings(
    Method method,
    Voting voting,
    int iterations,
    double rate,
    double tentRate,
    double weightDecay,
    double averaging,
    int judgements) {
  public AdaptationSettings {
    if (iterations < 1 || judgements < 1) {
      throw new IllegalArgumentException(
          "an adaptation needs iterations and judgements of 1 or more, got %d and %d"
              .formatted(iterations, judgements));
    }
  }

  /**
   * The usual values. Rate and length were chosen on images of the source's scanner with drawn
   * shifts of intensity; at the rate of the released code, 1e-4, trained segmenters were mostly
   * harmed.
   */
  public static AdaptationSettings standard(Method method) {
    return new AdaptationSettings(method, Voting.MEMBERS, 200, 2e-5, 1e-3, 1e-4, 0.99, 8);
  }

  public AdaptationSettings withIterations(int count) {
    return new AdaptationSettings(
        method, voting, count, rate, tentRate, weightDecay, averaging, judgements);
  }

  public AdaptationSettings withVoting(Voting chosen) {
    return new AdaptationSettings(
        method, chosen, iterations, rate, tentRate, weightDecay, averaging, judgements);
  }

  public AdaptationSettings withMethod(Method chosen) {
    return new AdaptationSettings(
        chosen, voting, iterations, rate, tentRate, weightDecay, averaging, judgements);
  }
}
