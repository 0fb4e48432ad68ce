package io.github.handful.app;

import io.github.handful.app.Diagnosis.Check;
import io.github.handful.app.Diagnosis.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Looks at this machine and says what to mend. */
@Command(
    name = "doctor",
    description = {
      "Tell what this machine can do, and what to mend.",
      "Loads libtorch and computes a little with it; the first time, that unpacks it."
    },
    footer = {
      "  handful doctor            look at everything, in a few seconds",
      "  handful doctor --json     the same for a program, or for a bug report"
    })
final class DoctorCommand implements Callable<Integer> {
  private final Console console;
  private final List<Supplier<Check>> furtherChecks;
  @Mixin private CommonOptions common = new CommonOptions();

  /**
   * @param furtherChecks made after the others in this order, for example one that loads libtorch
   */
  DoctorCommand(Console console, List<Supplier<Check>> furtherChecks) {
    this.console = console;
    this.furtherChecks = List.copyOf(furtherChecks);
  }

  @Override
  public Integer call() {
    List<Check> checks = new ArrayList<>();
    checks.add(Check.ok("handful", Version.handful()));
    checks.addAll(MachineChecks.all());
    checks.addAll(FolderChecks.all());
    checks.add(LibtorchCheck.run());
    furtherChecks.forEach(check -> checks.add(check.get()));
    Diagnosis diagnosis = new Diagnosis(checks);
    console.result(common, diagnosis, diagnosis.text());
    return diagnosis.count(Status.PROBLEM) == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
