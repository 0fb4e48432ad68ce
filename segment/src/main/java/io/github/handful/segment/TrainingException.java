package io.github.handful.segment;

/** Training cannot go on; the message is one sentence that says why and what to do. */
public final class TrainingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TrainingException(String message) {
    super(message);
  }
}
