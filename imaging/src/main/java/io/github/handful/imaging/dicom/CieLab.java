package io.github.handful.imaging.dicom;

/** Colours as DICOM has them: CIELab under D50 as 16-bit numbers (PS3.3 section C.10.7.1.1). */
final class CieLab {
  /** Linear sRGB to XYZ adapted to D50 (ICC), row by row. */
  private static final double[][] TO_XYZ = {
    {0.4360747, 0.3850649, 0.1430804},
    {0.2225045, 0.7168786, 0.0606169},
    {0.0139322, 0.0971045, 0.7141733}
  };

  private static final double[] WHITE = {0.9642, 1, 0.8249};

  private CieLab() {}

  /** L from 0..100 and a, b from -128..127, each spread over 0..65535. */
  static double[] of(int rgb) {
    double[] f = new double[3];
    for (int row = 0; row < 3; row++) {
      double sum = 0;
      for (int c = 0; c < 3; c++) {
        sum += TO_XYZ[row][c] * linear((rgb >> 16 - 8 * c & 0xff) / 255.0);
      }
      f[row] = root(sum / WHITE[row]);
    }
    double l = 116 * f[1] - 16;
    double a = 500 * (f[0] - f[1]);
    double b = 200 * (f[1] - f[2]);
    return new double[] {wide(l / 100), wide((a + 128) / 255), wide((b + 128) / 255)};
  }

  private static double linear(double value) {
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }

  private static double root(double t) {
    return t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
  }

  private static double wide(double part) {
    return Math.rint(65535 * Math.max(0, Math.min(1, part)));
  }
}
