package io.github.handful.imaging;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How the pixel values of a data set's masks stand for classes 0 to {@code classes() - 1}, where 0
 * is background. It is inferred from all masks together by {@link LabelFiles#infer} and kept in the
 * model file.
 */
public sealed interface LabelEncoding {
  /** At most so many grey values or colours are classes. */
  int MAX_CLASSES = 32;

  /** The number of classes, background included; at least 2. */
  int classes();

  /** One line for people: which values were found and what they are taken for. */
  String describe();

  /** What a person should check about this reading, where there is something. */
  default Optional<String> caution() {
    return Optional.empty();
  }

  /** Strings, numbers and lists for the model file; {@link #fromMap} reads them back. */
  Map<String, Object> toMap();

  /** Why a threshold separates foreground from background. */
  enum Reading {
    /** The masks have two values (or one). */
    TWO_VALUES,
    /** Values between the two occur along edges: smoothing or JPEG compression. */
    GREY_EDGES,
    /** Some masks use 1 for foreground and others the maximum. */
    MIXED_SCALES
  }

  /**
   * Values above the threshold are class 1.
   *
   * @param low the smallest value of all masks
   * @param high the largest value of all masks
   */
  record Binary(double threshold, double low, double high, Reading reading)
      implements LabelEncoding {
    @Override
    public int classes() {
      return 2;
    }

    @Override
    public String describe() {
      return switch (reading) {
        case TWO_VALUES ->
            low == high
                ? "one value, %s: %s everywhere"
                    .formatted(number(low), high > threshold ? "foreground" : "background")
                : "two values, %s and %s: background and foreground"
                    .formatted(number(low), number(high));
        case GREY_EDGES ->
            "grey edges between %s and %s: foreground above %s"
                .formatted(number(low), number(high), number(threshold));
        case MIXED_SCALES ->
            "values 0 and 1 in some masks, 0 and %s in others: all above 0 is foreground"
                .formatted(number(high));
      };
    }

    @Override
    public Optional<String> caution() {
      return switch (reading) {
        case TWO_VALUES ->
            low == high
                ? Optional.of(
                    "All masks have the one value %s, so there is nothing to tell apart."
                        .formatted(number(low)))
                : Optional.empty();
        case GREY_EDGES ->
            Optional.of(
                "The masks have grey values between %s and %s along edges, from smoothing or JPEG; above %s counts as foreground."
                    .formatted(number(low), number(high), number(threshold)));
        case MIXED_SCALES ->
            Optional.of(
                "Some masks mark foreground by 1 and others by %s; both are read as foreground."
                    .formatted(number(high)));
      };
    }

    @Override
    public Map<String, Object> toMap() {
      return Map.of(
          "kind",
          "binary",
          "threshold",
          threshold,
          "low",
          low,
          "high",
          high,
          "reading",
          reading.name());
    }
  }

  /** The grey value at position {@code k} of the increasing list is class {@code k}. */
  record Indexed(List<Double> values) implements LabelEncoding {
    public Indexed {
      values = List.copyOf(values);
    }

    @Override
    public int classes() {
      return values.size();
    }

    @Override
    public String describe() {
      return "%d grey values, %s: one class each, in this order"
          .formatted(values.size(), join(values));
    }

    @Override
    public Optional<String> caution() {
      boolean ignoreLabel = values.size() > 2 && values.contains(255.0) && values.contains(1.0);
      return ignoreLabel
          ? Optional.of(
              "The masks use 255 beside small class numbers, which often means 'ignore'; it is read as class %d."
                  .formatted(values.indexOf(255.0)))
          : Optional.empty();
    }

    @Override
    public Map<String, Object> toMap() {
      return Map.of("kind", "indexed", "values", values);
    }
  }

  /** The palette index at position {@code k} of the increasing list is class {@code k}. */
  record PaletteIndex(List<Integer> indices) implements LabelEncoding {
    public PaletteIndex {
      indices = List.copyOf(indices);
    }

    @Override
    public int classes() {
      return Math.max(2, indices.size());
    }

    @Override
    public String describe() {
      return "palette indices %s: one class each, whatever their colours"
          .formatted(indices.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    @Override
    public Map<String, Object> toMap() {
      return Map.of("kind", "palette", "indices", indices);
    }
  }

  /** The colour (0xRRGGBB) at position {@code k} of the list is class {@code k}. */
  record Colours(List<Integer> colours) implements LabelEncoding {
    public Colours {
      colours = List.copyOf(colours);
    }

    @Override
    public int classes() {
      return Math.max(2, colours.size());
    }

    @Override
    public String describe() {
      return "%d colours, %s: one class each, the first is background"
          .formatted(
              colours.size(),
              colours.stream().map("#%06x"::formatted).collect(Collectors.joining(", ")));
    }

    @Override
    public Map<String, Object> toMap() {
      return Map.of("kind", "colours", "colours", colours);
    }
  }

  /**
   * Reads what {@link #toMap} gave, also after a way through JSON.
   *
   * @throws DataException where a key is missing or of another type
   */
  static LabelEncoding fromMap(Map<String, Object> map) {
    try {
      String kind = String.valueOf(map.get("kind"));
      return switch (kind) {
        case "binary" ->
            new Binary(
                ((Number) map.get("threshold")).doubleValue(),
                ((Number) map.get("low")).doubleValue(),
                ((Number) map.get("high")).doubleValue(),
                Reading.valueOf(String.valueOf(map.get("reading"))));
        case "indexed" ->
            new Indexed(numbers(map.get("values")).stream().map(Number::doubleValue).toList());
        case "palette" ->
            new PaletteIndex(numbers(map.get("indices")).stream().map(Number::intValue).toList());
        case "colours" ->
            new Colours(numbers(map.get("colours")).stream().map(Number::intValue).toList());
        default -> throw new IllegalArgumentException(kind);
      };
    } catch (RuntimeException e) {
      throw new DataException(
          "The label encoding %s of the model file is not readable; use the program version that wrote it."
              .formatted(map),
          e);
    }
  }

  private static List<Number> numbers(Object list) {
    return ((List<?>) list).stream().map(Number.class::cast).toList();
  }

  private static String join(List<Double> values) {
    return values.stream().map(LabelEncoding::number).collect(Collectors.joining(", "));
  }

  /** The value without the decimals of a whole number. */
  private static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}
