package io.github.handful.torch;

import java.util.Locale;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Where tensors live and in which arithmetic networks run. */
public record Compute(boolean cuda, Precision precision) {

  /** Float32 on the processor: the reference for tests and hypergradients. */
  public static final Compute REFERENCE = new Compute(false, Precision.FLOAT32);

  /**
   * Chooses the device named {@code auto}, {@code cpu} or {@code cuda}.
   *
   * @throws NativeException if CUDA is asked for and this build or machine has none
   */
  public static Compute on(String device, Precision precision) {
    NativeRuntime.load();
    return switch (device.toLowerCase(Locale.ROOT)) {
      case "auto" -> new Compute(torch.cuda_is_available(), precision);
      case "cpu" -> new Compute(false, precision);
      case "cuda" -> {
        if (!torch.cuda_is_available()) {
          throw new NativeException(
              "no CUDA device can be used; build handful with -Pcuda on a machine with an NVIDIA"
                  + " driver, or leave --device at cpu");
        }
        yield new Compute(true, precision);
      }
      default -> throw new NativeException("device must be auto, cpu or cuda, got " + device);
    };
  }

  /** The same device in float32. */
  public Compute float32() {
    return new Compute(cuda, Precision.FLOAT32);
  }

  public String deviceName() {
    return cuda ? "cuda" : "cpu";
  }

  /** The tensor on this device. */
  public Tensor place(Tensor tensor) {
    return cuda ? tensor.to(new Device(deviceName()), tensor.scalar_type()) : tensor;
  }

  /**
   * A batch N×C×H×W or N×C×D×H×W on this device, in the memory layout that is fastest for this
   * precision. Volumes are convolved faster channels-last in float32 too on a processor.
   */
  public Tensor batch(Tensor images) {
    Tensor placed = place(images);
    boolean fast = precision == Precision.BFLOAT16;
    if (placed.dim() == 5) {
      return fast || !cuda ? placed.contiguous(MemoryFormat.ChannelsLast3d) : placed;
    }
    return fast ? placed.contiguous(MemoryFormat.ChannelsLast) : placed;
  }

  /** Runs {@code action} in this precision; convolutions inside give bfloat16 for BFLOAT16. */
  public <T> T run(Supplier<T> action) {
    if (precision == Precision.FLOAT32) {
      return action.get();
    }
    DeviceType device = cuda ? DeviceType.CUDA : DeviceType.CPU;
    boolean before = torch.is_autocast_enabled(device);
    boolean cacheBefore = torch.is_autocast_cache_enabled();
    torch.set_autocast_enabled(device, true);
    torch.set_autocast_dtype(device, ScalarType.BFloat16);
    // The cache of cast weights would go stale with the optimisers' in-place steps.
    torch.set_autocast_cache_enabled(false);
    try {
      return action.get();
    } finally {
      torch.set_autocast_enabled(device, before);
      torch.set_autocast_cache_enabled(cacheBefore);
    }
  }
}
