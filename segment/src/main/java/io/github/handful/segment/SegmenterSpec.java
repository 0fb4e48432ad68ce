package io.github.handful.segment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.handful.torch.Compute;

/** The shape of a segmentation network; what rebuilds it from a model file. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "architecture", defaultImpl = UNetSpec.class)
@JsonSubTypes({
  @JsonSubTypes.Type(value = UNetSpec.class, name = "unet"),
  @JsonSubTypes.Type(value = DeepLabV3Spec.class, name = "deeplabv3"),
  @JsonSubTypes.Type(value = SwinUNetSpec.class, name = "swin-unet"),
  @JsonSubTypes.Type(value = VolumeUNetSpec.class, name = "volume-unet"),
  @JsonSubTypes.Type(value = ReferenceVolumeUNetSpec.class, name = "reference-volume-unet")
})
public sealed interface SegmenterSpec
    permits UNetSpec, DeepLabV3Spec, SwinUNetSpec, VolumeUNetSpec, ReferenceVolumeUNetSpec {
  /** 2 for pictures, 3 for volumes. */
  int dimensions();

  /** Channels of the images. */
  int channels();

  /** Background included. */
  int classes();

  /** Logit planes: one for two classes, else one for each class. */
  default int outputs() {
    return classes() == 2 ? 1 : classes();
  }

  /** Sides of the input along an axis (0 x, 1 y, 2 z) must be multiples of this. */
  int multiple(int axis);

  /** A number of weights that the network surely exceeds, told without building it. */
  double leastWeights();

  /** The kind of network and its size, for people. */
  String describe();

  /** Builds the network with fresh weights from libtorch's generator. */
  Segmenter build(Compute compute);
}
