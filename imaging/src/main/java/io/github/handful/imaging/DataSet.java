package io.github.handful.imaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Labelled images as they lie on disk, with the one reading of their masks that fits all of them.
 *
 * @param pairs by id in natural order, whatever the order of the directory
 * @param classNames one name for each class of the encoding, background first
 * @param split train, val, test or another name by id, in the order of the table; empty where no
 *     table gives a split
 * @param unpairedImages images without a mask
 * @param channelNames what each channel shows where the data set says it, such as CT
 * @param findings what a person should know about this reading
 */
public record DataSet(
    Path root,
    DataLayout layout,
    List<Pair> pairs,
    List<String> classNames,
    LabelEncoding encoding,
    Map<String, String> split,
    List<ImageSource> unpairedImages,
    List<String> channelNames,
    List<Finding> findings) {
  /** The split that weights are trained on. */
  public static final String TRAIN = "train";

  /** The split that takes no part in any choice. */
  public static final String TEST = "test";

  private static final int BUFFER = 1 << 16;

  public DataSet {
    pairs = List.copyOf(pairs);
    classNames = List.copyOf(classNames);
    // Map.copyOf would lose the order of the table.
    split = Collections.unmodifiableMap(new LinkedHashMap<>(split));
    unpairedImages = List.copyOf(unpairedImages);
    channelNames = List.copyOf(channelNames);
    findings = List.copyOf(findings);
  }

  /**
   * Finds the pairs of a data set and infers from all masks how they are to be read. Accepted are a
   * folder of images beside a folder of masks, both in one folder, an nnU-Net folder and a CSV
   * table with the columns image and mask.
   *
   * @throws DataException where the folder is missing or empty, nothing matches, names are
   *     ambiguous, or a mask cannot be read
   */
  public static DataSet open(Path data) {
    DataListing listing = DataListing.of(data);
    List<MaskProfile> masks = listing.pairs().stream().map(p -> MaskProfile.of(p.mask())).toList();
    return of(data, listing, listing.pairs(), masks, List.of());
  }

  /**
   * As {@link #open}, but leaves out pairs whose mask cannot be read and adds an error finding for
   * each: for looking at a data set, not for training on it.
   *
   * @throws DataException as {@code open}, and where no mask can be read
   */
  public static DataSet openReadable(Path data) {
    DataListing listing = DataListing.of(data);
    List<Pair> readable = new ArrayList<>();
    List<MaskProfile> masks = new ArrayList<>();
    List<Finding> errors = new ArrayList<>();
    for (Pair pair : listing.pairs()) {
      try {
        masks.add(MaskProfile.of(pair.mask()));
        readable.add(pair);
      } catch (DataException e) {
        errors.add(Finding.error(e.getMessage()));
      }
    }
    if (readable.isEmpty()) {
      throw new DataException(
          "None of the %d masks of %s can be read; the first: %s"
              .formatted(errors.size(), data, errors.get(0).message()));
    }
    return of(data, listing, readable, masks, errors);
  }

  private static DataSet of(
      Path data,
      DataListing listing,
      List<Pair> pairs,
      List<MaskProfile> masks,
      List<Finding> errors) {
    LabelEncoding encoding = LabelInference.infer(masks, new TreeSet<>(listing.names().keySet()));
    List<Finding> findings = new ArrayList<>(listing.findings());
    findings.addAll(errors);
    findings.add(Finding.info("Masks: " + encoding.describe() + "."));
    encoding.caution().map(Finding::warning).ifPresent(findings::add);
    Map<String, String> split = new LinkedHashMap<>(listing.split());
    split.keySet().retainAll(pairs.stream().map(Pair::id).collect(Collectors.toSet()));
    return new DataSet(
        data,
        listing.layout(),
        pairs,
        classNames(encoding, listing.names()),
        encoding,
        split,
        listing.unpairedImages(),
        listing.channelNames(),
        findings);
  }

  /**
   * Whether a folder holds a folder of masks, or a table of them, beside its images.
   *
   * @throws DataException if it cannot be listed
   */
  public static boolean hasMasks(Path folder) {
    return DataListing.hasMasks(folder);
  }

  /** The same data set with only these pairs. */
  public DataSet withPairs(List<Pair> some) {
    return new DataSet(
        root, layout, some, classNames, encoding, split, unpairedImages, channelNames, findings);
  }

  /** The pairs to train on: those marked train in the order of the table, or all without one. */
  public List<Pair> trainingPairs() {
    return split.isEmpty() ? pairs : pairsOf(TRAIN);
  }

  /** The pairs of one split in the order of the table; none where no table gives a split. */
  public List<Pair> pairsOf(String splitName) {
    Map<String, Pair> byId =
        pairs.stream().collect(Collectors.toMap(Pair::id, Function.identity()));
    return split.entrySet().stream()
        .filter(entry -> entry.getValue().equals(splitName))
        .map(entry -> byId.get(entry.getKey()))
        .toList();
  }

  /**
   * Reads a pair into memory.
   *
   * @throws DataException where a file is unreadable, or image and mask differ in size
   */
  public Sample read(Pair pair) {
    pair.requireSameGrid();
    return new Sample(pair.id(), pair.source().read(), LabelFiles.read(pair.mask(), encoding));
  }

  /**
   * SHA-256 in hexadecimal over the ids and the bytes of all images and masks; file names, folders
   * and the split do not count.
   *
   * @throws DataException where a file cannot be read
   */
  public String fingerprint() {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    for (Pair pair : pairs) {
      byte[] id = pair.id().getBytes(StandardCharsets.UTF_8);
      digest.update(id);
      digest.update((byte) 0);
      pair.source().channels().forEach(file -> update(digest, file));
      update(digest, pair.mask());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, Path file) {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      // The length separates one file from the next.
      digest.update(Long.toString(Files.size(file)).getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      int read = in.read(buffer);
      while (read >= 0) {
        digest.update(buffer, 0, read);
        read = in.read(buffer);
      }
    } catch (IOException e) {
      throw new DataException(file + " cannot be read; check its access rights.", e);
    }
  }

  private static List<String> classNames(
      LabelEncoding encoding, SortedMap<Integer, String> declared) {
    List<String> names = new ArrayList<>();
    for (int k = 0; k < encoding.classes(); k++) {
      String plain = encoding.classes() == 2 ? "foreground" : "class " + k;
      names.add(declared.getOrDefault(value(encoding, k), k == 0 ? "background" : plain));
    }
    return names;
  }

  /** The mask value that stands for class {@code k}, as far as the masks hold numbers. */
  private static int value(LabelEncoding encoding, int k) {
    if (encoding instanceof LabelEncoding.Indexed indexed) {
      return indexed.values().get(k).intValue();
    }
    if (encoding instanceof LabelEncoding.PaletteIndex palette && k < palette.indices().size()) {
      return palette.indices().get(k);
    }
    return k;
  }
}
