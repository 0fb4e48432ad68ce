package io.github.handful.adapt;

import java.util.List;

/**
 * What can be said of a network on unlabelled images.
 *
 * @param agreement Dice between its labels of the images and its labels of changed copies, mean
 *     over changes and over the foreground classes that either shows; 0 where none shows any
 * @param entropy mean over pixels, from 0, certain, to 1, all classes alike
 * @param shares part of the pixels that each class is given, background first
 */
public record Judgement(double agreement, double entropy, List<Double> shares) {
  public Judgement {
    shares = List.copyOf(shares);
  }

  /** Part of the pixels that are not background. */
  public double foreground() {
    return 1 - shares.get(0);
  }
}
