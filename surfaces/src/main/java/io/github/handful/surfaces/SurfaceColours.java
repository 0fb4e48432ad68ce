package io.github.handful.surfaces;

/**
 * The colours of surfaces in pictures and legends: bright enough for black scans and dark enough
 * for white paper, told apart with any colour vision, neighbours most easily.
 */
public final class SurfaceColours {
  private static final int[] COLOURS = {
    0xffaaee, 0x666644, 0xaa00aa, 0x88aa66, 0xee66ee, 0xcccc44, 0xcc2288, 0x6600ff, 0x66ccaa,
    0xaa6600
  };

  private SurfaceColours() {}

  /** The colour 0xRRGGBB of a surface, from 0 for the first; after ten they come again. */
  public static int of(int surface) {
    return COLOURS[surface % COLOURS.length];
  }
}
