package io.github.handful.app;

import io.github.handful.adapt.AdaptationSettings;
import io.github.handful.adapt.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the user wants of a comparison of adaptations.
 *
 * @param run the trained run to adapt
 * @param data the images of the new scanner, of which some have masks to score with
 * @param split of the images to adapt to; empty for the usual
 * @param score split to score on; empty for "test" where the data is divided so, else for all
 * @param iterations updates of each adaptation; empty for the usual
 */
record AdaptationWishes(
    Path run,
    Path data,
    Path out,
    List<Method> methods,
    List<Long> seeds,
    Optional<String> split,
    Optional<String> score,
    Optional<Integer> iterations,
    String precision,
    DeviceChoice device,
    int threads) {

  /**
   * The methods of these names; all where there is none.
   *
   * @throws IllegalArgumentException that lists the known ones
   */
  static List<Method> methods(List<String> names) {
    return names.isEmpty() ? List.of(Method.values()) : names.stream().map(Method::parse).toList();
  }

  /** Lengths and rates of every method. */
  AdaptationSettings settings(Method method) {
    AdaptationSettings standard = AdaptationSettings.standard(method);
    return iterations.map(standard::withIterations).orElse(standard);
  }
}
