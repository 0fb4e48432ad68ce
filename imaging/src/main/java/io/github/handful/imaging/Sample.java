package io.github.handful.imaging;

/** A labelled image in memory: both on the same grid. */
public record Sample(String id, Image image, LabelMap labels) {
  public Sample {
    if (!image.grid().matches(labels.grid())) {
      throw new IllegalArgumentException(
          "image of %s and labels of %s are not on one grid"
              .formatted(image.grid().describe(), labels.grid().describe()));
    }
  }
}
