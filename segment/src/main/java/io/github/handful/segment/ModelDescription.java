package io.github.handful.segment;

import java.util.List;
import java.util.Map;

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
}
