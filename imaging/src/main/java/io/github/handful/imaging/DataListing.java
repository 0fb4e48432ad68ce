package io.github.handful.imaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
 */
record DataListing(
    DataLayout layout,
    List<Pair> pairs,
    List<Path> unpairedImages,
    Map<String, String> split,
    SortedMap<Integer, String> names,
    List<Finding> findings) {
  private static final List<String> IMAGE_FOLDERS = List.of("images", "image", "imgs", "img");
  private static final List<String> MASK_FOLDERS =
      List.of("masks", "mask", "labels", "label", "annotations", "annotation");
  private static final Pattern MASK_WORD =
      Pattern.compile(
          "(?i)(.*[^a-z])?(masks?|labels?|seg|segmentations?|gt|groundtruth|annotations?)([^a-z].*)?");
  private static final Pattern CHANNEL = Pattern.compile(".*_(?!0000)\\d{4}");

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
      return nnUnet(root);
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
    return matched(root, layout, images, masks, new TreeMap<>(), findings);
  }

  private static DataListing oneFolder(DataFolder root, DataFolder folder) {
    List<Path> files = folder.requireImages();
    List<Path> masks =
        files.stream().filter(file -> MASK_WORD.matcher(PairMatcher.stem(file)).matches()).toList();
    List<Path> images = files.stream().filter(file -> !masks.contains(file)).toList();
    if (masks.isEmpty() || images.isEmpty()) {
      throw new DataException(
          "%s holds %d images but no masks beside them; put the masks into a folder masks, or name them like 'a_mask.png' beside 'a.png'."
              .formatted(folder.path(), files.size()));
    }
    return matched(root, DataLayout.ONE_FOLDER, images, masks, new TreeMap<>(), new ArrayList<>());
  }

  private static DataListing nnUnet(DataFolder root) {
    Path imageFolder = root.foldersNamed(List.of("imagestr")).get(0);
    List<Path> labelFolders = root.foldersNamed(List.of("labelstr"));
    if (labelFolders.isEmpty()) {
      throw new DataException(
          root.path() + " has imagesTr but no labelsTr; add the folder with the labels.");
    }
    List<Path> images = DataFolder.list(imageFolder).requireImages();
    for (Path image : images) {
      if (CHANNEL.matcher(PairMatcher.stem(image)).matches()) {
        throw new DataException(
            image
                + " is a further channel of a case, and only one file (_0000) for a case is read; merge the channels into RGB files.");
      }
    }
    SortedMap<Integer, String> names =
        root.file("dataset.json").map(DataListing::classNames).orElseGet(TreeMap::new);
    List<Path> labels = DataFolder.list(labelFolders.get(0)).requireImages();
    return matched(root, DataLayout.NNUNET, images, labels, names, new ArrayList<>());
  }

  /** The labels of dataset.json, value to name (version 1) or name to value (version 2). */
  private static SortedMap<Integer, String> classNames(Path json) {
    SortedMap<Integer, String> names = new TreeMap<>();
    try {
      JsonNode labels = new ObjectMapper().readTree(Files.readAllBytes(json)).path("labels");
      for (Map.Entry<String, JsonNode> entry : labels.properties()) {
        if (entry.getValue().isInt()) {
          names.put(entry.getValue().intValue(), entry.getKey());
        } else {
          names.put(Integer.valueOf(entry.getKey()), entry.getValue().asText());
        }
      }
    } catch (JsonProcessingException | NumberFormatException e) {
      throw new DataException(
          json + " is not a dataset.json with one number for each label; correct it.", e);
    } catch (IOException e) {
      throw new DataException(json + " cannot be read; check its access rights.", e);
    }
    return names;
  }

  private static DataListing matched(
      DataFolder root,
      DataLayout layout,
      List<Path> images,
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
    report(matches.imagesOnly(), "images have no mask", findings);
    report(matches.masksOnly(), "masks have no image", findings);
    Map<String, String> split =
        root.file("split.csv")
            .map(file -> SplitTable.read(file, pairs.stream().map(Pair::id).toList(), findings))
            .orElseGet(Map::of);
    return new DataListing(layout, pairs, matches.imagesOnly(), split, names, findings);
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
