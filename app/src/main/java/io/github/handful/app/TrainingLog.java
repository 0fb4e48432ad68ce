package io.github.handful.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.handful.app.report.LineChart.Series;
import io.github.handful.app.report.StackedAreaChart.Panel;
import io.github.handful.genseg.SearchedCells;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/** The events of a run's log as curves. */
final class TrainingLog {
  private final List<JsonNode> events;

  private TrainingLog(List<JsonNode> events) {
    this.events = events;
  }

  static TrainingLog read(Path file) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      events.add(json.readTree(line));
    }
    return new TrainingLog(events);
  }

  private List<JsonNode> steps(String phase) {
    return events.stream()
        .filter(e -> e.path("event").asText().equals("step"))
        .filter(e -> e.path("phase").asText().equals(phase))
        .toList();
  }

  /** The phases that had steps, in their order. */
  Set<String> phases() {
    Set<String> names = new LinkedHashSet<>();
    events.stream()
        .filter(e -> e.path("event").asText().equals("step"))
        .forEach(e -> names.add(e.path("phase").asText()));
    return names;
  }

  /** The names of the losses of a phase. */
  Set<String> losses(String phase) {
    Set<String> names = new LinkedHashSet<>();
    steps(phase).stream()
        .limit(1)
        .forEach(e -> e.path("losses").fieldNames().forEachRemaining(names::add));
    return names;
  }

  /** One loss over the iterations of a phase. */
  Series loss(String phase, String name) {
    return series(name, steps(phase), e -> e.path("losses").path(name), true);
  }

  /** The validation Dice over the updates of the segmenter. */
  Series validation() {
    return validation("Dice", "dice", DoubleUnaryOperator.identity());
  }

  /**
   * The validations over the updates.
   *
   * @param field the name of the score in the log
   * @param shown what is shown of the score
   */
  Series validation(String name, String field, DoubleUnaryOperator shown) {
    List<JsonNode> validations =
        events.stream().filter(e -> e.path("event").asText().equals("validation")).toList();
    Series scores = series(name, validations, e -> e.path(field), false);
    return new Series(name, scores.x(), Arrays.stream(scores.y()).map(shown).toArray(), false);
  }

  private List<JsonNode> searches() {
    return events.stream().filter(e -> e.has("hypergradient")).toList();
  }

  boolean searched() {
    return !searches().isEmpty();
  }

  /** Those numbers of the hypergradient's report that it has, over the steps of the search. */
  List<Series> hypergradient(String... names) {
    List<JsonNode> searches = searches();
    return Arrays.stream(names)
        .filter(name -> searches.stream().anyMatch(e -> e.path("hypergradient").has(name)))
        .map(name -> series(name, searches, e -> e.path("hypergradient").path(name), true))
        .toList();
  }

  /** The mixture weights of every cell of one part of the generator. */
  List<Panel> mixtures(SearchedCells part) {
    List<JsonNode> searches = searches();
    List<Panel> panels = new ArrayList<>();
    double[] x = searches.stream().mapToDouble(e -> e.path("iteration").asDouble()).toArray();
    for (int cell = 0; cell < part.count(); cell++) {
      double[][] shares = new double[x.length][3];
      for (int i = 0; i < x.length; i++) {
        for (int k = 0; k < 3; k++) {
          shares[i][k] =
              searches.get(i).path("mixtures").path(part.part()).path(cell).path(k).asDouble();
        }
      }
      panels.add(new Panel(part.part() + " cell " + cell + place(part, cell), x, shares));
    }
    return panels;
  }

  private static String place(SearchedCells part, int cell) {
    if (!part.inwards()) {
      return "";
    }
    return cell == 0 ? ", innermost" : cell == part.count() - 1 ? ", outermost" : "";
  }

  private static Series series(
      String name, List<JsonNode> events, Function<JsonNode, JsonNode> value, boolean smoothed) {
    return new Series(
        name,
        events.stream().mapToDouble(e -> e.path("iteration").asDouble()).toArray(),
        events.stream().mapToDouble(e -> value.apply(e).asDouble()).toArray(),
        smoothed);
  }
}
