package io.github.handful.imaging;

/**
 * The user's data cannot be used as it is. The message is one sentence for a person: it names the
 * file, what is wrong with it and what to do.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DataException(String message) {
    super(message);
  }

  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
