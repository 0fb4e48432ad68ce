package io.github.handful.imaging;

/** One thing that a person should know about a data set, in one sentence. */
public record Finding(Severity severity, String message) {
  /** How much a finding matters. */
  public enum Severity {
    /** How the data was read. */
    INFO,
    /** Training works, but the result may be worse or misleading. */
    WARNING,
    /** Something cannot be used as it is. */
    ERROR
  }

  static Finding info(String message) {
    return new Finding(Severity.INFO, message);
  }

  static Finding warning(String message) {
    return new Finding(Severity.WARNING, message);
  }

  static Finding error(String message) {
    return new Finding(Severity.ERROR, message);
  }
}
