package io.github.handful.app;

import com.sun.management.OperatingSystemMXBean;
import io.github.handful.app.Diagnosis.Check;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What the operating system and the JVM say about the machine. */
final class MachineChecks {
  private static final Path PROCESSOR_FILE = Path.of("/proc/cpuinfo");
  private static final Path MEMORY_FILE = Path.of("/proc/meminfo");

  /** Below this a small U-Net does not train. */
  private static final long SCARCE_MEMORY = 2L << 30;

  private static final List<String> FEATURES =
      List.of("avx2", "fma", "avx512f", "avx512_bf16", "amx_bf16", "asimd", "bf16");

  private MachineChecks() {}

  static List<Check> all() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return List.of(
        platform(property("os.name"), property("os.version"), property("os.arch")),
        Check.ok("Java", property("java.version") + ", " + property("java.vendor")),
        cores(Runtime.getRuntime().availableProcessors()),
        memory(system.getTotalMemorySize(), available().orElse(system.getFreeMemorySize())),
        Check.ok("Java heap", "up to " + gibibytes(Runtime.getRuntime().maxMemory())),
        Check.ok("processor", text(PROCESSOR_FILE).map(MachineChecks::features).orElse("unknown")),
        fileNames(property("os.name"), property("sun.jnu.encoding"), Locale.getDefault()));
  }

  static Check platform(String system, String version, String architecture) {
    String value = "%s %s, %s".formatted(system, version, architecture);
    return Platform.of(system, architecture).isPresent()
        ? Check.ok("platform", value)
        : Check.problem(
            "platform",
            value,
            "libtorch comes for Linux and Windows on x86-64 and for macOS; use such a machine and a"
                + " 64-bit Java.");
  }

  static Check cores(int cores) {
    return cores > 1
        ? Check.ok("cores", Integer.toString(cores))
        : Check.warning("cores", "1", "Training will be slow; use a machine with more cores.");
  }

  static Check memory(long physical, long available) {
    long free = Math.min(physical, available);
    String value = "%s, of which %s free".formatted(gibibytes(physical), gibibytes(free));
    if (physical < SCARCE_MEMORY) {
      return Check.problem("memory", value, "Use a machine with 4 GiB of memory or more.");
    }
    return free < SCARCE_MEMORY
        ? Check.warning("memory", value, "Close other programs before you train.")
        : Check.ok("memory", value);
  }

  /** Memory that programs can still take, in bytes, where the system says it. */
  static OptionalLong available() {
    return text(MEMORY_FILE).map(MachineChecks::available).orElse(OptionalLong.empty());
  }

  /** The value of {@code MemAvailable} in bytes, which counts what caches can give back. */
  static OptionalLong available(String memoryFile) {
    return memoryFile
        .lines()
        .filter(line -> line.startsWith("MemAvailable:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst();
  }

  /** The processor's name and those of its instruction sets that make training faster. */
  static String features(String processorFile) {
    String name = entry(processorFile, "model name").orElse("unnamed");
    String flags =
        entry(processorFile, "flags").or(() -> entry(processorFile, "Features")).orElse("");
    Set<String> found = new LinkedHashSet<>(FEATURES);
    found.retainAll(Arrays.asList(flags.split("\\s+")));
    return "%s (%s)".formatted(name, found.isEmpty() ? "plain" : String.join(", ", found));
  }

  /** On Linux a JVM under another encoding than UTF-8 cannot open all files. */
  static Check fileNames(String system, String encoding, Locale locale) {
    String value = "%s, file names in %s".formatted(locale.toLanguageTag(), encoding);
    return system.equals("Linux") && !encoding.equalsIgnoreCase("UTF-8")
        ? Check.warning(
            "locale",
            value,
            "Files with accents in their names cannot be opened; set LANG to a UTF-8 locale, for"
                + " example C.UTF-8.")
        : Check.ok("locale", value);
  }

  static String gibibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
  }

  private static Optional<String> entry(String file, String key) {
    return file.lines()
        .map(line -> line.split(":", 2))
        .filter(pair -> pair.length == 2 && pair[0].strip().equals(key))
        .map(pair -> pair[1].strip())
        .findFirst();
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) { // another system than Linux, or a closed container
      return Optional.empty();
    }
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }
}
