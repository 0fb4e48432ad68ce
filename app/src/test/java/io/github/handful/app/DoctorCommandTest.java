package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.handful.app.Diagnosis.Check;
import io.github.handful.app.Diagnosis.Status;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  private final CapturedConsole captured = new CapturedConsole();

  private int doctor(Check last, String... options) {
    Console console = captured.console();
    String[] args = new String[options.length + 1];
    args[0] = "doctor";
    System.arraycopy(options, 0, args, 1, options.length);
    return Main.run(console, List.of(new DoctorCommand(console, List.of(() -> last))), args);
  }

  @Test
  void jsonListsEveryCheckWithTheInjectedOneLast() throws Exception {
    doctor(Check.warning("self-test", "slow", "Wait."), "--json");
    JsonNode checks = new ObjectMapper().readTree(captured.out()).get("checks");
    assertThat(checks.findValuesAsText("name"))
        .containsExactly(
            "handful",
            "platform",
            "Java",
            "cores",
            "memory",
            "Java heap",
            "processor",
            "locale",
            "temporary folder",
            "library cache",
            "libtorch",
            "self-test");
    assertThat(checks.get(11).get("remedy").asText()).isEqualTo("Wait.");
  }

  @Test
  void selfTestLoadsLibtorchAndNamesWhatItComputesWith() {
    Check check = SelfTestCheck.run();
    assertThat(check.status()).isEqualTo(Status.OK);
    assertThat(check.value()).contains("computes right", "threads");
  }

  @Test
  void problemIsAFailure() {
    assertThat(doctor(Check.problem("self-test", "crashed", "Mend it."))).isEqualTo(1);
    assertThat(captured.out()).contains("problem  self-test", "Mend it.", "cannot work here yet");
  }

  @Test
  void textIsAlignedAndSumsUp() {
    Diagnosis diagnosis =
        new Diagnosis(List.of(Check.ok("cores", "2"), Check.warning("a", "b", "Do c.")));
    assertThat(diagnosis.text())
        .isEqualToNormalizingNewlines(
            """
            ok       cores  2
            warning  a      b
                            Do c.

            handful can work here (0 problems, 1 warning).
            """);
  }

  @Test
  void platformsWithoutLibtorchAreAProblem() {
    assertThat(MachineChecks.platform("Linux", "6.1", "amd64").status()).isEqualTo(Status.OK);
    assertThat(MachineChecks.platform("Windows 11", "10.0", "amd64").status()).isEqualTo(Status.OK);
    assertThat(MachineChecks.platform("Mac OS X", "14", "aarch64").status()).isEqualTo(Status.OK);
    assertThat(MachineChecks.platform("Linux", "6.1", "aarch64").status())
        .isEqualTo(Status.PROBLEM);
    assertThat(MachineChecks.platform("Windows 10", "10.0", "x86").status())
        .isEqualTo(Status.PROBLEM);
  }

  @Test
  void memoryIsJudgedByWhatIsThereAndWhatIsFree() {
    long gib = 1L << 30;
    assertThat(MachineChecks.memory(16 * gib, 8 * gib))
        .isEqualTo(Check.ok("memory", "16.0 GiB, of which 8.0 GiB free"));
    assertThat(MachineChecks.memory(16 * gib, gib).status()).isEqualTo(Status.WARNING);
    assertThat(MachineChecks.memory(gib, gib).status()).isEqualTo(Status.PROBLEM);
    assertThat(MachineChecks.memory(4 * gib, 64 * gib).value()).contains("of which 4.0 GiB free");
  }

  @Test
  void oneCoreIsAWarning() {
    assertThat(MachineChecks.cores(1).status()).isEqualTo(Status.WARNING);
    assertThat(MachineChecks.cores(2)).isEqualTo(Check.ok("cores", "2"));
  }

  @Test
  void availableMemoryIsReadInBytes() {
    assertThat(MachineChecks.available("MemTotal: 9 kB\nMemAvailable:   2048 kB\n"))
        .hasValue(2048 * 1024);
    assertThat(MachineChecks.available("MemTotal: 9 kB\n")).isEmpty();
  }

  @Test
  void processorIsNamedWithTheInstructionsThatMatter() {
    String intel = "processor\t: 0\nmodel name\t: Xeon: 8\nflags\t\t: sse fma avx2 amx_bf16\n";
    assertThat(MachineChecks.features(intel)).isEqualTo("Xeon: 8 (avx2, fma, amx_bf16)");
    assertThat(MachineChecks.features("Features\t: fp asimd bf16\n"))
        .isEqualTo("unnamed (asimd, bf16)");
    assertThat(MachineChecks.features("flags : avx512fp16\n")).isEqualTo("unnamed (plain)");
  }

  @Test
  void fileNamesThatCannotBeReadAreAWarningOnLinuxOnly() {
    assertThat(MachineChecks.fileNames("Linux", "ANSI_X3.4-1968", Locale.ROOT).status())
        .isEqualTo(Status.WARNING);
    assertThat(MachineChecks.fileNames("Linux", "UTF-8", Locale.ROOT).status())
        .isEqualTo(Status.OK);
    assertThat(MachineChecks.fileNames("Windows 11", "Cp1252", Locale.GERMANY))
        .isEqualTo(Check.ok("locale", "de-DE, file names in Cp1252"));
  }

  @Test
  void folderThatDoesNotExistYetIsJudgedByTheOneAboveAndNotMade(@TempDir Path folder) {
    Path missing = folder.resolve("a").resolve("b");
    Check check = FolderChecks.cache(missing);
    assertThat(check.value()).startsWith(missing.toString()).endsWith("GiB free");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void placeWhereNothingCanBeWrittenIsAProblem(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Check check = FolderChecks.temporary(file);
    assertThat(check.status()).isEqualTo(Status.PROBLEM);
    assertThat(check.value()).endsWith("not writable");
    assertThat(check.remedy()).contains("java.io.tmpdir");
  }

  @Test
  void libtorchIsRecognisedByItsJars(@TempDir Path jar) throws IOException {
    Path about = Files.createDirectories(jar.resolve("META-INF/maven/org.bytedeco/pytorch"));
    try (URLClassLoader jars = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      assertThat(LibtorchCheck.of(jars, "linux-x86_64").value()).isEqualTo("missing");
      Files.writeString(about.resolve("pom.properties"), "version=2.10.0-1.5.13\n");
      assertThat(LibtorchCheck.of(jars, "linux-x86_64").status()).isEqualTo(Status.PROBLEM);
      Files.createDirectories(jar.resolve("org/bytedeco/pytorch/linux-x86_64"));
      assertThat(LibtorchCheck.of(jars, "linux-x86_64").value())
          .isEqualTo("2.10.0-1.5.13 for linux-x86_64 without CUDA");
      Files.createDirectories(jar.resolve("org/bytedeco/pytorch/linux-x86_64-gpu"));
      assertThat(LibtorchCheck.of(jars, "linux-x86_64").value())
          .isEqualTo("2.10.0-1.5.13 for linux-x86_64 with CUDA");
    }
  }
}
