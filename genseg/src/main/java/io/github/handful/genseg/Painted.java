package io.github.handful.genseg;

import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.segment.Example;
import java.util.Optional;

/**
 * A synthetic pair, and where it comes from.
 *
 * @param source empty where the generator makes masks of its own
 * @param mask that of the pair: the source's after its augmentation, or the generator's own
 */
public record Painted(Optional<Source> source, LabelMap mask, Image image) {
  /**
   * A labelled image whose mask the pair comes from.
   *
   * @param repainted an image painted for its mask as it is
   */
  public record Source(Example example, Image repainted) {}
}
