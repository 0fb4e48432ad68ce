package io.github.handful.app;

import java.util.Locale;

/** What {@code --device} asks for; AUTO takes a CUDA device where there is one. */
public enum DeviceChoice {
  AUTO,
  CPU,
  CUDA;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
