package io.github.handful.torch;

/** libtorch could not be loaded or used on this machine; the message says what to do. */
public final class NativeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NativeException(String message) {
    super(message);
  }

  public NativeException(String message, Throwable cause) {
    super(message, cause);
  }
}
