package io.github.handful.imaging;

import java.util.Optional;

/**
 * A decoded file: its intensities, and for palette files the index of every pixel, which masks mean
 * by it.
 *
 * @param indices one channel of palette indices, only where the file has a palette that is not grey
 * @param lossy whether the format changes values, as JPEG does
 */
record DecodedImage(Image image, Optional<Image> indices, boolean lossy) {}
