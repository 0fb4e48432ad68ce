package io.github.handful.app;

import io.github.handful.imaging.DataException;
import io.github.handful.segment.TrainingException;
import io.github.handful.torch.NativeException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What a person is told of a failure, and the exit code that goes with it.
 *
 * @param exitCode 1 if the work failed, 2 if the command line was wrong
 * @param sentence one line without a stack trace
 */
record ErrorReport(int exitCode, String sentence, Throwable cause) {
  /** Failures whose own message is written for the user. */
  private static final List<Class<? extends Throwable>> EXPECTED =
      List.of(DataException.class, NativeException.class, TrainingException.class);

  private static final List<Class<? extends Throwable>> WRAPPERS =
      List.of(
          UncheckedIOException.class,
          CommandLine.ExecutionException.class,
          ExecutionException.class,
          CompletionException.class,
          InvocationTargetException.class);

  private static final List<String> DISK_FULL =
      List.of("No space left on device", "not enough space on the disk", "Disk quota exceeded");

  static ErrorReport of(Throwable failure) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof ParameterException usage) {
      return new ErrorReport(CommandLine.ExitCode.USAGE, usage(usage), usage);
    }
    return new ErrorReport(CommandLine.ExitCode.SOFTWARE, firstLine(sentence(cause)), failure);
  }

  /** Tells the user and returns the exit code. */
  int print(Console console, boolean debug) {
    console.note("handful: " + sentence);
    if (debug) {
      cause.printStackTrace(console.err());
    }
    return exitCode;
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && WRAPPERS.contains(cause.getClass())) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String sentence(Throwable cause) {
    if (EXPECTED.stream().anyMatch(type -> type.isInstance(cause))) {
      return message(cause);
    }
    if (cause instanceof IOException io) {
      return file(io);
    }
    if (cause instanceof InvalidPathException path) {
      return "'%s' cannot be the name of a file here: %s"
          .formatted(printable(path.getInput()), path.getReason());
    }
    if (cause instanceof OutOfMemoryError memory) {
      return memory(memory);
    }
    return "internal error: %s; run again with --debug for the details".formatted(named(cause));
  }

  private static String usage(ParameterException failure) {
    CommandLine line = failure.getCommandLine();
    String command = line.getCommandSpec().qualifiedName();
    String text = lowerFirst(firstLine(message(failure)));
    if (failure instanceof UnmatchedArgumentException unmatched) {
      String given = unmatched.getUnmatched().get(0);
      String what = line.getParent() == null ? "verb" : "argument";
      text = "unknown %s '%s'".formatted(given.startsWith("-") ? "option" : what, printable(given));
      List<String> nearest = unmatched.getSuggestions();
      if (!nearest.isEmpty()) {
        String name = nearest.get(0);
        text += "; did you mean '%s'?".formatted(name.substring(name.lastIndexOf(' ') + 1));
      }
    }
    return "%s (see %s --help)".formatted(text, command);
  }

  private static String file(IOException failure) {
    String reason = message(failure);
    Optional<String> name = fileName(failure);
    String quoted = name.map(file -> "'" + file + "'").orElse("a file");
    if (DISK_FULL.stream().anyMatch(reason::contains)) {
      return "cannot write %s: the disk is full; free some space and run again".formatted(quoted);
    }
    if (failure instanceof NoSuchFileException || reason.contains("No such file")) {
      return "cannot find %s; check the path".formatted(quoted);
    }
    if (failure instanceof AccessDeniedException || reason.contains("Permission denied")) {
      return "no permission to use %s; check its access rights or choose another folder"
          .formatted(quoted);
    }
    if (failure instanceof NotDirectoryException) {
      return "%s is not a folder; check the path".formatted(quoted);
    }
    String why = failure instanceof FileSystemException fs ? reason(fs) : reason;
    return "cannot read or write %s: %s".formatted(quoted, why);
  }

  private static Optional<String> fileName(IOException failure) {
    if (failure instanceof FileSystemException fs) {
      return Optional.ofNullable(fs.getFile()).map(ErrorReport::printable);
    }
    String text = message(failure);
    int bracket = text.lastIndexOf(" (");
    boolean names = failure instanceof FileNotFoundException && bracket > 0;
    return names ? Optional.of(printable(text.substring(0, bracket))) : Optional.empty();
  }

  private static String reason(FileSystemException failure) {
    String kind = failure.getClass().getSimpleName().replace("Exception", "");
    return Optional.ofNullable(failure.getReason())
        .orElse(kind.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT));
  }

  private static String memory(OutOfMemoryError failure) {
    return ("out of memory (%s); close other programs, train on smaller patches or batches, or give"
            + " the JVM more with HANDFUL_OPTS=-Xmx8g")
        .formatted(firstLine(message(failure)));
  }

  private static String named(Throwable cause) {
    String type = cause.getClass().getSimpleName();
    return cause.getMessage() == null ? type : type + ": " + firstLine(message(cause));
  }

  private static String message(Throwable cause) {
    return Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
  }

  private static String firstLine(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private static String lowerFirst(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }
}
