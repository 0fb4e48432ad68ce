package io.github.handful.app;

import com.sun.management.OperatingSystemMXBean;
import io.github.handful.genseg.Plan;
import java.lang.management.ManagementFactory;

/** How many cells the memory has room for, roughly: to choose how many run at once. */
final class CellMemory {
  /** Of the JVM with libtorch and a handful of images, in GiB. */
  private static final double BASE = 1.5;

  /** Beyond that, of the default plan: 128 x 128 pixels, four images a batch, width 16. */
  private static final double FOR_NETWORKS = 1.5;

  private static final double DEFAULT_SIZE = 128.0 * 128 * 4 * 16;

  private CellMemory() {}

  /** Memory of a cell in GiB, more rather than less than it takes. */
  static double gigabytes(Plan plan) {
    double size =
        (double) plan.image().grid().count() * plan.training().batch() * plan.generator().width();
    return BASE + FOR_NETWORKS * size / DEFAULT_SIZE;
  }

  /** How many such cells fit, at least one. */
  static int room(double freeGigabytes, double cellGigabytes) {
    return (int) Math.max(1, freeGigabytes / cellGigabytes);
  }

  /** Memory that is free now, in GiB. */
  static double free() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long free = MachineChecks.available().orElse(system.getFreeMemorySize());
    return Math.min(free, system.getTotalMemorySize()) / (double) (1L << 30);
  }
}
