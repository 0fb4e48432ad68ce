package io.github.handful.app;

import java.util.List;

/**
 * One training of a comparison: a value on each of its axes.
 *
 * @param labelled number of labelled images, training and validation together
 * @param method its key
 */
record Cell(int labelled, String method, long seed) {

  /** What is compared: all axes but the number of labelled images and the seed. */
  String arm() {
    return method;
  }

  /** Where its run lies in the folder of the runs; never changes. */
  String folder() {
    return "labelled-%d/%s/seed-%d".formatted(labelled, method, seed);
  }

  /** The cell as options of the verb train. */
  List<String> options() {
    return List.of("--labelled=" + labelled, "--method=" + method, "--seed=" + seed);
  }

  /** For people, for example {@code genseg with 9 labelled images, seed 1}. */
  String describe() {
    return "%s with %d labelled images, seed %d".formatted(arm(), labelled, seed);
  }
}
