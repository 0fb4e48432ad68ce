package io.github.handful.imaging;

/**
 * The colours of classes in label images and overlays. The first eight foreground colours are those
 * of Okabe and Ito (2008), which people with any colour vision tell apart.
 */
public final class ClassColours {
  /** For predictions where there is one foreground class (vermilion). */
  static final int PREDICTION = 0xd55e00;

  /** For truth where there is one foreground class (sky blue). */
  static final int TRUTH = 0x56b4e9;

  private static final int[] OKABE_ITO = {
    0x000000, 0xd55e00, 0x56b4e9, 0x009e73, 0xf0e442, 0xcc79a7, 0x0072b2, 0xe69f00, 0xffffff
  };

  private ClassColours() {}

  /** The colour 0xRRGGBB of a class from 0 (black, background) to 255; no two are equal. */
  public static int of(int label) {
    if (label < OKABE_ITO.length) {
      return OKABE_ITO[label];
    }
    // The bits of the class spread over the upper bits of the three colours, which is one to one.
    int rgb = 0;
    for (int bit = 0; bit < 8; bit++) {
      int colour = 16 - 8 * (bit % 3);
      rgb |= (label >> bit & 1) << (colour + 7 - bit / 3);
    }
    return rgb | 0x080808;
  }
}
