package io.github.handful.app;

import io.github.handful.app.report.Gallery;
import io.github.handful.genseg.Method;
import io.github.handful.imaging.DataSet;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.Overlay;
import io.github.handful.imaging.Pair;
import io.github.handful.imaging.Sample;
import io.github.handful.imaging.SlicePlane;
import io.github.handful.imaging.VolumeOverlay;
import io.github.handful.segment.Model;
import io.github.handful.segment.Predictor;
import io.github.handful.torch.Compute;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The cases where one arm gains and loses most against another, as every arm sees them, with the
 * most labelled images and the first seed.
 */
record ComparisonGallery(
    CompareFolder folder, Comparison comparison, DataSet set, Compute compute) {
  /** Cases of the greatest gain, and as many of the greatest loss. */
  private static final int EACH = 2;

  private static final int PICTURE_SIDE = 240;

  /** Rows of more pictures have the whole width. */
  private static final int FEW_COLUMNS = 4;

  /** Arms that are shown; there may be many variations of the plan. */
  private static final int MOST_ARMS = 8;

  /** Empty unless two arms can be looked at. */
  Optional<Gallery> gallery() throws IOException {
    int labelled = comparison.sizes().get(comparison.sizes().size() - 1);
    Map<String, CellResult> arms = arms(labelled);
    if (arms.size() < 2) {
      return Optional.empty();
    }
    String shown = shown(arms);
    String against = against(arms, shown);
    arms.keySet().retainAll(looked(arms.keySet(), shown, against));
    List<String> names = List.copyOf(arms.keySet());
    Map<String, Map<String, Double>> dice = new LinkedHashMap<>();
    names.forEach(arm -> dice.put(arm, dice(labelled, arm)));
    Map<String, Double> gains = gains(dice.get(shown), dice.get(against));
    List<Sample> samples = samples(extremes(gains));
    Map<String, List<LabelMap>> predictions = new LinkedHashMap<>();
    for (Map.Entry<String, CellResult> arm : arms.entrySet()) {
      predictions.put(arm.getKey(), predictions(arm.getValue().cell(), samples));
    }
    List<Gallery.Row> rows = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      rows.add(row(samples.get(i), i, predictions, dice, gains));
    }
    List<String> columns = new ArrayList<>(List.of("truth"));
    columns.addAll(names);
    return Optional.of(
        new Gallery(
            "Where %s gains and loses most against %s".formatted(shown, against),
            caption(labelled),
            EvaluationReport.legend(set.classNames()),
            columns,
            rows,
            columns.size() > FEW_COLUMNS));
  }

  private String caption(int labelled) {
    String outlines =
        set.classNames().size() > 2
            ? "Full outlines are predicted, dashed ones true."
            : "Orange outlines are predicted, blue ones true.";
    return "%d labelled images, the first seed; the numbers are Dice averaged over seeds. %s"
        .formatted(labelled, outlines);
  }

  /** The first arm of the method genseg, else the last arm. */
  private static String shown(Map<String, CellResult> arms) {
    List<String> names = List.copyOf(arms.keySet());
    return names.stream()
        .filter(name -> method(arms, name).equals(Method.GENSEG.key()))
        .findFirst()
        .orElse(names.get(names.size() - 1));
  }

  /** The arm of another method and the same segmenter, if there is one: augment before plain. */
  private static String against(Map<String, CellResult> arms, String shown) {
    Optional<String> segmenter = arms.get(shown).cell().segmenter();
    List<String> others = arms.keySet().stream().filter(name -> !name.equals(shown)).toList();
    return Stream.of(Method.AUGMENT, Method.PLAIN)
        .flatMap(
            method ->
                others.stream()
                    .filter(name -> method(arms, name).equals(method.key()))
                    .filter(name -> arms.get(name).cell().segmenter().equals(segmenter)))
        .findFirst()
        .orElse(others.get(0));
  }

  private static String method(Map<String, CellResult> arms, String name) {
    return arms.get(name).cell().method();
  }

  /** The two that are held together, and others before there are too many. */
  private static Set<String> looked(Set<String> names, String shown, String against) {
    Set<String> looked = new LinkedHashSet<>(List.of(shown, against));
    names.stream().filter(name -> looked.size() < MOST_ARMS).forEach(looked::add);
    return looked;
  }

  /** For each arm its first cell whose model is there. */
  private Map<String, CellResult> arms(int labelled) {
    ScoredSet own = comparison.sets().get(0);
    Map<String, CellResult> arms = new LinkedHashMap<>();
    for (String arm : comparison.arms()) {
      comparison.cells(labelled, arm).stream()
          .filter(result -> result.dice().containsKey(own.name()))
          .filter(result -> Files.isDirectory(folder.run(result.cell()).model()))
          .min(Comparator.comparingLong(result -> result.cell().seed()))
          .ifPresent(result -> arms.put(arm, result));
    }
    return arms;
  }

  private Map<String, Double> dice(int labelled, String arm) {
    return Comparison.overSeeds(comparison.bySeed(comparison.sets().get(0), labelled, arm));
  }

  private static Map<String, Double> gains(Map<String, Double> own, Map<String, Double> other) {
    Map<String, Double> gains = new LinkedHashMap<>();
    own.forEach(
        (id, value) ->
            Optional.ofNullable(other.get(id)).ifPresent(base -> gains.put(id, value - base)));
    return gains;
  }

  /** The greatest gains first, then the greatest losses. */
  private static List<String> extremes(Map<String, Double> gains) {
    List<String> order =
        gains.keySet().stream().sorted(Comparator.comparingDouble(id -> -gains.get(id))).toList();
    LinkedHashSet<String> chosen = new LinkedHashSet<>();
    for (int i = 0; i < Math.min(EACH, order.size()); i++) {
      chosen.add(order.get(i));
    }
    for (int i = Math.min(EACH, order.size()); i > 0; i--) {
      chosen.add(order.get(order.size() - i));
    }
    return List.copyOf(chosen);
  }

  private List<Sample> samples(List<String> ids) {
    Map<String, Pair> pairs =
        set.pairs().stream().collect(Collectors.toMap(Pair::id, pair -> pair));
    return ids.stream().map(pairs::get).map(set::read).toList();
  }

  private List<LabelMap> predictions(Cell cell, List<Sample> samples) throws IOException {
    try (Model model = Model.read(folder.run(cell).model(), compute)) {
      Predictor predictor =
          new Predictor(model.segmenter(), model.description().preprocessing(), compute);
      return samples.stream().map(s -> predictor.probabilities(s.image()).labels()).toList();
    }
  }

  private static Gallery.Row row(
      Sample sample,
      int index,
      Map<String, List<LabelMap>> predictions,
      Map<String, Map<String, Double>> dice,
      Map<String, Double> gains) {
    LabelMap nothing =
        new LabelMap(sample.labels().grid(), new byte[sample.labels().grid().count()]);
    List<byte[]> pictures = new ArrayList<>();
    pictures.add(picture(sample, nothing));
    predictions.values().forEach(maps -> pictures.add(picture(sample, maps.get(index))));
    String numbers =
        dice.entrySet().stream()
            .map(e -> e.getKey() + " " + number("%.2f", e.getValue().get(sample.id())))
            .collect(Collectors.joining(", "));
    return new Gallery.Row(
        sample.id(),
        "%s: %s".formatted(number("%+.2f", gains.get(sample.id())), numbers),
        pictures);
  }

  /** Of a volume the axial slice through the middle of the true structures. */
  private static byte[] picture(Sample sample, LabelMap prediction) {
    Optional<LabelMap> truth = Optional.of(sample.labels());
    return sample.image().grid().isVolume()
        ? VolumeOverlay.slices(
                sample.image(),
                prediction,
                truth,
                VolumeOverlay.centre(sample.labels()),
                PICTURE_SIDE)
            .get(SlicePlane.AXIAL.ordinal())
        : Overlay.png(sample.image(), prediction, truth, PICTURE_SIDE);
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
