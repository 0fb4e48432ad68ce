package io.github.handful.imaging;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Decides from the values of all masks of a data set what they mean. */
final class LabelInference {
  private static final int IGNORE_INDEX = 255;

  /** Label volumes of whole bodies have more than a hundred classes. */
  private static final int MAX_CLASSES_OF_VOLUMES = 256;

  /** Pixels so close to an end of the value range count as that end. */
  private static final double NEAR = 1 / 8.0;

  private static final double MAX_MIDDLE_SHARE = 0.1;
  private static final double MIN_BETWEEN_SHARE = 0.6;

  private LabelInference() {}

  /**
   * The encoding that fits all masks.
   *
   * @param declared class values that the data set names itself; empty where it names none
   */
  static LabelEncoding infer(List<MaskProfile> masks, SortedSet<Integer> declared) {
    boolean coloured = masks.stream().anyMatch(m -> m.values().isEmpty());
    boolean palette = masks.stream().anyMatch(m -> !m.indices().isEmpty());
    if (palette) {
      Optional<LabelEncoding> byIndex = byPaletteIndex(masks, declared);
      if (byIndex.isPresent()) {
        return byIndex.get();
      }
    }
    return coloured ? byColour(masks) : byGrey(masks, declared);
  }

  /** Empty where the indices do not mean the same in every file. */
  private static Optional<LabelEncoding> byPaletteIndex(
      List<MaskProfile> masks, SortedSet<Integer> declared) {
    NavigableMap<Integer, Integer> colours = new TreeMap<>();
    for (MaskProfile mask : masks) {
      for (Map.Entry<Integer, Integer> entry : mask.indices().entrySet()) {
        Integer before = colours.putIfAbsent(entry.getKey(), entry.getValue());
        if (before != null && !before.equals(entry.getValue())) {
          return Optional.empty();
        }
      }
    }
    NavigableSet<Integer> used = new TreeSet<>(colours.keySet());
    for (MaskProfile mask : masks) {
      if (mask.indices().isEmpty()) {
        if (mask.values().isEmpty()) {
          return Optional.empty();
        }
        mask.values().keySet().forEach(value -> used.add(value.intValue()));
      }
    }
    if (used.headSet(IGNORE_INDEX).stream().anyMatch(i -> i >= LabelEncoding.MAX_CLASSES)) {
      return Optional.empty();
    }
    if (declared.containsAll(used)) {
      used.addAll(declared);
    }
    used.add(0);
    return Optional.of(new LabelEncoding.PaletteIndex(List.copyOf(used)));
  }

  private static LabelEncoding byColour(List<MaskProfile> masks) {
    Map<Integer, Long> colours = new HashMap<>();
    for (MaskProfile mask : masks) {
      if (mask.lossy()) {
        throw new DataException(
            mask.file()
                + " is a JPEG file, which changes the colours of a mask; save the masks as PNG.");
      }
      mask.colours().forEach((colour, count) -> colours.merge(colour, count, Long::sum));
      if (colours.size() > LabelEncoding.MAX_CLASSES) {
        throw MaskProfile.notAMask(
            mask.file(), "more than " + LabelEncoding.MAX_CLASSES + " colours with the others");
      }
    }
    int background =
        colours.containsKey(0)
            ? 0
            : colours.entrySet().stream()
                .max(
                    Map.Entry.<Integer, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .orElseThrow()
                .getKey();
    List<Integer> order = new ArrayList<>(new TreeSet<>(colours.keySet()));
    order.remove(Integer.valueOf(background));
    order.add(0, background);
    return new LabelEncoding.Colours(order);
  }

  private static LabelEncoding byGrey(List<MaskProfile> masks, SortedSet<Integer> declared) {
    NavigableSet<Float> values = new TreeSet<>();
    masks.forEach(mask -> values.addAll(mask.values().keySet()));
    NavigableSet<Float> named = new TreeSet<>();
    declared.forEach(value -> named.add((float) value));
    if (named.size() > 2 && named.containsAll(values)) {
      return indexed(named);
    }
    float low = values.first();
    float high = values.last();
    if (values.size() == 1) {
      return new LabelEncoding.Binary(
          high > 0 ? high / 2.0 : high + 0.5, low, high, LabelEncoding.Reading.TWO_VALUES);
    }
    if (values.size() == 2) {
      return new LabelEncoding.Binary(
          (low + (double) high) / 2, low, high, LabelEncoding.Reading.TWO_VALUES);
    }
    if (isMixedScale(masks, values)) {
      return new LabelEncoding.Binary(0.5, low, high, LabelEncoding.Reading.MIXED_SCALES);
    }
    boolean volumes = masks.stream().allMatch(mask -> VolumeFiles.isVolume(mask.file()));
    if (volumes && values.size() <= MAX_CLASSES_OF_VOLUMES && !isSmoothed(masks)) {
      return indexed(values);
    }
    boolean lossy = masks.stream().anyMatch(MaskProfile::lossy);
    boolean many = values.size() > LabelEncoding.MAX_CLASSES;
    if (lossy || many) {
      masks.forEach(mask -> requireTwoEnds(mask, low, high));
    } else if (values.size() == 3 || !isSmoothed(masks)) {
      return indexed(values);
    }
    return new LabelEncoding.Binary(
        (low + (double) high) / 2, low, high, LabelEncoding.Reading.GREY_EDGES);
  }

  private static LabelEncoding indexed(NavigableSet<Float> values) {
    return new LabelEncoding.Indexed(values.stream().map(Float::doubleValue).toList());
  }

  /** Values 0, 1 and a maximum, where no single mask has both 1 and the maximum. */
  private static boolean isMixedScale(List<MaskProfile> masks, NavigableSet<Float> values) {
    float high = values.last();
    boolean scales = values.size() == 3 && values.contains(0f) && values.contains(1f);
    return scales
        && (high == 255 || high == 65_535)
        && masks.stream()
            .noneMatch(m -> m.values().containsKey(1f) && m.values().containsKey(high));
  }

  /** Whether the values between the ends lie along edges, as smoothing leaves them. */
  private static boolean isSmoothed(List<MaskProfile> masks) {
    long between = masks.stream().mapToLong(MaskProfile::between).sum();
    long middle = masks.stream().mapToLong(MaskProfile::middle).sum();
    return middle > 0 && between >= MIN_BETWEEN_SHARE * middle;
  }

  private static void requireTwoEnds(MaskProfile mask, float low, float high) {
    double margin = NEAR * (high - (double) low);
    long middle = 0;
    long top = 0;
    long all = 0;
    for (Map.Entry<Float, Long> entry : mask.values().entrySet()) {
      all += entry.getValue();
      boolean nearLow = entry.getKey() <= low + margin;
      boolean nearHigh = entry.getKey() >= high - margin;
      top += nearHigh ? entry.getValue() : 0;
      middle += nearLow || nearHigh ? 0 : entry.getValue();
    }
    if (middle > MAX_MIDDLE_SHARE * all || (middle > top && middle > MAX_MIDDLE_SHARE / 10 * all)) {
      throw MaskProfile.notAMask(mask.file(), mask.values().size() + " grey values");
    }
  }
}
