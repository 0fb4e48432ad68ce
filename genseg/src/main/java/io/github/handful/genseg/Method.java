package io.github.handful.genseg;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The ways to train a segmenter from few labelled images, from the plainest on. */
public enum Method {
  /** The labelled images as they are. */
  PLAIN(false, false, false),
  /** The labelled images under strong geometric and intensity augmentation. */
  AUGMENT(false, false, false),
  /** As AUGMENT, and pairs painted by a generator that was trained before and is frozen. */
  SEPARATE(true, false, false),
  /** As SEPARATE, but the generator goes on learning beside the segmenter. */
  JOINT(true, true, false),
  /** As JOINT, and the generator's architecture follows the segmenter's validation loss. */
  GENSEG(true, true, true);

  private final boolean generates;
  private final boolean trainsGeneratorAlong;
  private final boolean searches;

  Method(boolean generates, boolean trainsGeneratorAlong, boolean searches) {
    this.generates = generates;
    this.trainsGeneratorAlong = trainsGeneratorAlong;
    this.searches = searches;
  }

  /** Whether synthetic pairs are made. */
  public boolean generates() {
    return generates;
  }

  /** Whether the generator is trained while the segmenter is. */
  public boolean trainsGeneratorAlong() {
    return trainsGeneratorAlong;
  }

  /** Whether the architecture is optimised. */
  public boolean searches() {
    return searches;
  }

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
                    "no method is called "
                        + key
                        + "; there are "
                        + Arrays.stream(values())
                            .map(Method::key)
                            .collect(Collectors.joining(", "))));
  }
}
