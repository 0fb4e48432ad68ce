package io.github.handful.genseg;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Norm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * The U-Net of pix2pix with searched convolutions, and its discriminator.
 *
 * @param inputs mask planes: 1 for two classes, else one for each class
 * @param outputs image channels
 * @param width feature maps of the first level (ngf, and ndf of the discriminator), doubled up to
 *     eightfold
 * @param downs levels, each of which halves the resolution of pictures
 * @param norm how features are normalised
 * @param search which cells are mixtures of three kernels
 * @param dropout whether levels above the innermost drop half of their features: three of them in
 *     pictures, one in volumes
 * @param halvings of volumes: how often the resolution is halved along x, y and z, at most {@code
 *     downs} times; an axis of fewer halvings keeps its resolution in the outer levels. Empty for
 *     pictures
 */
public record Pix2PixSpec(
    int inputs,
    int outputs,
    int width,
    int downs,
    Norm.Kind norm,
    Search search,
    boolean dropout,
    List<Integer> halvings)
    implements GeneratorSpec {

  /** Which convolutions of the generator are searched. */
  public enum Search {
    NONE,
    ENCODER,
    DECODER,
    BOTH;

    public boolean encoder() {
      return this == ENCODER || this == BOTH;
    }

    public boolean decoder() {
      return this == DECODER || this == BOTH;
    }
  }

  /** Of pictures. */
  public Pix2PixSpec(
      int inputs,
      int outputs,
      int width,
      int downs,
      Norm.Kind norm,
      Search search,
      boolean dropout) {
    this(inputs, outputs, width, downs, norm, search, dropout, List.of());
  }

  public Pix2PixSpec {
    halvings = List.copyOf(halvings);
    if (inputs < 1 || outputs < 1 || width < 1 || downs < 2 || downs > 10) {
      throw new IllegalArgumentException(
          "a generator needs inputs, outputs and width >= 1 and downs from 2 to 10, got "
              + inputs
              + ", "
              + outputs
              + ", "
              + width
              + ", "
              + downs);
    }
    boolean fits =
        halvings.size() == 3
            && Collections.min(halvings) >= 0
            && Collections.max(halvings) == downs;
    if (!halvings.isEmpty() && !fits) {
      throw new IllegalArgumentException(
          "a generator of volumes halves x, y and z, the finest %d times as it has levels, got %s"
              .formatted(downs, halvings));
    }
    if (!halvings.isEmpty() && width % 2 != 0) {
      throw new IllegalArgumentException(
          "a generator of volumes adds up channels in fours, so its width must be even, got "
              + width);
    }
  }

  @Override
  public int dimensions() {
    return halvings.isEmpty() ? 2 : 3;
  }

  private int halvings(int axis) {
    return halvings.isEmpty() ? (axis == 2 ? 0 : downs) : halvings.get(axis);
  }

  @Override
  public int multiple(int axis) {
    return 1 << halvings(axis);
  }

  @Override
  public int leastSide(int axis) {
    int least = PatchDiscriminator.LEAST_PATCH;
    for (int level = 0; level < PatchDiscriminator.HALVING; level++) {
      least *= discriminatorStride(axis, level);
    }
    return axis < dimensions() ? least : 1;
  }

  /** The factors of the resolution of a level, in the order of a tensor's axes. */
  List<Integer> strides(int level) {
    return perAxis(axis -> level >= downs - halvings(axis) ? 2 : 1);
  }

  /** The same of a convolution of the discriminator. */
  List<Integer> discriminatorStrides(int level) {
    return perAxis(axis -> discriminatorStride(axis, level));
  }

  /** It halves volumes no more often than the generator. */
  private int discriminatorStride(int axis, int level) {
    boolean halves = halvings.isEmpty() || level >= PatchDiscriminator.HALVING - halvings.get(axis);
    return halves ? 2 : 1;
  }

  private List<Integer> perAxis(IntUnaryOperator value) {
    return IntStream.range(0, dimensions())
        .map(i -> value.applyAsInt(dimensions() - 1 - i))
        .boxed()
        .toList();
  }

  @Override
  public List<SearchedCells> cells() {
    List<SearchedCells> cells = new ArrayList<>();
    if (search.encoder()) {
      cells.add(new SearchedCells(Architecture.ENCODER, downs, KernelSizes.FOUR_TO_EIGHT, true));
    }
    if (search.decoder()) {
      cells.add(new SearchedCells(Architecture.DECODER, downs, KernelSizes.FOUR_TO_EIGHT, true));
    }
    return cells;
  }

  @Override
  public String describe() {
    return "pix2pix U-Net, width %d, %d levels, searched: %s"
        .formatted(
            width,
            downs,
            switch (search) {
              case NONE -> "nothing";
              case ENCODER -> "encoder";
              case DECODER -> "decoder";
              case BOTH -> "encoder and decoder";
            });
  }

  @Override
  public Generator build(Compute compute) {
    return new MaskToImage(this, compute);
  }

  @Override
  public GeneratorTraining training(GenSegSettings settings, Compute compute) {
    return training(settings.l1Weight(), settings.maskedL1(), compute);
  }

  GeneratorTraining training(double l1Weight, boolean maskedL1, Compute compute) {
    return new AdversarialTraining(
        new MaskToImage(this, compute), patches(), l1Weight, maskedL1, compute);
  }

  PatchDiscriminator.Shape patches() {
    return new PatchDiscriminator.Shape(
        inputs + outputs,
        width,
        norm,
        IntStream.range(0, PatchDiscriminator.HALVING)
            .mapToObj(this::discriminatorStrides)
            .toList());
  }

  /** Feature maps that the down convolution of a level gives; level 0 is the outermost. */
  int features(int level) {
    return width * (1 << Math.min(level, 3));
  }
}
