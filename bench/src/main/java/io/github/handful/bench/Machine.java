package io.github.handful.bench;

import com.sun.management.OperatingSystemMXBean;
import io.github.handful.torch.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;

/**
 * The machine that numbers belong to.
 *
 * @param memoryGigabytes in 10^9 bytes
 * @param threads that one operation of libtorch may use
 * @param auto the arithmetic that {@code auto} means on it
 */
record Machine(
    String processor,
    int cores,
    double memoryGigabytes,
    int threads,
    String java,
    String libtorch,
    String auto) {
  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
  private static final String LIBTORCH = "/META-INF/maven/org.bytedeco/pytorch/pom.properties";

  static Machine present(int threads) {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize() / 1e9,
        threads,
        System.getProperty("java.version"),
        libtorchVersion(),
        Precision.auto().name().toLowerCase(Locale.ROOT));
  }

  private static String processorName() {
    try (var lines = Files.lines(PROCESSOR)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  private static String libtorchVersion() {
    try (InputStream in = Machine.class.getResourceAsStream(LIBTORCH)) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s, %d cores, %.1f GB, %d threads, Java %s, libtorch %s, auto = %s",
        processor,
        cores,
        memoryGigabytes,
        threads,
        java,
        libtorch,
        auto);
  }
}
