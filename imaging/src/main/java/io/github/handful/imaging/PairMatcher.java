package io.github.handful.imaging;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Matches mask files to image files by their names without extension. All masks may carry one
 * common prefix or suffix, as in {@code 12_mask.png}, and so may all images, as in {@code
 * 12_0000.png}.
 */
final class PairMatcher {
  private static final List<Affix> IMAGE_AFFIXES =
      List.of(
          new Affix("", ""),
          new Affix("", "_0000"),
          new Affix("", "_image"),
          new Affix("", "_img"),
          new Affix("", "-image"),
          new Affix("image_", ""),
          new Affix("img_", ""),
          new Affix("image-", ""),
          new Affix("image", ""),
          new Affix("img", ""));

  private PairMatcher() {}

  /** What the names gave: pairs by id, images without a mask, and masks without an image. */
  record Matches(
      List<Pair> pairs, List<ImageSource> imagesOnly, List<Path> masksOnly, Affix maskAffix) {}

  /** Text that stands before and after the common part of a name. */
  record Affix(String prefix, String suffix) {
    Optional<String> strip(String stem) {
      boolean fits =
          stem.length() > prefix.length() + suffix.length()
              && stem.startsWith(prefix)
              && stem.endsWith(suffix);
      return fits
          ? Optional.of(stem.substring(prefix.length(), stem.length() - suffix.length()))
          : Optional.empty();
    }

    boolean isEmpty() {
      return prefix.isEmpty() && suffix.isEmpty();
    }
  }

  /**
   * Matches all files.
   *
   * @throws DataException where nothing matches, or a name occurs twice
   */
  static Matches match(Path folder, List<ImageSource> images, List<Path> masks) {
    Affix bestImage = IMAGE_AFFIXES.get(0);
    Affix bestMask = new Affix("", "");
    int best = 0;
    for (Affix imageAffix : IMAGE_AFFIXES) {
      Set<String> ids = new HashSet<>();
      images.forEach(image -> imageAffix.strip(image.id()).ifPresent(ids::add));
      for (Map.Entry<Affix, Integer> entry : maskAffixes(ids, masks).entrySet()) {
        if (entry.getValue() > best) {
          best = entry.getValue();
          bestImage = imageAffix;
          bestMask = entry.getKey();
        }
      }
    }
    if (best == 0) {
      throw new DataException(
          "No mask in %s has the name of an image: images are called %s and masks %s; give both the same names."
              .formatted(
                  folder,
                  examples(images.stream().map(ImageSource::id)),
                  examples(masks.stream().map(ImageFiles::stem))));
    }
    return match(images, masks, bestImage, bestMask);
  }

  private static Matches match(
      List<ImageSource> images, List<Path> masks, Affix imageAffix, Affix maskAffix) {
    Map<String, ImageSource> imagesById =
        byId(images, ImageSource::id, ImageSource::file, imageAffix, "images");
    Map<String, Path> masksById =
        byId(masks, ImageFiles::stem, Function.identity(), maskAffix, "masks");
    List<Pair> pairs = new ArrayList<>();
    List<ImageSource> imagesOnly = new ArrayList<>();
    imagesById.forEach(
        (id, image) -> {
          Path mask = masksById.remove(id);
          if (mask == null) {
            imagesOnly.add(image);
          } else {
            pairs.add(new Pair(new ImageSource(id, image.channels()), mask));
          }
        });
    for (Path extra : masksById.values()) {
      requireNoSecondMask(extra, pairs);
    }
    return new Matches(pairs, imagesOnly, List.copyOf(masksById.values()), maskAffix);
  }

  /** A left-over mask called like a matched one with more text behind is a second part of it. */
  private static void requireNoSecondMask(Path extra, List<Pair> pairs) {
    for (Pair pair : pairs) {
      String first = ImageFiles.stem(pair.mask());
      String second = ImageFiles.stem(extra);
      boolean continues =
          second.startsWith(first)
              && second.substring(first.length()).matches("[_\\-. (]+[0-9]+\\)?");
      if (continues && !pair.id().equals(first)) {
        throw new DataException(
            "%s has two masks, %s and %s; merge them into one file."
                .formatted(pair.image(), pair.mask().getFileName(), extra.getFileName()));
      }
    }
  }

  private static <T> Map<String, T> byId(
      List<T> all, Function<T, String> name, Function<T, Path> file, Affix affix, String what) {
    Map<String, T> byId = new TreeMap<>(new NaturalOrder());
    for (T one : all) {
      String stem = name.apply(one);
      String id = affix.strip(stem).orElse(stem);
      T before = byId.putIfAbsent(id, one);
      if (before != null) {
        throw new DataException(
            "%s and %s are two %s with the one name '%s'; remove or rename one of them."
                .formatted(file.apply(before), file.apply(one).getFileName(), what, id));
      }
    }
    return byId;
  }

  /** How often each prefix or suffix turns a mask's name into an image's, the plainest first. */
  private static Map<Affix, Integer> maskAffixes(Set<String> ids, List<Path> masks) {
    Map<Affix, Integer> counts =
        new TreeMap<>(
            Comparator.comparingInt((Affix a) -> a.prefix().length() + a.suffix().length())
                .thenComparing(Affix::suffix)
                .thenComparing(Affix::prefix));
    for (Path mask : masks) {
      String stem = ImageFiles.stem(mask);
      for (int cut = 1; cut <= stem.length(); cut++) {
        if (ids.contains(stem.substring(0, cut)) && isSuffix(stem, cut)) {
          counts.merge(new Affix("", stem.substring(cut)), 1, Integer::sum);
        }
        if (cut < stem.length() && ids.contains(stem.substring(cut)) && isPrefix(stem, cut)) {
          counts.merge(new Affix(stem.substring(0, cut), ""), 1, Integer::sum);
        }
      }
    }
    return counts;
  }

  private static boolean isSuffix(String stem, int cut) {
    String suffix = stem.substring(cut);
    return suffix.isEmpty() || isWord(suffix, stem.charAt(cut - 1), suffix.charAt(0));
  }

  private static boolean isPrefix(String stem, int cut) {
    return isWord(stem.substring(0, cut), stem.charAt(cut - 1), stem.charAt(cut));
  }

  /** Digits alone tell cases apart, and a word cut in two is no affix. */
  private static boolean isWord(String affix, char before, char after) {
    boolean cutsWord = Character.isLetter(before) && Character.isLetter(after);
    return affix.chars().anyMatch(Character::isLetter) && !cutsWord;
  }

  private static String examples(Stream<String> stems) {
    return stems
        .sorted(new NaturalOrder())
        .limit(2)
        .map(stem -> "'" + stem + "'")
        .reduce((a, b) -> a + ", " + b)
        .orElse("nothing");
  }
}
