package io.github.handful.imaging;

/** A labelled image in memory: both on the same pixel grid. */
public record Sample(String id, Image image, LabelMap labels) {
  public Sample {
    if (image.width() != labels.width() || image.height() != labels.height()) {
      throw new IllegalArgumentException(
          "image of %d x %d and labels of %d x %d"
              .formatted(image.width(), image.height(), labels.width(), labels.height()));
    }
  }
}
