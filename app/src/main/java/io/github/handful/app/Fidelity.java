package io.github.handful.app;

import io.github.handful.segment.metrics.KernelDistance;
import java.util.Optional;

/**
 * How generated images lie to the training images of their generator.
 *
 * @param training number of training images
 * @param generatedToTraining kernel distance; empty where there are too few images
 * @param trainingToTraining the same between halves of the training images: what is chance
 * @param nearest median distance of a generated image to its nearest training image
 * @param amongTraining median distance of a training image to the nearest other one
 * @param copies generated images that lie nearer to a training image than any two of these lie to
 *     each other, and less than half as far as to the next
 * @param copiesInPixels the same by intensities instead of features
 * @param nearestToSource generated images whose nearest training image is the one whose mask was
 *     changed for them
 */
record Fidelity(
    int training,
    Optional<KernelDistance.Spread> generatedToTraining,
    Optional<KernelDistance.Spread> trainingToTraining,
    double nearest,
    double amongTraining,
    int copies,
    int copiesInPixels,
    int nearestToSource) {

  /** Whether the generated images lie farther away than chance can explain. */
  boolean beyondChance() {
    return generatedToTraining.isPresent()
        && trainingToTraining.isPresent()
        && generatedToTraining.get().mean() > trainingToTraining.get().upper();
  }
}
