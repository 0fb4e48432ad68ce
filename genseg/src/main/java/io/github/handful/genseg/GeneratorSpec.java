package io.github.handful.genseg;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.handful.torch.Compute;
import java.util.List;

/** The shape of a generator of synthetic pairs; what rebuilds it from a file. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind", defaultImpl = Pix2PixSpec.class)
@JsonSubTypes({
  @JsonSubTypes.Type(value = Pix2PixSpec.class, name = "pix2pix"),
  @JsonSubTypes.Type(value = SpadeSpec.class, name = "spade"),
  @JsonSubTypes.Type(value = BrownianBridgeSpec.class, name = "bbdm"),
  @JsonSubTypes.Type(value = SoftIntroVaeSpec.class, name = "soft-intro-vae"),
  @JsonSubTypes.Type(value = WganGpSpec.class, name = "wgan-gp")
})
public sealed interface GeneratorSpec
    permits Pix2PixSpec, SpadeSpec, BrownianBridgeSpec, SoftIntroVaeSpec, WganGpSpec {
  /** Mask planes: 1 for two classes, else one for each class. */
  int inputs();

  /** Channels of the images. */
  int outputs();

  /** Feature maps at the highest resolution, with which time and memory grow. */
  int width();

  /** 2 for pictures, 3 for volumes. */
  default int dimensions() {
    return 2;
  }

  /**
   * Sides of the image along an axis (0 x, 1 y, 2 z) must be multiples of this, and just this where
   * the generator is not conditional.
   */
  int multiple(int axis);

  /** The least side along an axis (0 x, 1 y, 2 z) with which the networks can be trained. */
  int leastSide(int axis);

  /** Whether it paints images for masks that it is given; else it makes image and mask together. */
  default boolean conditional() {
    return true;
  }

  /** The convolutions that are mixtures of kernels, by the part of the network that they are in. */
  List<SearchedCells> cells();

  /** The kind of network and its size, for people. */
  String describe();

  /** Builds the generator with fresh weights from libtorch's generator of random numbers. */
  Generator build(Compute compute);

  /** As {@link #build}, with all that it learns by. */
  GeneratorTraining training(GenSegSettings settings, Compute compute);
}
