package io.github.handful.app;

import io.github.handful.app.TruthMasks.Truth;
import io.github.handful.imaging.DataException;
import io.github.handful.imaging.ImageFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which prediction belongs to which truth, told by the file names without extension. All true masks
 * may carry one common prefix or suffix, as in {@code 12_mask.png}, or all predictions may.
 *
 * @param cases in the order of the truths
 * @param withoutPrediction ids of truths that nothing was predicted for
 * @param withoutTruth predictions that there is no truth for
 */
record CaseMatching(List<Case> cases, List<String> withoutPrediction, List<Path> withoutTruth) {

  /** A truth and its prediction. */
  record Case(Truth truth, Path prediction) {}

  private enum Side {
    TRUTH,
    PREDICTION
  }

  /** Text around the common part of the names of one side. */
  private record Affix(Side side, String prefix, String suffix) {
    String strip(String stem) {
      boolean fits =
          stem.length() > prefix.length() + suffix.length()
              && stem.startsWith(prefix)
              && stem.endsWith(suffix);
      return fits ? stem.substring(prefix.length(), stem.length() - suffix.length()) : stem;
    }

    String key(Side of, String stem) {
      return of == side ? strip(stem) : stem;
    }
  }

  /**
   * Matches all truths and predictions.
   *
   * @param others truths that are not asked for; their predictions are passed over
   * @throws DataException if nothing matches, or two predictions have one name
   */
  static CaseMatching match(List<Truth> truths, List<Truth> others, List<Path> predictions) {
    Map<String, Path> byStem = byStem(predictions);
    Affix affix = best(Stream.concat(truths.stream(), others.stream()).toList(), byStem.keySet());
    Map<String, Path> byKey = new LinkedHashMap<>();
    byStem.forEach((stem, file) -> byKey.putIfAbsent(affix.key(Side.PREDICTION, stem), file));
    List<Case> cases = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Truth truth : truths) {
      Optional<String> key = key(truth, affix, byKey.keySet());
      key.ifPresentOrElse(
          found -> cases.add(new Case(truth, byKey.remove(found))), () -> missing.add(truth.id()));
    }
    for (Truth truth : others) {
      key(truth, affix, byKey.keySet()).ifPresent(byKey::remove);
    }
    if (cases.isEmpty()) {
      throw new DataException(
          "no prediction has the name of a truth: predictions are called %s and truths %s; give both the same names"
              .formatted(some(byStem.keySet().stream()), some(truths.stream().map(Truth::id))));
    }
    return new CaseMatching(cases, missing, List.copyOf(byKey.values()));
  }

  private static Map<String, Path> byStem(List<Path> predictions) {
    Set<String> stems = new HashSet<>();
    predictions.forEach(file -> stems.add(ImageFiles.stem(file)));
    Map<String, Path> byStem = new LinkedHashMap<>();
    for (Path file : predictions) {
      String stem = ImageFiles.stem(file);
      Path other = PredictionFiles.isByProduct(stem, stems) ? null : byStem.put(stem, file);
      if (other != null) {
        throw new DataException(
            "%s and %s are two predictions with one name; remove one of them"
                .formatted(other, file.getFileName()));
      }
    }
    return byStem;
  }

  private static Optional<String> key(Truth truth, Affix affix, Set<String> predictions) {
    return names(truth)
        .map(name -> affix.key(Side.TRUTH, name))
        .filter(predictions::contains)
        .findFirst();
  }

  /** A prediction is called like its image; where there is none, the mask's name has to do. */
  private static Stream<String> names(Truth truth) {
    return Stream.concat(
        Stream.concat(
            truth.image().stream().map(image -> ImageFiles.stem(image.file())),
            Stream.of(truth.id())),
        Stream.of(ImageFiles.stem(truth.mask())));
  }

  private static Affix best(List<Truth> truths, Set<String> predictions) {
    Affix none = new Affix(Side.TRUTH, "", "");
    Map<Affix, Integer> counts =
        new TreeMap<>(
            Comparator.comparingInt((Affix a) -> a.prefix().length() + a.suffix().length())
                .thenComparing(Affix::side)
                .thenComparing(Affix::suffix)
                .thenComparing(Affix::prefix));
    counts.put(none, 0);
    Set<String> truthStems = new HashSet<>();
    for (Truth truth : truths) {
      truthStems.add(ImageFiles.stem(truth.mask()));
      if (key(truth, none, predictions).isPresent()) {
        counts.merge(none, 1, Integer::sum);
      }
    }
    truthStems.forEach(stem -> count(Side.TRUTH, stem, predictions, counts));
    predictions.forEach(stem -> count(Side.PREDICTION, stem, truthStems, counts));
    Affix best = none;
    for (Map.Entry<Affix, Integer> entry : counts.entrySet()) {
      best = entry.getValue() > counts.get(best) ? entry.getKey() : best;
    }
    return best;
  }

  private static void count(Side side, String stem, Set<String> known, Map<Affix, Integer> counts) {
    for (int cut = 1; cut < stem.length(); cut++) {
      String head = stem.substring(0, cut);
      String tail = stem.substring(cut);
      boolean cutsWord =
          Character.isLetter(stem.charAt(cut - 1)) && Character.isLetter(stem.charAt(cut));
      if (!cutsWord && known.contains(head) && hasLetter(tail)) {
        counts.merge(new Affix(side, "", tail), 1, Integer::sum);
      }
      if (!cutsWord && known.contains(tail) && hasLetter(head)) {
        counts.merge(new Affix(side, head, ""), 1, Integer::sum);
      }
    }
  }

  /** Digits alone tell cases apart. */
  private static boolean hasLetter(String text) {
    return text.chars().anyMatch(Character::isLetter);
  }

  private static String some(Stream<String> names) {
    List<String> two = names.limit(2).map(name -> "'" + name + "'").toList();
    return two.isEmpty() ? "nothing" : String.join(", ", two);
  }
}
