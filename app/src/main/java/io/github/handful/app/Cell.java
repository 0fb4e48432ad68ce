package io.github.handful.app;

import io.github.handful.genseg.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One training of a comparison: a value on each of its axes.
 *
 * @param labelled number of labelled images, training and validation together
 * @param method its key
 * @param segmenter the key of the network; empty for that of the plan
 * @param generator the key of what makes synthetic pairs; empty for that of the plan
 * @param settings values in place of the plan's, each {@code FIELD=VALUE}
 */
record Cell(
    int labelled,
    String method,
    Optional<String> segmenter,
    Optional<String> generator,
    List<String> settings,
    long seed) {
  private static final int LONGEST_NAME = 80;

  Cell {
    settings = List.copyOf(settings);
  }

  /** A cell with the networks and all other settings of the plan. */
  Cell(int labelled, String method, long seed) {
    this(labelled, method, Optional.empty(), Optional.empty(), List.of(), seed);
  }

  /**
   * What is compared: all axes but the number of labelled images and the seed, for example {@code
   * genseg (swin-unet, genseg.gamma=0.3)}.
   */
  String arm() {
    List<String> beside = parts().subList(1, parts().size());
    return beside.isEmpty() ? method : "%s (%s)".formatted(method, String.join(", ", beside));
  }

  /** As {@link #arm()}, with names for the networks of the plan where it is to have them. */
  String arm(Optional<String> plannedSegmenter, Optional<String> plannedGenerator) {
    return new Cell(
            labelled,
            method,
            segmenter.or(() -> plannedSegmenter),
            generator.or(() -> plannedGenerator),
            settings,
            seed)
        .arm();
  }

  boolean generates() {
    return Method.parse(method).generates();
  }

  private List<String> parts() {
    List<String> parts = new ArrayList<>(List.of(method));
    segmenter.ifPresent(parts::add);
    generator.ifPresent(parts::add);
    parts.addAll(settings);
    return parts;
  }

  /** Where its run lies in the folder of the runs; never changes. */
  String folder() {
    return "labelled-%d/%s/seed-%d".formatted(labelled, fileName(), seed);
  }

  /** A name that every file system takes, different for different arms. */
  private String fileName() {
    String name = String.join("+", parts());
    String safe = name.replaceAll("[^A-Za-z0-9.=+_-]", "_");
    if (safe.equals(name) && name.length() <= LONGEST_NAME) {
      return name;
    }
    return "%s-%08x"
        .formatted(safe.substring(0, Math.min(LONGEST_NAME, safe.length())), name.hashCode());
  }

  /** The cell as options of the verb train. */
  List<String> options() {
    List<String> options =
        new ArrayList<>(List.of("--labelled=" + labelled, "--method=" + method, "--seed=" + seed));
    segmenter.ifPresent(name -> options.add("--segmenter=" + name));
    generator.ifPresent(name -> options.add("--generator=" + name));
    settings.forEach(setting -> options.add("--set=" + setting));
    return options;
  }

  /** For people, for example {@code genseg with 9 labelled images, seed 1}. */
  String describe() {
    return "%s with %d labelled images, seed %d".formatted(arm(), labelled, seed);
  }
}
