/**
 * Images, label maps and the data sets made of them; no libtorch.
 *
 * <p>{@link io.github.handful.imaging.Image} holds intensities, {@link
 * io.github.handful.imaging.LabelMap} holds classes; both keep the pixel grid of the file they came
 * from. {@link io.github.handful.imaging.DataSet#open} finds the pairs of a folder and decides what
 * the values of its masks mean, {@link io.github.handful.imaging.Inspection} says what is wrong
 * with them, and {@link io.github.handful.imaging.MaskPng} writes predictions.
 */
@NullMarked
package io.github.handful.imaging;

import org.jspecify.annotations.NullMarked;
