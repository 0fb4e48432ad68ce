package io.github.handful.segment;

import io.github.handful.torch.Norm;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Networks for pictures that a person may choose by name. */
public enum SegmenterKind {
  /** Small batches of few images: each image normalised by itself, as nnU-Net does it. */
  UNET("unet") {
    @Override
    public SegmenterSpec spec(int channels, int classes, boolean published) {
      return published
          ? new UNetSpec(channels, classes, 64, 4)
          : new UNetSpec(channels, classes, 16, 4, Norm.Kind.INSTANCE);
    }
  },
  DEEPLABV3("deeplabv3") {
    @Override
    public SegmenterSpec spec(int channels, int classes, boolean published) {
      return new DeepLabV3Spec(channels, classes, published ? DeepLabV3Spec.PUBLISHED_WIDTH : 16);
    }
  },
  /** Windows of 8 divide the sides that are planned for a processor; those of 7 would be filled. */
  SWIN_UNET("swin-unet") {
    @Override
    public SegmenterSpec spec(int channels, int classes, boolean published) {
      return published
          ? SwinUNetSpec.published(channels, classes)
          : new SwinUNetSpec(channels, classes, 48, 3, 8, List.of(2, 2, 2, 2));
    }
  };

  private final String key;

  SegmenterKind(String key) {
    this.key = key;
  }

  /** The name as it is typed. */
  public String key() {
    return key;
  }

  /**
   * The network for so many channels and classes.
   *
   * @param published at the size of its paper, or at one that trains in minutes on two cores
   */
  public abstract SegmenterSpec spec(int channels, int classes, boolean published);

  /** The kind that a network is of, at any size; volumes have none of these. */
  public static Optional<SegmenterKind> of(SegmenterSpec spec) {
    return Arrays.stream(values())
        .filter(
            kind -> kind.spec(spec.channels(), spec.classes(), false).getClass() == spec.getClass())
        .findFirst();
  }

  /**
   * Finds a network by its name.
   *
   * @throws IllegalArgumentException for any other word; the sentence lists the names
   */
  public static SegmenterKind parse(String word) {
    return Arrays.stream(values())
        .filter(kind -> kind.key.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the segmenter must be one of %s, got %s"
                        .formatted(
                            String.join(
                                ", ", Arrays.stream(values()).map(SegmenterKind::key).toList()),
                            word)));
  }
}
