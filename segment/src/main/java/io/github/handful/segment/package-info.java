/**
 * Segmentation: networks, losses, training, prediction and model files.
 *
 * <p>{@link io.github.handful.segment.Segmenter} is a network; a new one is one class. {@link
 * io.github.handful.segment.TrainingLoop} trains whatever {@link io.github.handful.segment.Learner}
 * it is given, {@link io.github.handful.segment.Predictor} applies a {@link
 * io.github.handful.segment.Model} to images of any size.
 */
@NullMarked
package io.github.handful.segment;

import org.jspecify.annotations.NullMarked;
