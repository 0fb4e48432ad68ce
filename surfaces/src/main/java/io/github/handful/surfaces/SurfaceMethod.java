package io.github.handful.surfaces;

import java.util.Locale;

/** How surfaces are made of column distributions. */
public enum SurfaceMethod {
  /** Each column by itself; order is restored on the result only. */
  UNET,
  /** The smoothed dynamic programme along each surface (Xie et al. 2023). */
  DDP,
  /** The quadratic programme with order and thickness in each column (Xie et al. 2022). */
  IPM;

  /**
   * Reads {@code unet}, {@code ddp} or {@code ipm}.
   *
   * @throws IllegalArgumentException for any other word
   */
  public static SurfaceMethod parse(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "unet" -> UNET;
      case "ddp" -> DDP;
      case "ipm" -> IPM;
      default -> throw new IllegalArgumentException("method must be unet, ddp or ipm, got " + word);
    };
  }

  /** The layer that a network of this method is trained with. */
  RowLayer layer(SurfaceLimits limits, double structured) {
    return switch (this) {
      case UNET -> new SoftArgmax();
      case DDP -> new PathLayer(limits.jumps(), structured);
      case IPM -> new ProgrammeLayer(limits.thickness());
    };
  }
}
