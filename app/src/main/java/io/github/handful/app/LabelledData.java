package io.github.handful.app;

import io.github.handful.genseg.Method;
import io.github.handful.imaging.DataException;
import io.github.handful.imaging.DataSet;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.Pair;
import io.github.handful.imaging.Sample;
import io.github.handful.segment.Example;
import io.github.handful.segment.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The labelled images that a run may learn from, divided into those that train weights and those
 * that validate. No other image of the data set is read.
 */
record LabelledData(DataSet set, List<Sample> training, List<Sample> validation) {
  static final String RULE =
      "of the labelled images in their order, the last fifth (rounded, at least one) validates";

  static final String RULE_FOR_FOLDS =
      "each of %d models keeps every %d-th labelled image back, from another one on";

  static final String RULE_FOR_ALL = "all labelled images train weights, none validates";

  /**
   * As {@link #read(DataSet, int)}, divided as a method needs it.
   *
   * @throws DataException if there are fewer than two, or no mask of them has any foreground
   */
  static LabelledData read(DataSet set, int labelled, Method method) {
    LabelledData data = read(set, labelled);
    return method.validates() ? data : data.withoutValidation();
  }

  /** How many of so many labelled images validate. */
  static int validating(int labelled) {
    return Math.max(1, (int) Math.round(labelled * 0.2));
  }

  /**
   * The first {@code labelled} training pairs, or all.
   *
   * @param labelled 0 for all
   * @throws DataException if there are fewer
   */
  static List<Pair> pairs(DataSet set, int labelled) {
    List<Pair> all = set.trainingPairs();
    if (labelled > all.size()) {
      throw new DataException(
          set.root()
              + " has "
              + all.size()
              + " labelled images to train on, fewer than the "
              + labelled
              + " asked for");
    }
    return labelled == 0 ? all : all.subList(0, labelled);
  }

  /**
   * Takes the first {@code labelled} training pairs, or all.
   *
   * @throws DataException if there are fewer than two, or no mask of them has any foreground
   */
  static LabelledData read(DataSet set, int labelled) {
    List<Pair> pairs = pairs(set, labelled);
    if (pairs.size() < 2) {
      throw new DataException(
          set.root()
              + " gives "
              + pairs.size()
              + " labelled image to train on, and at least two are"
              + " needed: one to learn from and one to validate; label more");
    }
    List<Sample> samples = pairs.stream().map(set::read).toList();
    if (samples.stream().allMatch(s -> s.labels().count(0) == s.labels().labels().length)) {
      throw new DataException(
          "none of the "
              + samples.size()
              + " masks in "
              + set.root()
              + " has any foreground; check how the masks were exported (handful inspect)");
    }
    int cut = samples.size() - validating(samples.size());
    return new LabelledData(set, samples.subList(0, cut), samples.subList(cut, samples.size()));
  }

  /** The same images, of which every {@code folds}-th from {@code fold} on is kept back. */
  LabelledData fold(int fold, int folds) {
    List<Sample> kept = new ArrayList<>();
    List<Sample> learnt = new ArrayList<>();
    List<Sample> all = all();
    for (int i = 0; i < all.size(); i++) {
      (i % folds == fold ? kept : learnt).add(all.get(i));
    }
    return new LabelledData(set, learnt, kept);
  }

  /** The same images, all to train weights on. */
  LabelledData withoutValidation() {
    return new LabelledData(set, all(), List.of());
  }

  List<Sample> all() {
    return Stream.concat(training.stream(), validation.stream()).toList();
  }

  /** Part of the pixels or voxels of each class, background first, mean over the masks. */
  List<Double> classShares() {
    List<LabelMap> masks = all().stream().map(Sample::labels).toList();
    return IntStream.range(0, set.classNames().size())
        .mapToObj(k -> masks.stream().mapToDouble(m -> share(m, k)).average().orElseThrow())
        .toList();
  }

  private static double share(LabelMap mask, int label) {
    return (double) mask.count(label) / mask.labels().length;
  }

  static List<Example> examples(List<Sample> samples, Preprocessing preprocessing) {
    return samples.stream()
        .map(
            s ->
                new Example(
                    s.id(), preprocessing.apply(s.image()), preprocessing.apply(s.labels())))
        .toList();
  }

  static List<String> ids(List<Sample> samples) {
    return samples.stream().map(Sample::id).toList();
  }
}
