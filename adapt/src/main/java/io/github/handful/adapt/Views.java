package io.github.handful.adapt;

import io.github.handful.torch.Ops;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/** Changed copies of a window 1×C×… in [0, 1] that show the same things at the same places. */
final class Views {
  /** The threshold 192 of 8-bit samples. */
  private static final double SOLARISE = 192 / 255.0;

  private static final Intensity.Jitter SLIGHT = new Intensity.Jitter(0.01, 0.01, 0.01, 0.01);
  private static final Intensity.Jitter STRONG = new Intensity.Jitter(0.4, 0.4, 0.4, 0.1);
  private static final double JITTERED = 0.6;
  private static final double GREYED = 0.2;
  private static final double BIAS = 0.3;
  private static final double NOISE = 0.03;

  private Views() {}

  /**
   * The window and four changed copies, 5×C×…. Pictures: slight jitter, grey (of pictures with one
   * channel a gamma), solarised, stretched to the whole range. Volumes: bias field, blur, noise,
   * contrast with gamma.
   */
  static Tensor ensemble(Tensor x, RandomGenerator random) {
    return Ops.cat(x.dim() == 5 ? volumes(x, random) : pictures(x, random), 0);
  }

  private static List<Tensor> pictures(Tensor x, RandomGenerator random) {
    return List.of(
        x,
        SLIGHT.apply(x, random),
        x.size(1) == 3 ? Intensity.grey(x) : Intensity.gamma(x, between(0.8, 1.25, random)),
        Intensity.solarised(x, SOLARISE),
        Intensity.stretched(x));
  }

  private static List<Tensor> volumes(Tensor x, RandomGenerator random) {
    return List.of(
        x,
        Intensity.biased(x, BIAS, random),
        Intensity.blurred(x, between(0.3, 1, random)),
        Intensity.noisy(x, NOISE, random),
        toned(x, random));
  }

  /**
   * The strongly changed copy for the student. Pictures: mostly a strong jitter, sometimes grey.
   * Volumes: bias field, blur, noise, contrast and gamma, one upon another.
   */
  static Tensor strong(Tensor x, RandomGenerator random) {
    if (x.dim() == 5) {
      Tensor biased = Intensity.biased(x, BIAS, random);
      Tensor blurred = Intensity.blurred(biased, between(0.3, 1, random));
      return toned(Intensity.noisy(blurred, NOISE, random), random);
    }
    Tensor jittered = random.nextDouble() < JITTERED ? STRONG.apply(x, random) : x;
    return random.nextDouble() < GREYED ? Intensity.grey(jittered) : jittered;
  }

  private static Tensor toned(Tensor x, RandomGenerator random) {
    Tensor contrasted = Intensity.contrast(x, between(0.75, 1.25, random));
    return Intensity.gamma(contrasted, between(0.75, 1.35, random));
  }

  private static double between(double low, double high, RandomGenerator random) {
    return low + (high - low) * random.nextDouble();
  }
}
