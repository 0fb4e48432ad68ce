package io.github.handful.genseg;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The ways to train a segmenter from few labelled images, from the plainest on. */
public enum Method {
  /** The labelled images as they are. */
  PLAIN(Real.BARE, Generator.NONE),
  /** The labelled images under strong geometric and intensity augmentation. */
  AUGMENT(Real.AUGMENTED, Generator.NONE),
  /** As AUGMENT, but on all labelled images: none validates, and the last weights are kept. */
  AUGMENT_ALL(Real.ALL_AUGMENTED, Generator.NONE),
  /** As AUGMENT, and pairs painted by a generator that was trained before and is frozen. */
  SEPARATE(Real.AUGMENTED, Generator.FROZEN),
  /** As SEPARATE, but the generator goes on learning beside the segmenter. */
  JOINT(Real.AUGMENTED, Generator.LEARNING),
  /** As JOINT, and the generator's architecture follows the segmenter's validation loss. */
  GENSEG(Real.AUGMENTED, Generator.SEARCHED);

  /** What is done with the labelled pairs. */
  private enum Real {
    BARE,
    AUGMENTED,
    ALL_AUGMENTED
  }

  /** What becomes of the generator while the segmenter learns. */
  private enum Generator {
    NONE,
    FROZEN,
    LEARNING,
    SEARCHED
  }

  private final Real real;
  private final Generator generator;

  Method(Real real, Generator generator) {
    this.real = real;
    this.generator = generator;
  }

  /** Whether labelled pairs are augmented; methods that generate may be told not to. */
  public boolean augments() {
    return real != Real.BARE;
  }

  /** Whether some labelled images are kept back to validate. */
  public boolean validates() {
    return real != Real.ALL_AUGMENTED;
  }

  /** Whether synthetic pairs are made. */
  public boolean generates() {
    return generator != Generator.NONE;
  }

  /** Whether the generator is trained while the segmenter is. */
  public boolean trainsGeneratorAlong() {
    return generator == Generator.LEARNING || generator == Generator.SEARCHED;
  }

  /** Whether the architecture is optimised. */
  public boolean searches() {
    return generator == Generator.SEARCHED;
  }

  /** The name on the command line and in files. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
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
                    "no method is called " + key + "; there are " + known()));
  }

  /** The names of all methods in their order. */
  public static String known() {
    return Arrays.stream(values()).map(Method::key).collect(Collectors.joining(", "));
  }
}
