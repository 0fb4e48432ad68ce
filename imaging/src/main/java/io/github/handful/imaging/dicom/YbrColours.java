package io.github.handful.imaging.dicom;

/** Luminance and chrominance to red, green and blue (PS3.3 section C.7.6.3.1.2). */
final class YbrColours {
  private YbrColours() {}

  /** Replaces three planes of Y, CB and CR by R, G and B of the same range. */
  static void toRgb(int[] planes, int maximum) {
    int pixels = planes.length / 3;
    int middle = (maximum + 1) / 2;
    for (int i = 0; i < pixels; i++) {
      double y = planes[i];
      double cb = planes[pixels + i] - middle;
      double cr = planes[2 * pixels + i] - middle;
      planes[i] = clip(y + 1.402 * cr, maximum);
      planes[pixels + i] = clip(y - 0.344136 * cb - 0.714136 * cr, maximum);
      planes[2 * pixels + i] = clip(y + 1.772 * cb, maximum);
    }
  }

  /** Three planes from uncompressed YBR_FULL_422: two luminances, then the CB and CR of both. */
  static int[] spread(byte[] bytes, int pixels) {
    int[] planes = new int[3 * pixels];
    for (int i = 0; i < pixels; i++) {
      int pair = i / 2 * 4;
      planes[i] = bytes[pair + i % 2] & 0xff;
      planes[pixels + i] = bytes[Math.min(pair + 2, bytes.length - 1)] & 0xff;
      planes[2 * pixels + i] = bytes[Math.min(pair + 3, bytes.length - 1)] & 0xff;
    }
    return planes;
  }

  private static int clip(double value, int maximum) {
    return (int) Math.max(0, Math.min(maximum, Math.rint(value)));
  }
}
