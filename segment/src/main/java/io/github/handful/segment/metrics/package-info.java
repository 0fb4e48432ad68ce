/**
 * How well predicted label maps agree with the truth: overlap and surface distances per case and
 * class, their summaries over cases, bootstrap intervals, and their CSV form; no libtorch.
 *
 * <p>Start with {@link io.github.handful.segment.metrics.CaseMetrics#of}, join the rows with {@link
 * io.github.handful.segment.metrics.Evaluation#of}.
 *
 * <p>Empty masks. Where a class occurs neither in the prediction nor in the truth, they agree:
 * Dice, Jaccard, sensitivity, precision and normalised surface distance are 1 and the distances 0.
 * Where it occurs in only one of them, Dice, Jaccard and normalised surface distance are 0 and the
 * distances undefined; sensitivity is undefined if the truth is empty and precision if the
 * prediction is empty, since they divide by its size. Specificity is undefined if the truth fills
 * the image. An undefined value is NaN in Java, null in JSON and an empty field in CSV; summaries
 * leave it out and say how many they left out.
 */
@NullMarked
package io.github.handful.segment.metrics;

import org.jspecify.annotations.NullMarked;
