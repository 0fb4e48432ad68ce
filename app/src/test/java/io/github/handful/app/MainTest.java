package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.handful.imaging.DataException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

class MainTest {
  private final CapturedConsole captured = new CapturedConsole();

  record Outcome(
      long seed,
      int threads,
      DeviceChoice device,
      double dice,
      double[] losses,
      float[] weights,
      Optional<Double> hausdorff,
      Path out) {}

  @Command(name = "train", description = "A verb that succeeds.")
  static final class Train implements Callable<Integer> {
    private final Console console;
    @Mixin private CommonOptions common = new CommonOptions();

    @Option(names = "--out", required = true, paramLabel = "RUN")
    private Path out = Path.of("");

    Train(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      console.note("working");
      console.result(
          common,
          new Outcome(
              common.seed(),
              common.threads(),
              common.device(),
              Double.NaN,
              new double[] {0.5, Double.POSITIVE_INFINITY},
              new float[] {0.25f, Float.NaN},
              Optional.empty(),
              out),
          "trained");
      return 0;
    }
  }

  @Command(name = "predict", description = "A verb that fails.")
  static final class Fail implements Callable<Integer> {
    private final Throwable failure;
    @Mixin private CommonOptions common = new CommonOptions();

    Fail(Throwable failure) {
      this.failure = failure;
    }

    @Override
    public Integer call() throws Exception {
      assertThat(common.seed()).isEqualTo(1);
      if (failure instanceof Error error) {
        throw error;
      }
      throw (Exception) failure;
    }
  }

  private int run(String... args) {
    return runFailing(new IllegalStateException("unused"), args);
  }

  private int runFailing(Throwable failure, String... args) {
    Console console = captured.console();
    return Main.run(console, List.of(new Train(console), new Fail(failure)), args);
  }

  @Test
  void noVerbShowsTheHelpOnStderrAndIsWrongUsage() {
    assertThat(run()).isEqualTo(2);
    assertThat(captured.out()).isEmpty();
    assertThat(captured.err()).startsWith("Usage: handful");
  }

  @Test
  void helpListsTheVerbsInTheirOrderOnStdout() {
    assertThat(run("--help")).isZero();
    assertThat(captured.err()).isEmpty();
    assertThat(captured.out()).containsSubsequence("Verbs:", "  train", "  predict", "  help");
  }

  @Test
  void helpOfAVerbShowsItsOwnOptionsBeforeTheSharedGroups() {
    assertThat(run("train", "--help")).isZero();
    assertThat(captured.out())
        .containsSubsequence(
            "--out=RUN", "Computation:", "--seed", "--threads", "auto, cpu, cuda", "Output:");
  }

  @Test
  void versionNamesTheProgramAndJava() {
    assertThat(run("--version")).isZero();
    assertThat(captured.out())
        .startsWith("handful " + Version.handful())
        .contains(System.getProperty("java.version"));
    assertThat(Version.handful()).matches("\\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void resultsAloneGoToStdout() {
    assertThat(run("train", "--out", "r1")).isZero();
    assertThat(captured.out()).isEqualToIgnoringNewLines("trained");
    assertThat(captured.err()).isEqualToIgnoringNewLines("working");
  }

  @Test
  void jsonResultIsOneObjectWithNullWhereThereIsNoNumber() throws Exception {
    assertThat(
            run("train", "--out", "r1", "--json", "--seed", "7", "--threads=3", "--device", "CUDA"))
        .isZero();
    JsonNode json = new ObjectMapper().readTree(captured.out());
    JsonNode expected =
        new ObjectMapper()
            .readTree(
                """
                {"seed": 7, "threads": 3, "device": "CUDA", "dice": null,
                 "losses": [0.5, null], "weights": [0.25, null], "hausdorff": null, "out": "r1"}
                """);
    assertThat(json).isEqualTo(expected);
  }

  @Test
  void sharedOptionsHaveUsableDefaults() throws Exception {
    run("train", "--out", "r1", "--json");
    JsonNode json = new ObjectMapper().readTree(captured.out());
    assertThat(json.get("seed").asLong()).isEqualTo(1);
    assertThat(json.get("threads").asInt()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(json.get("device").asText()).isEqualTo("AUTO");
  }

  @Test
  void unknownVerbSuggestsTheNearest() {
    assertThat(run("trian")).isEqualTo(2);
    assertThat(captured.err())
        .isEqualToIgnoringNewLines(
            "handful: unknown verb 'trian'; did you mean 'train'? (see handful --help)");
  }

  @Test
  void unknownOptionSuggestsTheNearest() {
    assertThat(run("train", "--out", "r1", "--sed", "3")).isEqualTo(2);
    assertThat(captured.err())
        .startsWith("handful: unknown option '--sed'; did you mean '--seed'?")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--threads=0", "--threads=two", "--device=tpu", "--seed=x"})
  void wrongValueIsWrongUsageToldInOneLine(String option) {
    assertThat(run("train", "--out", "r1", option)).isEqualTo(2);
    assertThat(captured.out()).isEmpty();
    assertThat(captured.err())
        .hasLineCount(1)
        .contains(option.substring(0, option.indexOf('=')))
        .endsWith("(see handful train --help)" + System.lineSeparator());
  }

  @Test
  void missingOptionIsWrongUsage() {
    assertThat(run("train")).isEqualTo(2);
    assertThat(captured.err()).hasLineCount(1).contains("'--out=RUN'");
  }

  @Test
  void faultOfTheUsersDataIsOneSentence() {
    assertThat(runFailing(new DataException("a.png has no mask; add one"), "predict")).isEqualTo(1);
    assertThat(captured.out()).isEmpty();
    assertThat(captured.err()).isEqualToIgnoringNewLines("handful: a.png has no mask; add one");
  }

  @Test
  void debugAddsTheStackTrace() {
    assertThat(runFailing(new DataException("a.png has no mask"), "predict", "--debug"))
        .isEqualTo(1);
    assertThat(captured.err())
        .startsWith("handful: a.png has no mask")
        .contains("at io.github.handful.app.MainTest");
  }

  @Test
  void errorsThatAreNoExceptionsAreReportedToo() {
    assertThat(runFailing(new OutOfMemoryError("Java heap space"), "predict")).isEqualTo(1);
    assertThat(captured.err()).hasLineCount(1).contains("out of memory", "HANDFUL_OPTS");
  }
}
