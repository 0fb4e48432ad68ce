package io.github.handful.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
  @TempDir private Path folder;
  private final CapturedConsole captured = new CapturedConsole();

  private int demo(Path out, String budget) {
    return Main.run(captured.console(), "demo", "--out", out.toString(), "--budget", budget);
  }

  @Test
  void earlierDemoIsKeptUnlessToldOtherwise() throws IOException {
    Files.writeString(folder.resolve("mine.txt"), "mine");
    assertThat(demo(folder, "1s")).isEqualTo(1);
    assertThat(captured.err()).startsWith("handful: " + folder).contains("--overwrite");
    assertThat(captured.err().lines()).hasSize(1);
    assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith("mine.txt"));
  }

  @Test
  void wrongTimeIsWrongUsageBeforeAnythingIsWritten() {
    Path out = folder.resolve("new");
    assertThat(demo(out, "soon")).isEqualTo(2);
    assertThat(captured.err()).contains("--budget", "not a time", "(see handful demo --help)");
    assertThat(captured.err().lines()).hasSize(1);
    assertThat(out).doesNotExist();
  }
}
