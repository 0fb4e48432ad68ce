package io.github.handful.app;

import io.github.handful.genseg.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A value in place of that of a plan, written {@code genseg.gamma=0.3}.
 *
 * @param field its names from the plan's top down, joined by points
 * @param value as it stands in a plan's file, a list or several fields in brackets
 */
record PlanSetting(String field, String value) {
  private static final Set<String> OF_THE_SEARCH =
      Set.of(
          "genseg.gammaRate",
          "genseg.architectureRate",
          "genseg.architectureEvery",
          "genseg.exactHypergradient",
          "genseg.hypergradientPaths",
          "genseg.generatorGuidance");

  private static final String BETWEEN = ";";

  /**
   * Reads one setting.
   *
   * @throws IllegalArgumentException if it is not of the form FIELD=VALUE
   */
  static PlanSetting parse(String text) {
    int at = text.indexOf('=');
    if (at < 1 || text.substring(at + 1).isBlank()) {
      throw new IllegalArgumentException(
          "a setting of the plan must be FIELD=VALUE, such as genseg.gamma=0.3, got " + text);
    }
    return new PlanSetting(text.substring(0, at).strip(), text.substring(at + 1).strip());
  }

  /** Reads settings, each of the form FIELD=VALUE. */
  static List<PlanSetting> parse(List<String> texts) {
    return texts.stream().map(PlanSetting::parse).toList();
  }

  /**
   * Reads what is to be compared: a field with several values ({@code genseg.gamma=0.3,1}), each a
   * variation of its own, or several fields at once ({@code genseg.gamma=0.3;genseg.rate=1e-5}),
   * which are one.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static List<List<PlanSetting>> variations(String text) {
    List<String> fields = split(text, ';');
    if (fields.size() > 1) {
      return List.of(parse(fields));
    }
    PlanSetting all = parse(text);
    return split(all.value(), ',').stream()
        .map(value -> List.of(parse(all.field() + "=" + value)))
        .toList();
  }

  /** The parts between separators outside all brackets. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int begin = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
      if (c == separator && depth == 0) {
        parts.add(text.substring(begin, i));
        begin = i + 1;
      }
    }
    parts.add(text.substring(begin));
    return parts;
  }

  /** The names on the way to the field. */
  List<String> path() {
    return Arrays.asList(field.split("\\.", -1));
  }

  /** Whether the method has anything to do with the field. */
  boolean concerns(Method method) {
    if (OF_THE_SEARCH.contains(field)) {
      return method.searches();
    }
    String section = path().get(0);
    boolean generators = Set.of("genseg", "generator", "pretraining").contains(section);
    return !generators || method.generates();
  }

  /** Several settings as one word. */
  static String joined(List<PlanSetting> settings) {
    return String.join(BETWEEN, settings.stream().map(PlanSetting::toString).toList());
  }

  @Override
  public String toString() {
    return field + "=" + value;
  }
}
