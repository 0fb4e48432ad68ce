package io.github.handful.app;

import java.util.List;
import java.util.Locale;

/** What {@code handful doctor} found out about this machine. */
public record Diagnosis(List<Check> checks) {
  public Diagnosis {
    checks = List.copyOf(checks);
  }

  /** How good a finding is: a PROBLEM keeps handful from working, a WARNING from working well. */
  public enum Status {
    OK,
    WARNING,
    PROBLEM
  }

  /**
   * One finding.
   *
   * @param name what was looked at, for example {@code memory}
   * @param value what was found
   * @param remedy what to do about it, a sentence; empty if and only if the status is OK
   */
  public record Check(String name, String value, Status status, String remedy) {
    public Check {
      if ((status == Status.OK) != remedy.isEmpty()) {
        throw new IllegalArgumentException(
            "remedy of '%s' (%s): %s".formatted(name, status, remedy));
      }
    }

    public static Check ok(String name, String value) {
      return new Check(name, value, Status.OK, "");
    }

    public static Check warning(String name, String value, String remedy) {
      return new Check(name, value, Status.WARNING, remedy);
    }

    public static Check problem(String name, String value, String remedy) {
      return new Check(name, value, Status.PROBLEM, remedy);
    }
  }

  /** Number of checks with that status. */
  public long count(Status status) {
    return checks.stream().filter(check -> check.status() == status).count();
  }

  /** The checks as an aligned list, each remedy below its check, and a last line that sums up. */
  public String text() {
    int width = checks.stream().mapToInt(check -> check.name().length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (Check check : checks) {
      String mark =
          check.status() == Status.OK ? "ok" : check.status().name().toLowerCase(Locale.ROOT);
      text.append("%-7s  %s  %s%n".formatted(mark, padded(check.name(), width), check.value()));
      if (!check.remedy().isEmpty()) {
        text.append("%-7s  %s  %s%n".formatted("", padded("", width), check.remedy()));
      }
    }
    return text.append("%n%s%n".formatted(conclusion())).toString();
  }

  private String conclusion() {
    long problems = count(Status.PROBLEM);
    long warnings = count(Status.WARNING);
    if (problems == 0 && warnings == 0) {
      return "handful can work here.";
    }
    String found =
        "%s, %s".formatted(Counted.of(problems, "problem"), Counted.of(warnings, "warning"));
    return problems == 0
        ? "handful can work here (" + found + ")."
        : "handful cannot work here yet (" + found + ").";
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
