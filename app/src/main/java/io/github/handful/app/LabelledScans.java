package io.github.handful.app;

import io.github.handful.imaging.DataException;
import io.github.handful.surfaces.SurfaceDataSet;
import io.github.handful.surfaces.SurfaceDataSet.Entry;
import io.github.handful.surfaces.SurfaceScan;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The annotated scans that a run may learn from, divided into those that train weights and those
 * that validate, by the same rule as {@link LabelledData}.
 */
record LabelledScans(SurfaceDataSet set, List<SurfaceScan> training, List<SurfaceScan> validation) {

  /**
   * The first {@code labelled} training scans, or all.
   *
   * @param labelled 0 for all
   * @throws DataException if there are fewer, or fewer than two
   */
  static LabelledScans read(SurfaceDataSet set, int labelled) {
    List<Entry> all = set.trainingEntries();
    int count = labelled == 0 ? all.size() : labelled;
    if (count > all.size() || count < 2) {
      throw new DataException(
          "%s has %d annotated scans to train on, and %d are needed; annotate more"
              .formatted(set.root(), all.size(), Math.max(2, count)));
    }
    List<SurfaceScan> scans = set.read(all.subList(0, count));
    int cut = count - LabelledData.validating(count);
    return new LabelledScans(set, scans.subList(0, cut), scans.subList(cut, count));
  }

  /**
   * The scans of a run that was started before.
   *
   * @throws DataException if one is not there any more or has changed
   */
  static LabelledScans again(SurfaceDataSet set, SurfaceRecord.Data used) {
    Map<String, Entry> byId =
        set.entries().stream().collect(Collectors.toMap(Entry::id, Function.identity()));
    List<String> ids = Stream.concat(used.training().stream(), used.validation().stream()).toList();
    if (!byId.keySet().containsAll(ids) || !fingerprint(set, ids).equals(used.fingerprint())) {
      throw new DataException(
          "the annotated scans in %s have changed since this run was started; train a new run"
              .formatted(set.root()));
    }
    List<SurfaceScan> scans = set.read(ids.stream().map(byId::get).toList());
    int cut = used.training().size();
    return new LabelledScans(set, scans.subList(0, cut), scans.subList(cut, scans.size()));
  }

  List<SurfaceScan> all() {
    return Stream.concat(training.stream(), validation.stream()).toList();
  }

  static List<String> ids(List<SurfaceScan> scans) {
    return scans.stream().map(SurfaceScan::id).toList();
  }

  String fingerprint() {
    return fingerprint(set, ids(all()));
  }

  private static String fingerprint(SurfaceDataSet set, List<String> ids) {
    List<Entry> used = set.entries().stream().filter(entry -> ids.contains(entry.id())).toList();
    return new SurfaceDataSet(
            set.root(), used, set.annotations(), set.split(), set.pixelSize(), set.findings())
        .fingerprint();
  }

  /**
   * The split to score a model on: the one asked for; without one, "test" if there is one, else the
   * validation scans.
   *
   * @throws DataException if there is no such split, or weights are trained on one of its scans
   */
  String scored(String asked) {
    if (asked.isEmpty() && set.entriesOf("test").isEmpty()) {
      return Scored.VALIDATION;
    }
    String split = asked.isEmpty() ? "test" : asked;
    List<Entry> entries = set.entriesOf(split);
    if (entries.isEmpty()) {
      throw new DataException(
          "%s has no split called %s; it has %s"
              .formatted(set.root(), split, new TreeSet<>(set.split().values())));
    }
    List<String> learnt = ids(training);
    if (entries.stream().anyMatch(entry -> learnt.contains(entry.id()))) {
      throw new DataException(
          "the split %s holds scans that the model is trained on; score on another"
              .formatted(split));
    }
    return split;
  }

  /** The scans of a split that {@link #scored} gave. */
  List<Entry> scoredEntries(String split) {
    List<String> validating = ids(validation);
    return split.equals(Scored.VALIDATION)
        ? set.entries().stream().filter(entry -> validating.contains(entry.id())).toList()
        : set.entriesOf(split);
  }
}
