package io.github.handful.app;

/** Numbers of things in words that agree with them. */
final class Counted {
  private Counted() {}

  /** Such as {@code 1 thread} and {@code 2 threads}. */
  static String of(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
