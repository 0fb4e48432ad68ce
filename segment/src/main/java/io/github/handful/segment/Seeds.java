package io.github.handful.segment;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Random numbers as a function of the run's seed, of what they are for and of the iteration:
 * nothing has to be remembered for a resumed run to draw the same ones.
 */
public record Seeds(long seed) {

  /** A generator for one purpose in one iteration. */
  public RandomGenerator random(String purpose, long iteration) {
    return new SplittableRandom(of(purpose, iteration));
  }

  /** A seed for one purpose in one iteration, not negative. */
  public long of(String purpose, long iteration) {
    long hash = mix(seed);
    for (int i = 0; i < purpose.length(); i++) {
      hash = mix(hash ^ purpose.charAt(i));
    }
    return mix(hash ^ iteration) >>> 1;
  }

  /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
  private static long mix(long z) {
    long x = z + 0x9e3779b97f4a7c15L;
    x = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
    x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }
}
