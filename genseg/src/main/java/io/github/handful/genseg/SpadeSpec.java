package io.github.handful.genseg;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Norm;
import java.util.List;

/**
 * The shape of a {@link Spade} generator and its discriminator.
 *
 * @param inputs mask planes: 1 for two classes, else one for each class
 * @param outputs image channels
 * @param width feature maps of the last level, and of the discriminator's first; doubled up to
 *     eightfold
 * @param levels how often the resolution is doubled
 * @param hidden feature maps between the mask and each scale and shift
 * @param searched whether the cells that double the resolution are mixtures of three kernels
 */
public record SpadeSpec(
    int inputs, int outputs, int width, int levels, int hidden, boolean searched)
    implements GeneratorSpec {

  public SpadeSpec {
    if (inputs < 1 || outputs < 1 || width < 1 || hidden < 1 || levels < 2 || levels > 10) {
      throw new IllegalArgumentException(
          "a SPADE generator needs inputs, outputs, width and hidden >= 1 and levels from 2 to 10,"
              + " got %d, %d, %d, %d, %d".formatted(inputs, outputs, width, hidden, levels));
    }
  }

  @Override
  public int multiple(int axis) {
    return axis < 2 ? 1 << levels : 1;
  }

  @Override
  public int leastSide(int axis) {
    return axis < 2 ? PatchDiscriminator.leastSideOfPictures() : 1;
  }

  @Override
  public List<SearchedCells> cells() {
    return searched
        ? List.of(new SearchedCells(Architecture.DECODER, levels, KernelSizes.FOUR_TO_EIGHT, true))
        : List.of();
  }

  @Override
  public String describe() {
    return "SPADE decoder, width %d, %d levels, searched: %s"
        .formatted(width, levels, searched ? "decoder" : "nothing");
  }

  @Override
  public Generator build(Compute compute) {
    return new Spade(this, compute);
  }

  @Override
  public GeneratorTraining training(GenSegSettings settings, Compute compute) {
    return new AdversarialTraining(
        new Spade(this, compute),
        PatchDiscriminator.Shape.ofPictures(inputs + outputs, width, Norm.Kind.INSTANCE),
        settings.l1Weight(),
        settings.maskedL1(),
        compute);
  }

  /** Feature maps at a resolution that has been halved so often. */
  int features(int halvings) {
    return width * (1 << Math.min(halvings, 3));
  }
}
