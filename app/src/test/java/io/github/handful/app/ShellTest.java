package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What every verb must keep to that people see; hidden ones are for children of compare. */
class ShellTest {
  static Stream<CommandSpec> verbs() {
    Console console = new CapturedConsole().console();
    List<Callable<Integer>> verbs = Main.verbs(console);
    return verbs.stream()
        .map(verb -> new CommandLine(verb).getCommandSpec())
        .filter(verb -> !verb.usageMessage().hidden());
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void verbHasTwoExamplesAndADescription(CommandSpec verb) {
    assertThat(
            Arrays.stream(verb.usageMessage().footer())
                .filter(line -> line.startsWith("  handful " + verb.name() + " ")))
        .hasSizeGreaterThanOrEqualTo(2);
    assertThat(verb.usageMessage().description()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("verbs")
  void verbHasTheSharedOptions(CommandSpec verb) {
    assertThat(verb.optionsMap())
        .containsKeys("--seed", "--threads", "--device", "--json", "--debug", "--help");
  }
}
