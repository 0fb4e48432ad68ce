package io.github.handful.genseg;

import io.github.handful.segment.Preprocessing;
import io.github.handful.torch.Norm;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Generators of pictures that a person may choose by name. */
public enum GeneratorKind {
  PIX2PIX("pix2pix", Pix2PixSpec.class) {
    @Override
    public GeneratorSpec spec(int planes, int channels, int width, Preprocessing image) {
      return new Pix2PixSpec(
          planes,
          channels,
          width,
          levels(image),
          Norm.Kind.INSTANCE,
          Pix2PixSpec.Search.BOTH,
          true);
    }
  },
  SPADE("spade", SpadeSpec.class) {
    @Override
    public GeneratorSpec spec(int planes, int channels, int width, Preprocessing image) {
      return new SpadeSpec(planes, channels, width, levels(image), 2 * width, true);
    }
  },
  BBDM("bbdm", BrownianBridgeSpec.class) {
    @Override
    public GeneratorSpec spec(int planes, int channels, int width, Preprocessing image) {
      return new BrownianBridgeSpec(
          planes, channels, width, List.of(1, 2, 4), 1, 4, true, 6, 3, true);
    }
  },
  SOFT_INTRO_VAE("soft-intro-vae", SoftIntroVaeSpec.class) {
    @Override
    public GeneratorSpec spec(int planes, int channels, int width, Preprocessing image) {
      return new SoftIntroVaeSpec(planes, channels, width, levels(image), 2 * width, true);
    }
  },
  /** Features are normalised in each image, so that a single pair looks as one of a batch. */
  WGAN_GP("wgan-gp", WganGpSpec.class) {
    @Override
    public GeneratorSpec spec(int planes, int channels, int width, Preprocessing image) {
      int levels =
          Math.min(
              levels(image),
              halvings(Math.min(image.size(0), image.size(1)) / WganGpSpec.LEAST_START));
      return new WganGpSpec(
          planes,
          channels,
          width,
          levels,
          image.size(0) >> levels,
          image.size(1) >> levels,
          100,
          Norm.Kind.INSTANCE,
          2 * width,
          false,
          true);
    }
  };

  /** Halvings of the resolution that are planned at most. */
  static final int MOST_LEVELS = 5;

  private final String key;
  private final Class<? extends GeneratorSpec> type;

  GeneratorKind(String key, Class<? extends GeneratorSpec> type) {
    this.key = key;
    this.type = type;
  }

  /** The kind that a generator is of. */
  public static GeneratorKind of(GeneratorSpec spec) {
    return Arrays.stream(values())
        .filter(kind -> kind.type.isInstance(spec))
        .findFirst()
        .orElseThrow();
  }

  /** The name as it is typed, and the kind of the plan's section. */
  public String key() {
    return key;
  }

  /**
   * The generator for a plan of pictures.
   *
   * @param planes of masks: 1 for two classes, else one for each class
   * @param channels of images
   * @param width of the plan's networks: 16 trains in minutes on two cores
   * @param image what the networks see
   */
  public abstract GeneratorSpec spec(int planes, int channels, int width, Preprocessing image);

  /** As often as both sides can be halved. */
  private static int levels(Preprocessing image) {
    return Math.min(MOST_LEVELS, Integer.numberOfTrailingZeros(image.size(0) | image.size(1)));
  }

  /** How often a number of pixels can be halved until one is left. */
  private static int halvings(int pixels) {
    return 31 - Integer.numberOfLeadingZeros(pixels);
  }

  /**
   * Finds a generator by its name.
   *
   * @throws IllegalArgumentException for any other word; the sentence lists the names
   */
  public static GeneratorKind parse(String word) {
    return Arrays.stream(values())
        .filter(kind -> kind.key.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the generator must be one of %s, got %s"
                        .formatted(
                            Arrays.stream(values())
                                .map(GeneratorKind::key)
                                .collect(Collectors.joining(", ")),
                            word)));
  }
}
