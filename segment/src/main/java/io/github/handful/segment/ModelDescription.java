package io.github.handful.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands beside the weights of a model.
 *
 * @param format version of the model folder's layout
 * @param handful version of the program that wrote it
 * @param classes names, background first
 * @param labels how masks are read as these classes
 * @param training what the model learnt from, for people
 */
public record ModelDescription(
    int format,
    String handful,
    SegmenterSpec segmenter,
    Preprocessing preprocessing,
    List<String> classes,
    Map<String, Object> labels,
    Map<String, Object> training) {
  public static final int FORMAT = 1;

  /** In {@link #training}: part of the pixels of each class in the masks, background first. */
  public static final String CLASS_SHARES = "class shares";

  /**
   * Part of the pixels of each class in the masks that the model learnt from, background first;
   * empty where it is not recorded.
   */
  public Optional<List<Double>> classShares() {
    if (!(training.get(CLASS_SHARES) instanceof List<?> recorded)
        || recorded.size() != classes.size()) {
      return Optional.empty();
    }
    List<Double> shares = new ArrayList<>();
    for (Object share : recorded) {
      if (!(share instanceof Number number)
          || !(number.doubleValue() >= 0 && number.doubleValue() <= 1)) {
        return Optional.empty();
      }
      shares.add(number.doubleValue());
    }
    return Optional.of(List.copyOf(shares));
  }
}
