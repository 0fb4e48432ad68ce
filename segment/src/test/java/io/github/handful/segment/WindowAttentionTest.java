package io.github.handful.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.handful.torch.Compute;
import io.github.handful.torch.Initialiser;
import io.github.handful.torch.Network;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Pass;
import io.github.handful.torch.Scope;
import io.github.handful.torch.Shapes;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowAttentionTest {
  private static final int FEATURES = 4;
  private static final int HEADS = 2;

  @ParameterizedTest
  @CsvSource({"6, 8, 2, 0", "6, 8, 2, 1", "7, 10, 4, 2", "3, 9, 3, 1", "2, 2, 7, 3"})
  void windowsPutTogetherAreTheGridAgain(int height, int width, int window, int shift) {
    try (Scope scope = Scope.open()) {
      Tensor x = Ops.normal(1, 2, height, width, 3);
      WindowGrid grid = new WindowGrid(height, width, window, shift);
      assertThat(Ops.identical(grid.reverse(grid.partition(x)).contiguous(), x)).isTrue();
    }
  }

  @Test
  void windowsHoldWhatLiesTogether() {
    try (Scope scope = Scope.open()) {
      float[] numbers = new float[24];
      for (int i = 0; i < 24; i++) {
        numbers[i] = i;
      }
      Tensor x = Ops.tensor(numbers, 1, 4, 6, 1);
      Tensor windows = new WindowGrid(4, 6, 2, 0).partition(x);
      assertThat(Shapes.of(windows)).containsExactly(6, 4, 1);
      assertThat(Ops.floats(windows)).startsWith(0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11, 12);
      Tensor shifted = new WindowGrid(4, 6, 2, 1).partition(x);
      // The third window holds the last column beside the first.
      assertThat(Ops.floats(shifted)).startsWith(7, 8, 13, 14, 9, 10, 15, 16, 11, 6, 17, 12);
    }
  }

  @Test
  void offsetsAreNumberedFromTheMostNegative() {
    // Of two by two tokens: rows before columns, three columns of offsets.
    assertThat(WindowAttention.offsets(2))
        .containsExactly(4, 3, 1, 0, 5, 4, 2, 1, 7, 6, 4, 3, 8, 7, 5, 4);
    assertThat(WindowAttention.offsets(7)).hasSize(49 * 49).contains(0, 84, 168);
  }

  /**
   * Brute force: a token sees those tokens of the same window of the shifted grid that lie in the
   * picture and less than a window away; nothing is rolled or masked.
   */
  @ParameterizedTest
  @CsvSource({"4, 4, 2, 0", "4, 6, 2, 1", "5, 7, 3, 1", "4, 8, 4, 2", "3, 3, 4, 2", "9, 5, 4, 2"})
  void attentionIsThatAmongNeighboursInOneWindow(int height, int width, int window, int shift) {
    try (Network network = new Network(Initialiser.FAN_IN);
        Scope scope = Scope.open()) {
      Ops.seed(height + 10L * width + shift);
      WindowAttention attention = new WindowAttention(network, "a", FEATURES, HEADS, window);
      network.ready(Compute.REFERENCE);
      network.parameters().tensors().forEach(t -> t.detach().copy_(Ops.normal(0.7, Shapes.of(t))));
      Pass pass = network.evaluating();
      Tensor x = Ops.normal(1, 1, height, width, FEATURES);
      WindowGrid grid = new WindowGrid(height, width, window, shift);
      Tensor fast = grid.reverse(attention.forward(pass, grid.partition(x), grid.blocked(x)));
      double[] expected =
          new BruteForce(pass, Ops.doubles(x), height, width, window, shift).attend();
      assertThat(Ops.doubles(fast)).containsExactly(expected, within(1e-4));
    }
  }

  /** One picture, token by token. */
  private record BruteForce(Pass pass, double[] x, int height, int width, int window, int shift) {

    double[] attend() {
      double[] qkv = affine(x, "a.qkv", 3 * FEATURES);
      double[] seen = new double[x.length];
      for (int i = 0; i < height * width; i++) {
        for (int head = 0; head < HEADS; head++) {
          attend(qkv, i, head, seen);
        }
      }
      return affine(seen, "a.proj", FEATURES);
    }

    private void attend(double[] qkv, int i, int head, double[] seen) {
      double[] table = Ops.doubles(pass.weights().get("a.relative_position_bias_table"));
      int size = FEATURES / HEADS;
      double total = 0;
      double[] sum = new double[size];
      for (int j = 0; j < height * width; j++) {
        if (window(i) == window(j)) {
          double similar = 0;
          for (int f = 0; f < size; f++) {
            int at = head * size + f;
            similar += qkv[i * 3 * FEATURES + at] * qkv[j * 3 * FEATURES + FEATURES + at];
          }
          int down = i / width - j / width + window - 1;
          int right = i % width - j % width + window - 1;
          double bias = table[(down * (2 * window - 1) + right) * HEADS + head];
          double weight = Math.exp(similar / Math.sqrt(size) + bias);
          total += weight;
          for (int f = 0; f < size; f++) {
            sum[f] += weight * qkv[j * 3 * FEATURES + 2 * FEATURES + head * size + f];
          }
        }
      }
      for (int f = 0; f < size; f++) {
        seen[i * FEATURES + head * size + f] = sum[f] / total;
      }
    }

    /** The window that a token lies in; those at the borders are smaller where they are shifted. */
    private int window(int token) {
      return along(token / width, height) * 1000 + along(token % width, width);
    }

    private int along(int position, int side) {
      int moved = side > window ? shift : 0;
      return Math.floorDiv(position - moved, window);
    }

    private double[] affine(double[] in, String name, int out) {
      double[] weight = Ops.doubles(pass.weights().get(name + ".weight"));
      double[] bias = Ops.doubles(pass.weights().get(name + ".bias"));
      double[] result = new double[in.length / FEATURES * out];
      for (int i = 0; i < result.length; i++) {
        result[i] = bias[i % out];
        for (int f = 0; f < FEATURES; f++) {
          result[i] += weight[i % out * FEATURES + f] * in[i / out * FEATURES + f];
        }
      }
      return result;
    }
  }
}
