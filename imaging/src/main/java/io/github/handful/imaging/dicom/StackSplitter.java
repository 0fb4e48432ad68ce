package io.github.handful.imaging.dicom;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Splits the slices of a series into stacks of one size and orientation with one slice at a place.
 * What differs between images of the same place (echo, time, diffusion weighting) tells them apart.
 */
final class StackSplitter {
  /** Slices nearer than this are at the same place, in millimetres. */
  static final double SAME_PLACE = 0.01;

  private StackSplitter() {}

  /**
   * Slices that form one image, in the order of their heights; not yet checked for gaps.
   *
   * @param trait what tells them from other slices at the same places, empty where there are none
   */
  record Stack(List<Slice> slices, String trait) {}

  /** The stacks of one series, in the order of their first slices. */
  static List<Stack> split(List<Slice> slices) {
    List<List<Slice>> groups = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Slice slice : slices) {
      // The same image may lie in a folder twice.
      if (seen.add(slice.sopInstance() + " " + slice.frame()) || slice.sopInstance().isEmpty()) {
        groupOf(slice, groups).add(slice);
      }
    }
    List<Stack> stacks = new ArrayList<>();
    for (List<Slice> group : groups) {
      if (group.get(0).plane().isEmpty()) {
        stacks.add(new Stack(List.copyOf(group), ""));
      } else {
        stacks.addAll(byTrait(group));
      }
    }
    return stacks;
  }

  private static List<Slice> groupOf(Slice slice, List<List<Slice>> groups) {
    for (List<Slice> group : groups) {
      if (belongTogether(group.get(0), slice)) {
        return group;
      }
    }
    List<Slice> group = new ArrayList<>();
    groups.add(group);
    return group;
  }

  private static boolean belongTogether(Slice a, Slice b) {
    if (a.columns() != b.columns() || a.rows() != b.rows() || a.channels() != b.channels()) {
      return false;
    }
    if (a.plane().isEmpty() || b.plane().isEmpty()) {
      // Frames of one file may be a volume; files without a place are pictures of their own.
      return a.plane().isEmpty() && b.plane().isEmpty() && a.file().equals(b.file());
    }
    return a.plane().get().isParallel(b.plane().get()) && sameSpacing(a.spacing(), b.spacing());
  }

  private static boolean sameSpacing(
      Optional<Slice.PixelSpacing> a, Optional<Slice.PixelSpacing> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() && b.isEmpty();
    }
    double tolerance = 1e-3 * a.get().column();
    return Math.abs(a.get().column() - b.get().column()) < tolerance
        && Math.abs(a.get().row() - b.get().row()) < tolerance;
  }

  private static List<Stack> byTrait(List<Slice> group) {
    List<Slice> ordered = ordered(group);
    if (duplicates(ordered) == 0) {
      return List.of(new Stack(ordered, ""));
    }
    for (Slice.Trait trait : Slice.Trait.values()) {
      Map<String, List<Slice>> parts =
          ordered.stream()
              .collect(
                  Collectors.groupingBy(
                      s -> s.traits().getOrDefault(trait, ""), TreeMap::new, Collectors.toList()));
      if (parts.values().stream().allMatch(part -> duplicates(part) == 0)) {
        return parts.entrySet().stream()
            .map(e -> new Stack(e.getValue(), (trait.title() + " " + e.getKey()).strip()))
            .toList();
      }
    }
    return List.of(new Stack(ordered, ""));
  }

  /** By the height of the planes along the normal of the first, never by name or number. */
  private static List<Slice> ordered(List<Slice> group) {
    Vector3 normal = group.get(0).plane().orElseThrow().normal();
    return group.stream()
        .sorted(Comparator.comparingDouble(s -> s.plane().orElseThrow().position().dot(normal)))
        .toList();
  }

  /** How many slices lie where the one before them lies. */
  static int duplicates(List<Slice> ordered) {
    Vector3 normal = ordered.get(0).plane().orElseThrow().normal();
    int duplicates = 0;
    for (int i = 1; i < ordered.size(); i++) {
      Vector3 before = ordered.get(i - 1).plane().orElseThrow().position();
      Vector3 here = ordered.get(i).plane().orElseThrow().position();
      if (Math.abs(here.minus(before).dot(normal)) < SAME_PLACE) {
        duplicates++;
      }
    }
    return duplicates;
  }
}
