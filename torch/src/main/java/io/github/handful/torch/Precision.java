package io.github.handful.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The arithmetic of convolutions: float32, or bfloat16 by autocast with channels-last tensors. The
 * weights, the normalisation statistics, the losses and all hypergradients stay in float32.
 */
public enum Precision {
  FLOAT32,
  BFLOAT16;

  /** bfloat16 where the processor has instructions for it, else float32. */
  public static Precision auto() {
    return processorHasBfloat16() ? BFLOAT16 : FLOAT32;
  }

  /**
   * Reads {@code auto}, {@code float32} or {@code bfloat16}.
   *
   * @throws IllegalArgumentException for any other word
   */
  public static Precision parse(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "auto" -> auto();
      case "float32" -> FLOAT32;
      case "bfloat16" -> BFLOAT16;
      default ->
          throw new IllegalArgumentException(
              "precision must be auto, float32 or bfloat16, got " + word);
    };
  }

  private static boolean processorHasBfloat16() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .map(flags -> flags.contains("avx512_bf16") || flags.contains("amx_bf16"))
          .orElse(false);
    } catch (IOException e) {
      return false;
    }
  }
}
