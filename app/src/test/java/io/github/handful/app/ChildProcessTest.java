package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.handful.app.ChildProcess.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChildProcessTest {
  @Test
  void verbRunsInAJvmOfItsOwn() throws Exception {
    try (ChildProcess child = ChildProcess.start(List.of("--version"))) {
      Outcome outcome = child.await(line -> {});
      assertThat(outcome.failure()).isEmpty();
      assertThat(outcome.out()).startsWith("handful " + Version.handful());
    }
  }

  @Test
  void failureIsTheSentenceOfTheVerb() throws Exception {
    List<String> lines = new ArrayList<>();
    try (ChildProcess child = ChildProcess.start(List.of("inspect", "no-such-folder"))) {
      Outcome outcome = child.await(lines::add);
      assertThat(outcome.failure()).get().asString().contains("no-such-folder");
      assertThat(lines).contains("handful: " + outcome.failure().get());
    }
  }

  @Test
  void failureWithoutASentenceIsToldByItsExitCode() {
    assertThat(new Outcome(0, "", "a warning").failure()).isEmpty();
    assertThat(new Outcome(137, "", "").failure()).get().asString().contains("killed", "--jobs");
    assertThat(new Outcome(134, "", "SIGABRT").failure())
        .contains("the process ended with exit code 134 (SIGABRT)");
    assertThat(new Outcome(3, "", "").failure()).contains("the process ended with exit code 3");
  }

  /** A child whose parent holds the pipe to it open lives until that is closed. */
  @Test
  void childEndsWhenTheParentsEndOfThePipeCloses() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dhandful.child=true",
                "-cp",
                System.getProperty("java.class.path"),
                Waiting.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("waiting");
    assertThat(process.isAlive()).isTrue();
    process.getOutputStream().close();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isEqualTo(137);
  }

  /** A child that has nothing to do. */
  static final class Waiting {
    private Waiting() {}

    public static void main(String[] args) throws InterruptedException {
      ChildProcess.endWithParent();
      System.out.println("waiting");
      new CountDownLatch(1).await();
    }
  }
}
