package io.github.handful.app;

import io.github.handful.genseg.GeneratorPainter;
import io.github.handful.genseg.Pix2PixSpec;
import io.github.handful.segment.Painter;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Norm;
import java.util.Locale;

/** What paints scans beside the annotated ones of a run on surfaces. */
enum Painting {
  /** The mask-to-image generator of GenSeg, trained before the surfaces and then left as it is. */
  GENSEG;

  private static final double L1_WEIGHT = 100;
  private static final double RATE = 5e-4;

  /** The generator for scans of so many surfaces: each layer between them is a plane. */
  Pix2PixSpec generator(int surfaces) {
    int planes = surfaces == 1 ? 1 : surfaces + 1;
    return new Pix2PixSpec(planes, 1, 16, 5, Norm.Kind.INSTANCE, Pix2PixSpec.Search.NONE, true);
  }

  /** A painter with fresh weights from libtorch's generator. */
  static Painter painter(Pix2PixSpec generator, Compute compute) {
    return new GeneratorPainter(generator, L1_WEIGHT, RATE, compute);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
