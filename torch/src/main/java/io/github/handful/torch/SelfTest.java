package io.github.handful.torch;

import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Finds out in a moment whether libtorch loads on this machine and computes right: a convolution of
 * 8 x 8 pixels, its gradient, and the gradient of that, on values whose results are known.
 */
public final class SelfTest {
  private static final int SIDE = 8;
  private static final double TOLERANCE = 1e-5;

  private SelfTest() {}

  /**
   * Runs the test, unpacking libtorch where that has not been done yet.
   *
   * @return device, threads and instruction set in a few words
   * @throws NativeException if libtorch does not load, or computes something wrong
   */
  public static String run() {
    NativeRuntime.load();
    boolean cuda = torch.cuda_is_available();
    try {
      convolution(Compute.REFERENCE);
      if (cuda) {
        convolution(new Compute(true, Precision.FLOAT32));
      }
    } catch (NativeException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new NativeException(
          "libtorch loads but fails at a small convolution (%s); use another build or machine"
              .formatted(String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
    try (BytePointer instructions = torch.get_cpu_capability()) {
      return "libtorch computes right on %s (%d threads, %s)"
          .formatted(
              cuda ? "CUDA and the processor" : "the processor",
              torch.get_num_threads(),
              instructions.getString());
    }
  }

  /**
   * For y the convolution of ones with a kernel of one element w and loss the sum of y cubed, loss
   * is 64 w^3, its gradient 192 w^2 and the gradient of that 384 w.
   */
  private static void convolution(Compute compute) {
    try (Scope scope = Scope.open()) {
      Tensor images = compute.place(Ops.ones(1, 1, SIDE, SIDE));
      Tensor weight = compute.place(Ops.ones(1, 1, 1, 1).mul(new Scalar(0.5)));
      weight.requires_grad_(true);
      Tensor y =
          Functional.convolution(
              images, weight, Optional.empty(), Convolution.Kernel.of(2, 1, 1, 0));
      Tensor loss = y.mul(y).mul(y).sum();
      Tensor gradient = Autograd.differentiableGradients(loss, List.of(weight)).get(0).sum();
      Tensor second = Autograd.gradients(gradient, List.of(weight)).get(0);
      require("convolution", Ops.value(loss), 8);
      require("gradient", Ops.value(gradient), 48);
      require("second gradient", Ops.value(second.sum()), 192);
    }
  }

  private static void require(String what, double computed, double right) {
    if (!(Math.abs(computed - right) <= TOLERANCE * right)) {
      throw new NativeException(
          "libtorch loads but computes a wrong %s (%s for %s); use another build or machine"
              .formatted(what, computed, right));
    }
  }
}
