package io.github.handful.surfaces;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SurfaceColoursTest {
  private static final int COUNT = 10;

  /** Linear RGB as seen without one of the three cones (Machado, Oliveira, Fernandes 2009). */
  private static final double[][][] VISIONS = {
    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
    {
      {0.152286, 1.052583, -0.204868},
      {0.114503, 0.786281, 0.099216},
      {-0.003882, -0.048116, 1.051998}
    },
    {
      {0.367322, 0.860646, -0.227968},
      {0.280085, 0.672501, 0.047413},
      {-0.011820, 0.042940, 0.968881}
    },
    {
      {1.255528, -0.076749, -0.178779},
      {-0.078411, 0.930809, 0.147602},
      {0.004733, 0.691367, 0.303900}
    }
  };

  @Test
  void coloursAreToldApartWithAnyColourVision() {
    for (double[][] vision : VISIONS) {
      for (int i = 0; i < COUNT; i++) {
        for (int j = 0; j < i; j++) {
          double distance = distance(lab(vision, i), lab(vision, j));
          assertThat(distance).isGreaterThan(i - j == 1 ? 45 : 24);
        }
      }
    }
  }

  @Test
  void coloursStandOutFromBlackScansAndFromWhitePaper() {
    for (int i = 0; i < COUNT; i++) {
      double luminance = luminance(linear(SurfaceColours.of(i)));
      assertThat((luminance + 0.05) / 0.05).as("contrast to black").isGreaterThan(2.9);
      assertThat(1.05 / (luminance + 0.05)).as("contrast to white").isGreaterThan(1.7);
    }
  }

  @Test
  void moreSurfacesBeginAgain() {
    assertThat(SurfaceColours.of(COUNT)).isEqualTo(SurfaceColours.of(0));
  }

  private static double[] linear(int rgb) {
    double[] linear = new double[3];
    for (int c = 0; c < 3; c++) {
      double value = (rgb >> (16 - 8 * c) & 0xff) / 255.0;
      linear[c] = value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
    return linear;
  }

  private static double luminance(double[] linear) {
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  }

  private static double[] lab(double[][] vision, int surface) {
    double[] own = linear(SurfaceColours.of(surface));
    double[] seen = new double[3];
    for (int c = 0; c < 3; c++) {
      double[] row = vision[c];
      seen[c] = Math.max(0, Math.min(1, row[0] * own[0] + row[1] * own[1] + row[2] * own[2]));
    }
    double x = root((0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.9505);
    double y = root(luminance(seen));
    double z = root((0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.089);
    return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
  }

  private static double root(double t) {
    return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116.0;
  }

  private static double distance(double[] a, double[] b) {
    return Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
  }
}
