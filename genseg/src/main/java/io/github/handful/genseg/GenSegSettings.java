package io.github.handful.genseg;

import io.github.handful.imaging.MaskAugmentation;

/**
 * How the generative methods train, beside what {@link
 * io.github.handful.segment.SegmenterTraining.Settings} says of the segmenter.
 *
 * @param generatorBatch labelled images in one step of the generator
 * @param pretrainingRate learning rate of generator and discriminator before the segmenter starts
 * @param rate their learning rate beside the segmenter
 * @param l1Weight weight of the absolute difference in the generator's loss, 100 in the paper
 * @param maskedL1 whether the difference counts only where the mask is not background, as in the
 *     paper's volumes
 * @param movedPairs whether the generator learns from labelled pairs moved as augmentation moves
 *     them; else from the pairs as they are, as in the paper
 * @param syntheticBatch synthetic pairs in one update of the segmenter
 * @param gamma weight of the synthetic pairs' loss, 1 in the paper
 * @param gammaRate how far the logarithm of gamma moves in each step of the architecture, against
 *     the segmenter's validation loss; 0 keeps it, as in the paper
 * @param architectureRate learning rate of the architecture on its unit hypergradient
 * @param architectureEvery updates of the segmenter between two steps of the architecture
 * @param exactHypergradient by double differentiation; else by finite differences
 * @param hypergradientPaths which ways from the architecture to the validation loss count
 * @param generatorGuidance length of the step that the generator's weights take beside each step of
 *     the architecture, against the segmenter's validation loss; 0 for none, as in the paper
 * @param masks how masks are changed before images are painted for them
 */
public record GenSegSettings(
    int generatorBatch,
    double pretrainingRate,
    double rate,
    double l1Weight,
    boolean maskedL1,
    boolean movedPairs,
    int syntheticBatch,
    double gamma,
    double gammaRate,
    double architectureRate,
    int architectureEvery,
    boolean exactHypergradient,
    HypergradientPaths hypergradientPaths,
    double generatorGuidance,
    MaskAugmentation masks) {

  /** With the hypergradient of the paper: both paths, and none into the generator's weights. */
  public GenSegSettings(
      int generatorBatch,
      double pretrainingRate,
      double rate,
      double l1Weight,
      boolean maskedL1,
      int syntheticBatch,
      double gamma,
      double architectureRate,
      int architectureEvery,
      boolean exactHypergradient,
      MaskAugmentation masks) {
    this(
        generatorBatch,
        pretrainingRate,
        rate,
        l1Weight,
        maskedL1,
        true,
        syntheticBatch,
        gamma,
        0,
        architectureRate,
        architectureEvery,
        exactHypergradient,
        HypergradientPaths.BOTH,
        0,
        masks);
  }

  /** With the absolute difference of whole images, as in the paper's pictures. */
  public GenSegSettings(
      int generatorBatch,
      double pretrainingRate,
      double rate,
      double l1Weight,
      int syntheticBatch,
      double gamma,
      double architectureRate,
      int architectureEvery,
      boolean exactHypergradient,
      MaskAugmentation masks) {
    this(
        generatorBatch,
        pretrainingRate,
        rate,
        l1Weight,
        false,
        syntheticBatch,
        gamma,
        architectureRate,
        architectureEvery,
        exactHypergradient,
        masks);
  }
}
