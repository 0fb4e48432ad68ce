package io.github.handful.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OrientationTest {
  private static final double[][] UPRIGHT = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

  /** The 48 orders and directions of the axes, as columns of unit vectors. */
  static Stream<double[][]> orientations() {
    List<double[][]> all = new ArrayList<>();
    int[][] permutations = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (int[] permutation : permutations) {
      for (int signs = 0; signs < 8; signs++) {
        double[][] matrix = new double[3][3];
        for (int axis = 0; axis < 3; axis++) {
          matrix[permutation[axis]][axis] = (signs >> axis & 1) == 0 ? 1 : -1;
        }
        all.add(matrix);
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("orientations")
  void anAsymmetricPhantomKeepsItsPlaceInAllOrientations(double[][] matrix) {
    Image image = phantom(grid(matrix));
    Orientation orientation = Orientation.of(image.grid().placement());
    Image canonical = orientation.toCanonical(image);
    assertThat(canonical.grid().placement().direction())
        .containsExactly(1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0);
    assertShowsItsPlace(canonical);
    assertThat(Orientation.of(canonical.grid().placement()).isCanonical()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("orientations")
  void theWayBackEndsOnTheSameGrid(double[][] matrix) {
    Image image = phantom(grid(matrix));
    LabelMap labels = labels(image.grid());
    Orientation orientation = Orientation.of(image.grid().placement());
    Image back = orientation.fromCanonical(orientation.toCanonical(image), image.grid());
    assertThat(back.grid()).isSameAs(image.grid());
    assertThat(back.samples()).isEqualTo(image.samples());
    LabelMap turned = orientation.toCanonical(labels);
    assertThat(turned.grid()).isEqualTo(orientation.toCanonical(image.grid()));
    assertThat(orientation.fromCanonical(turned, image.grid()).labels()).isEqualTo(labels.labels());
  }

  @ParameterizedTest
  @MethodSource("orientations")
  void obliqueGridsAreTurnedTogetherWithTheirOrientation(double[][] matrix) {
    SplittableRandom random = new SplittableRandom(5);
    for (int trial = 0; trial < 20; trial++) {
      double[][] tilted = product(rotation(random, 25), matrix);
      Image image = phantom(grid(tilted));
      Orientation orientation = Orientation.of(image.grid().placement());
      assertThat(orientation).isEqualTo(Orientation.of(grid(matrix).placement()));
      assertShowsItsPlace(orientation.toCanonical(image));
    }
  }

  @Test
  void theNearestOfAll48IsTakenAtAnyAngle() {
    SplittableRandom random = new SplittableRandom(6);
    List<double[][]> all = orientations().toList();
    for (int trial = 0; trial < 1000; trial++) {
      double[][] matrix = rotation(random, 180);
      Orientation found = Orientation.of(grid(matrix).placement());
      double least = all.stream().mapToDouble(m -> distance(m, matrix)).min().orElseThrow();
      double[][] taken = new double[3][3];
      for (int c = 0; c < 3; c++) {
        taken[c][found.axes().get(c)] = found.reversed().get(c) ? -1 : 1;
      }
      assertThat(distance(taken, matrix)).isCloseTo(least, within(1e-5));
    }
  }

  @Test
  void axesThatLeanTheSameWayAreNotUsedTwice() {
    // Each of the first two columns has its greatest cosine along x.
    double half = Math.sqrt(0.5);
    double[][] matrix = {
      {half, -half, 0}, {-0.6 * half, -0.6 * half, 0.8}, {-0.8 * half, -0.8 * half, -0.6}
    };
    assertThat(Orientation.of(grid(matrix).placement()).axes()).containsExactly(0, 2, 1);
  }

  @Test
  void roundingDoesNotDecideAt45Degrees() {
    for (double degrees : new double[] {45 - 1e-9, 45, 45 + 1e-9}) {
      double cos = Math.cos(Math.toRadians(degrees));
      double sin = Math.sin(Math.toRadians(degrees));
      double[][] matrix = {{cos, -sin, 0}, {sin, cos, 0}, {0, 0, 1}};
      assertThat(Orientation.of(grid(matrix).placement()).isCanonical()).isTrue();
    }
  }

  @Test
  void lettersSayWhereTheAxesOfTheGridLead() {
    assertThat(Orientation.of(Placement.NONE).letters()).isEqualTo("LPS");
    double[][] matrix = {{0, 0, -1}, {-1, 0, 0}, {0, 1, 0}};
    assertThat(Orientation.of(grid(matrix).placement()).letters()).isEqualTo("ASR");
  }

  @Test
  void nothingIsCopiedWhereNothingMoves() {
    Image image = phantom(grid(UPRIGHT));
    LabelMap labels = labels(image.grid());
    Orientation orientation = Orientation.of(image.grid().placement());
    assertThat(orientation.toCanonical(image)).isSameAs(image);
    assertThat(orientation.toCanonical(labels)).isSameAs(labels);
  }

  @Test
  void channelsMoveAlike() {
    Grid grid = grid(new double[][] {{0, 0, 1}, {-1, 0, 0}, {0, 1, 0}});
    float[] one = phantom(grid).samples();
    float[] two = new float[2 * one.length];
    for (int i = 0; i < one.length; i++) {
      two[i] = one[i];
      two[one.length + i] = -one[i];
    }
    Orientation orientation = Orientation.of(grid.placement());
    Image turned = orientation.toCanonical(new Image(grid, 2, 1, two));
    Image single = orientation.toCanonical(phantom(grid));
    for (int i = 0; i < one.length; i++) {
      assertThat(turned.samples()[i]).isEqualTo(single.samples()[i]);
      assertThat(turned.samples()[one.length + i]).isEqualTo(-single.samples()[i]);
    }
    assertThat(orientation.fromCanonical(turned, grid).samples()).isEqualTo(two);
  }

  @Test
  void anotherSizeAndAxesUsedTwiceAreRefused() {
    Grid grid = grid(new double[][] {{0, 1, 0}, {1, 0, 0}, {0, 0, 1}});
    Orientation orientation = Orientation.of(grid.placement());
    LabelMap wrong = new LabelMap(Grid.of(4, 3, 5), new byte[60]);
    assertThatThrownBy(() -> orientation.fromCanonical(wrong, grid))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4 x 3 x 5");
    assertThatThrownBy(() -> new Orientation(List.of(0, 0, 1), List.of(true, true, true)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Grid grid(double[][] matrix) {
    List<Double> direction = new ArrayList<>();
    for (double[] row : matrix) {
      for (double cosine : row) {
        direction.add(cosine + 0.0);
      }
    }
    return new Grid(
        4, 3, 6, new Placement(List.of(0.7, 1.3, 2.9), List.of(-11.0, 23.0, 5.5), direction));
  }

  /** Each voxel shows a number that only its place in the patient has. */
  private static Image phantom(Grid grid) {
    float[] samples = new float[grid.count()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = place(grid, i);
    }
    return new Image(grid, 1, 1, samples);
  }

  private static void assertShowsItsPlace(Image image) {
    for (int i = 0; i < image.samples().length; i++) {
      assertThat(image.samples()[i]).isCloseTo(place(image.grid(), i), within(1e-2f));
    }
  }

  private static float place(Grid grid, int i) {
    int x = i % grid.width();
    int y = i / grid.width() % grid.height();
    int z = i / grid.width() / grid.height();
    Placement placement = grid.placement();
    return (float)
        (100 * placement.world(0, x, y, z)
            + 10 * placement.world(1, x, y, z)
            + placement.world(2, x, y, z));
  }

  private static LabelMap labels(Grid grid) {
    byte[] labels = new byte[grid.count()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) i;
    }
    return new LabelMap(grid, labels);
  }

  /** A turn about a random axis by at most {@code degrees} (Rodrigues' formula). */
  private static double[][] rotation(SplittableRandom random, double degrees) {
    double[] axis = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
    double length = Math.sqrt(axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2]);
    double angle = Math.toRadians(random.nextDouble(-degrees, degrees));
    double[][] cross = {
      {0, -axis[2] / length, axis[1] / length},
      {axis[2] / length, 0, -axis[0] / length},
      {-axis[1] / length, axis[0] / length, 0}
    };
    double[][] square = product(cross, cross);
    double[][] matrix = new double[3][3];
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 3; c++) {
        matrix[r][c] =
            UPRIGHT[r][c] + Math.sin(angle) * cross[r][c] + (1 - Math.cos(angle)) * square[r][c];
      }
    }
    return matrix;
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] product = new double[3][3];
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 3; c++) {
        product[r][c] = a[r][0] * b[0][c] + a[r][1] * b[1][c] + a[r][2] * b[2][c];
      }
    }
    return product;
  }

  private static double distance(double[][] a, double[][] b) {
    double sum = 0;
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 3; c++) {
        sum += (a[r][c] - b[r][c]) * (a[r][c] - b[r][c]);
      }
    }
    return Math.sqrt(sum);
  }
}
