package io.github.handful.genseg;

import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.segment.Example;

/**
 * A synthetic pair beside the labelled image whose mask it comes from.
 *
 * @param repainted an image painted for the mask as it is
 * @param changed the mask after its augmentation
 * @param painted an image painted for the changed mask: with it the synthetic pair
 */
public record Painted(Example source, Image repainted, LabelMap changed, Image painted) {}
