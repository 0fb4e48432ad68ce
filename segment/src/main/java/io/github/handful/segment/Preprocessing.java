package io.github.handful.segment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.Orientation;

/** How an image becomes what a network sees: samples in [0, 1] at the network's scale. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind", defaultImpl = PictureInput.class)
@JsonSubTypes({
  @JsonSubTypes.Type(value = PictureInput.class, name = "picture"),
  @JsonSubTypes.Type(value = VolumeInput.class, name = "volume")
})
public sealed interface Preprocessing permits PictureInput, VolumeInput {
  /** 2 for pictures, 3 for volumes. */
  int dimensions();

  /** Channels of the network's input. */
  int channels();

  /** Side of the network's input in pixels or voxels along an axis: 0 x, 1 y, 2 z. */
  int size(int axis);

  /** The size and what is made to fit it, for people. */
  String describe();

  /** How images on this grid are turned before they are resampled. */
  Orientation orientation(Grid grid);

  /** The image at the network's scale and channels, samples in [0, 1]. */
  Image apply(Image image);

  /** An image in [0, 1] at the network's scale with intensities as the files have them. */
  Image restore(Image image);

  /** The labels on the grid that {@link #apply(Image)} gives. */
  LabelMap apply(LabelMap labels);

  /**
   * A prepared image that a window fits into: one that is smaller along an axis lies in the middle,
   * mirrored around, as in training and prediction.
   */
  default Image filled(Image prepared) {
    Grid have = prepared.grid();
    Grid filled =
        Grid.of(
            Math.max(have.width(), size(0)),
            Math.max(have.height(), size(1)),
            Math.max(have.depth(), size(2)));
    return have.sameSize(filled) ? prepared : Corner.centred(have, filled).cut(prepared, filled);
  }

  /** The network's input, somewhere. */
  default Grid grid() {
    return Grid.of(size(0), size(1), size(2));
  }
}
