package io.github.handful.app;

import java.util.Locale;
import java.util.Optional;

/** The names that the libtorch libraries for an operating system and processor go by. */
final class Platform {
  private Platform() {}

  /** The name, for example {@code linux-x86_64}; absent where there is no libtorch for it. */
  static Optional<String> of(String system, String architecture) {
    String os = system.toLowerCase(Locale.ROOT);
    boolean x86 = architecture.equals("amd64") || architecture.equals("x86_64");
    if (os.startsWith("mac")) {
      return Optional.of(x86 ? "macosx-x86_64" : "macosx-arm64");
    }
    if (x86 && os.startsWith("windows")) {
      return Optional.of("windows-x86_64");
    }
    return x86 && os.startsWith("linux") ? Optional.of("linux-x86_64") : Optional.empty();
  }
}
