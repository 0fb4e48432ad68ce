package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.handful.imaging.DataException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorReportTest {
  static Stream<Arguments> failures() {
    return Stream.of(
        arguments(new DataException("m.png is empty; draw it"), "m.png is empty; draw it"),
        arguments(
            new ExecutionException(new CompletionException(new DataException("inner"))), "inner"),
        arguments(new NoSuchFileException("in/a.png"), "cannot find 'in/a.png'; check the path"),
        arguments(
            new UncheckedIOException(new FileNotFoundException("a (1).png (No such file or dir)")),
            "cannot find 'a (1).png'; check the path"),
        arguments(
            new AccessDeniedException("out"),
            "no permission to use 'out'; check its access rights or choose another folder"),
        arguments(
            new FileNotFoundException("out/x (Permission denied)"),
            "no permission to use 'out/x'; check its access rights or choose another folder"),
        arguments(new NotDirectoryException("a.png"), "'a.png' is not a folder; check the path"),
        arguments(
            new FileSystemException("r/w.bin", null, "No space left on device"),
            "cannot write 'r/w.bin': the disk is full; free some space and run again"),
        arguments(
            new IOException("No space left on device"),
            "cannot write a file: the disk is full; free some space and run again"),
        arguments(
            new FileAlreadyExistsException("r"), "cannot read or write 'r': file already exists"),
        arguments(
            new FileSystemException("r", null, "Stale file handle"),
            "cannot read or write 'r': Stale file handle"),
        arguments(
            new InvalidPathException("a\0b", "Nul character not allowed"),
            "'a?b' cannot be the name of a file here: Nul character not allowed"),
        arguments(
            new RuntimeException("size mismatch\nException raised from check at x.cpp:1\nframe"),
            "internal error: RuntimeException: size mismatch; run again with --debug for the"
                + " details"),
        arguments(
            new ArrayIndexOutOfBoundsException(),
            "internal error: ArrayIndexOutOfBoundsException; run again with --debug for the"
                + " details"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void eachFailureBecomesOneSentence(Throwable failure, String sentence) {
    ErrorReport report = ErrorReport.of(failure);
    assertThat(report.sentence()).isEqualTo(sentence);
    assertThat(report.exitCode()).isEqualTo(1);
  }
}
