package io.github.handful.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Starts processes of its own, since a process loads libtorch only once. */
class NativeRuntimeTest {
  private static final String SOME_LIBRARY =
      "/org/bytedeco/javacpp/" + Loader.getPlatform() + "/libjnijavacpp.so";

  @TempDir Path folder;

  /** What a started process does: one plus one, by tensors. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      try (Scope scope = Scope.open()) {
        Tensor two = Ops.ones(1).add(Ops.ones(1));
        System.out.println("result " + Ops.value(two));
      }
    }
  }

  private record Ended(int code, String output, String errors) {}

  /**
   * The foreign libraries lie where the dynamic loader looks first; with an empty cache the
   * binding's own order of loading would take them.
   */
  @Test
  @EnabledOnOs(OS.LINUX)
  void anEmptyCacheIsFilledOnceWhateverElseIsInstalled() throws Exception {
    Path cache = Files.createDirectory(folder.resolve("cache"));
    Path decoy = Files.createDirectory(folder.resolve("decoy"));
    for (String name : List.of("libtorch_cpu.so", "libc10.so", "libtorch.so", "libgomp.so.1")) {
      try (InputStream other = NativeRuntimeTest.class.getResourceAsStream(SOME_LIBRARY)) {
        Files.copy(Objects.requireNonNull(other), decoy.resolve(name));
      }
    }

    Ended first = start(cache, decoy);
    Ended second = start(cache, decoy);

    String announcement = "preparing libtorch, once: unpacking 364 MB into " + cache;
    assertThat(first.errors().lines()).containsOnlyOnce(announcement);
    assertThat(second.errors()).doesNotContain("preparing libtorch");
    for (Ended ended : List.of(first, second)) {
      assertThat(ended.code()).as(ended.errors()).isZero();
      assertThat(ended.output()).isEqualToIgnoringNewLines("result 2.0");
    }
  }

  private Ended start(Path cache, Path libraries) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Path errors = folder.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-Dorg.bytedeco.javacpp.cachedir=" + cache,
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName());
    builder.environment().put("LD_LIBRARY_PATH", libraries.toString());
    Process child = builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
    try {
      assertThat(child.waitFor(2, TimeUnit.MINUTES)).isTrue();
    } finally {
      child.destroyForcibly();
    }
    return new Ended(child.exitValue(), Files.readString(output), Files.readString(errors));
  }
}
