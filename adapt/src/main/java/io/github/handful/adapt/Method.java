package io.github.handful.adapt;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The ways to adapt a segmenter without labels, from the plainest on. */
public enum Method {
  /** The running statistics of batch normalisation, and nothing else, follow the images. */
  BN,
  /** As BN, and the scales and shifts of the normalisation minimise the entropy (Tent). */
  TENT,
  /** All weights learn the source model's own predictions for the images. */
  PSEUDO,
  /** The first stage of TT-SFUDA alone: voted pseudo-labels and ensemble entropy. */
  TARGET,
  /** TT-SFUDA: the stage TARGET, then a student that follows its teacher's labels and features. */
  TTSFUDA;

  /** The name on the command line and in files. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The method of this name.
   *
   * @throws IllegalArgumentException that lists the known ones
   */
  public static Method parse(String key) {
    return Arrays.stream(values())
        .filter(m -> m.key().equals(key.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no method of adaptation is called %s; there are %s"
                        .formatted(
                            key,
                            Arrays.stream(values())
                                .map(Method::key)
                                .collect(Collectors.joining(", ")))));
  }
}
