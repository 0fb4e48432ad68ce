package io.github.handful.app;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.LabelEncoding;
import io.github.handful.imaging.LabelEncoding.Binary;
import io.github.handful.imaging.LabelEncoding.Colours;
import io.github.handful.imaging.LabelEncoding.Indexed;
import io.github.handful.imaging.LabelEncoding.PaletteIndex;
import io.github.handful.imaging.LabelEncoding.Reading;
import io.github.handful.imaging.LabelFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How predicted masks are read as the classes of the truth. With two classes, whatever is not
 * background is foreground. With more, the palette index of a file is the class, as handful writes
 * it; other files must use the values of the truth, or the numbers of its classes.
 */
final class PredictionEncoding {
  private static final int GREY_TO_RGB = 0x010101;

  private PredictionEncoding() {}

  /**
   * The reading of these predictions.
   *
   * @param folder for the message
   * @param truth how the true masks are read
   * @throws DataException if a file is unreadable, or the values do not fit the classes
   */
  static LabelEncoding of(Path folder, List<Path> predictions, LabelEncoding truth) {
    LabelEncoding found = LabelFiles.infer(predictions);
    Optional<LabelEncoding> fitting =
        truth.classes() == 2
            ? Optional.of(found).filter(encoding -> encoding.classes() == 2)
            : candidates(found, truth).filter(known -> fits(found, known)).findFirst();
    return fitting.orElseThrow(
        () ->
            new DataException(
                "the predictions in %s (%s) do not fit the %d classes of the truth (%s); predict with a model of these classes"
                    .formatted(folder, found.describe(), truth.classes(), truth.describe())));
  }

  private static Stream<LabelEncoding> candidates(LabelEncoding found, LabelEncoding truth) {
    List<Integer> numbers = IntStream.range(0, truth.classes()).boxed().toList();
    if (found instanceof PaletteIndex) {
      Stream<LabelEncoding> own = Stream.of(new PaletteIndex(numbers));
      return truth instanceof PaletteIndex ? Stream.concat(own, Stream.of(truth)) : own;
    }
    return Stream.of(truth, new Indexed(numbers.stream().map(Integer::doubleValue).toList()));
  }

  /** Whether every value that occurs is one of those known. */
  private static boolean fits(LabelEncoding found, LabelEncoding known) {
    if (found instanceof Colours colours) {
      return known instanceof Colours all && all.colours().containsAll(colours.colours());
    }
    if (found instanceof Binary binary && binary.reading() != Reading.TWO_VALUES) {
      return false;
    }
    Set<Double> values = values(found);
    if (known instanceof Colours all) {
      Set<Integer> grey =
          values.stream().map(value -> value.intValue() * GREY_TO_RGB).collect(Collectors.toSet());
      return all.colours().containsAll(grey);
    }
    return values(known).containsAll(values);
  }

  private static Set<Double> values(LabelEncoding encoding) {
    if (encoding instanceof PaletteIndex palette) {
      return palette.indices().stream().map(Integer::doubleValue).collect(Collectors.toSet());
    }
    if (encoding instanceof Indexed indexed) {
      return Set.copyOf(indexed.values());
    }
    return encoding instanceof Binary binary
        ? DoubleStream.of(binary.low(), binary.high()).boxed().collect(Collectors.toSet())
        : Set.of();
  }
}
