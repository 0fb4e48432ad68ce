package io.github.handful.app;

import io.github.handful.torch.Precision;
import java.util.Locale;

/** What {@code --precision} asks for; AUTO takes bfloat16 where the processor is fast at it. */
public enum PrecisionChoice {
  AUTO,
  FLOAT32,
  BFLOAT16;

  Precision value() {
    return Precision.parse(toString());
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
