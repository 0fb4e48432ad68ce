/**
 * Images, label maps and the data sets made of them; no libtorch.
 *
 * <p>{@link io.github.handful.imaging.Image} holds intensities, {@link
 * io.github.handful.imaging.LabelMap} holds classes; both keep the pixel grid of the file they came
 * from.
 */
@NullMarked
package io.github.handful.imaging;

import org.jspecify.annotations.NullMarked;
