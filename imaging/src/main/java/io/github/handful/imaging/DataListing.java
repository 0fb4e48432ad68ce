package io.github.handful.imaging;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The files of a data set before any pixel is read.
 *
 * @param split train, val or test by id, in the order of its file; empty where there is no split
 * @param names class names by mask value where the data set gives them
 * @param channelNames what each channel shows where the data set says it, such as CT
 */
record DataListing(
    DataLayout layout,
    List<Pair> pairs,
    List<ImageSource> unpairedImages,
    Map<String, String> split,
    SortedMap<Integer, String> names,
    List<String> channelNames,
    List<Finding> findings) {
  private static final List<String> IMAGE_FOLDERS = List.of("images", "image", "imgs", "img");
  private static final List<String> MASK_FOLDERS =
      List.of("masks", "mask", "labels", "label", "annotations", "annotation");
  static final Pattern MASK_WORD =
      Pattern.compile(
          "(?i)(.*[^a-z])?(masks?|labels?|seg|segmentations?|gt|groundtruth|annotations?)([^a-z].*)?");

  /** Whether a folder holds masks or a table of them beside its images. */
  static boolean hasMasks(Path folder) {
    DataFolder root = DataFolder.list(folder);
    return root.file("manifest.csv").isPresent()
        || !root.foldersNamed(List.of("labelstr")).isEmpty()
        || !root.foldersNamed(MASK_FOLDERS).isEmpty();
  }

  /** Finds the files under a folder, or those that a CSV table names. */
  static DataListing of(Path data) {
    boolean table =
        data.getFileName() != null && data.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
    if (table && Files.isRegularFile(data)) {
      return ManifestTable.list(data);
    }
    DataFolder root = DataFolder.list(data);
    if (root.file("manifest.csv").isPresent()) {
      return ManifestTable.list(root.file("manifest.csv").get());
    }
    if (!root.foldersNamed(List.of("imagestr")).isEmpty()) {
      return NnUnetFolder.list(root);
    }
    List<Path> images = root.foldersNamed(IMAGE_FOLDERS);
    List<Path> masks = root.foldersNamed(MASK_FOLDERS);
    if (!images.isEmpty() && !masks.isEmpty()) {
      return folders(root, images.get(0), masks, DataLayout.FOLDERS);
    }
    if (images.isEmpty() && root.images().isEmpty()) {
      throw new DataException(
          "%s has neither the folders images and masks, nor image files, nor manifest.csv; arrange the data in one of these ways."
              .formatted(data));
    }
    return oneFolder(root, images.isEmpty() ? root : DataFolder.list(images.get(0)));
  }

  private static DataListing folders(
      DataFolder root, Path imageFolder, List<Path> maskFolders, DataLayout layout) {
    List<Path> images = DataFolder.list(imageFolder).requireImages();
    List<Path> masks = DataFolder.list(maskFolders.get(0)).requireImages();
    List<Finding> findings = new ArrayList<>();
    if (maskFolders.size() > 1) {
      findings.add(
          Finding.warning(
              "%s holds several folders of masks; %s is used and %s is not."
                  .formatted(
                      root.path(),
                      maskFolders.get(0).getFileName(),
                      maskFolders.get(1).getFileName())));
    }
    return matched(root, layout, sources(images), masks, new TreeMap<>(), findings);
  }

  private static DataListing oneFolder(DataFolder root, DataFolder folder) {
    List<Path> files = folder.requireImages();
    List<Path> masks =
        files.stream().filter(file -> MASK_WORD.matcher(ImageFiles.stem(file)).matches()).toList();
    List<Path> images = files.stream().filter(file -> !masks.contains(file)).toList();
    if (masks.isEmpty() || images.isEmpty()) {
      throw new DataException(
          "%s holds %d images but no masks beside them; put the masks into a folder masks, or name them like 'a_mask.png' beside 'a.png'."
              .formatted(folder.path(), files.size()));
    }
    return matched(
        root, DataLayout.ONE_FOLDER, sources(images), masks, new TreeMap<>(), new ArrayList<>());
  }

  static DataListing matched(
      DataFolder root,
      DataLayout layout,
      List<ImageSource> images,
      List<Path> masks,
      SortedMap<Integer, String> names,
      List<Finding> findings) {
    PairMatcher.Matches matches = PairMatcher.match(root.path(), images, masks);
    List<Pair> pairs = matches.pairs();
    if (!matches.maskAffix().isEmpty()) {
      findings.add(
          Finding.info(
              "Masks are told by '%s%s' in their names."
                  .formatted(matches.maskAffix().prefix(), matches.maskAffix().suffix())));
    }
    report(
        matches.imagesOnly().stream().map(ImageSource::file).toList(),
        "images have no mask",
        findings);
    report(matches.masksOnly(), "masks have no image", findings);
    Map<String, String> split =
        root.file("split.csv")
            .map(file -> SplitTable.read(file, pairs.stream().map(Pair::id).toList(), findings))
            .orElseGet(Map::of);
    return new DataListing(layout, pairs, matches.imagesOnly(), split, names, List.of(), findings);
  }

  private static List<ImageSource> sources(List<Path> files) {
    return files.stream().map(ImageSource::of).toList();
  }

  /**
   * The same listing with test images: its pairs are the training images, unless a split says so.
   */
  DataListing withTest(List<Pair> test, List<ImageSource> unlabelled, List<Finding> remarks) {
    List<Pair> all = new ArrayList<>(pairs);
    all.addAll(test);
    List<ImageSource> without = new ArrayList<>(unpairedImages);
    without.addAll(unlabelled);
    Map<String, String> splits = new LinkedHashMap<>(split);
    if (!test.isEmpty() && split.isEmpty()) {
      pairs.forEach(pair -> splits.put(pair.id(), DataSet.TRAIN));
    }
    test.forEach(pair -> splits.put(pair.id(), DataSet.TEST));
    requireDifferent(all);
    return new DataListing(layout, all, without, splits, names, channelNames, remarks);
  }

  private static void requireDifferent(List<Pair> pairs) {
    Map<String, Pair> byId = new HashMap<>();
    for (Pair pair : pairs) {
      Pair other = byId.put(pair.id(), pair);
      if (other != null) {
        throw new DataException(
            "%s and %s have one name; rename one of them.".formatted(other.image(), pair.image()));
      }
    }
  }

  DataListing withChannelNames(List<String> channels) {
    return new DataListing(layout, pairs, unpairedImages, split, names, channels, findings);
  }

  static void report(List<Path> files, String what, List<Finding> findings) {
    if (!files.isEmpty()) {
      findings.add(
          Finding.warning(
              "%d %s, among them %s; they are left out."
                  .formatted(files.size(), what, files.get(0).getFileName())));
    }
  }
}
