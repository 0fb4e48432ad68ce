package io.github.handful.app;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.ImageFiles;
import io.github.handful.imaging.UnlabelledImages;
import io.github.handful.segment.Preprocessing;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The unlabelled images of an adaptation in memory. Nothing but the files of these images is
 * opened, and the tables that name them.
 *
 * @param files those that could be read, in the order of the images
 * @param remarks what a person should know of them, in sentences
 */
record TargetInputs(
    Path root, String choice, List<Path> files, List<Image> images, List<String> remarks) {
  private static final int GREY = 1;
  private static final int COLOUR = 3;

  /**
   * Reads the images; those that cannot be read are left out.
   *
   * @throws DataException if none can be read, or one has channels that the model cannot take
   */
  static TargetInputs read(Path given, Optional<String> split, Preprocessing input) {
    UnlabelledImages listed = UnlabelledImages.list(given, split);
    List<Path> files = new ArrayList<>();
    List<Image> images = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    for (Path file : listed.files()) {
      try {
        images.add(ImageFiles.read(file));
        files.add(file);
      } catch (DataException e) {
        remarks.add("Left out: " + e.getMessage());
      }
    }
    if (images.isEmpty()) {
      throw new DataException(
          "none of the %d images of %s can be read, the first because %s"
              .formatted(listed.files().size(), given, remarks.get(0)));
    }
    for (int i = 0; i < images.size(); i++) {
      requireChannels(files.get(i), images.get(i), input);
    }
    remarks.addAll(conversions(images, input));
    return new TargetInputs(given, listed.choice(), files, images, remarks);
  }

  private static void requireChannels(Path file, Image image, Preprocessing input) {
    int has = image.channels();
    int wants = input.channels();
    boolean picture = input.dimensions() == 2;
    boolean convertible =
        picture && (has == GREY || has == COLOUR) && (wants == GREY || wants == COLOUR);
    if (has != wants && !convertible) {
      throw new DataException(
          "%s has %d channels and the model takes %d; give images with as many channels as the training's"
              .formatted(file, has, wants));
    }
    if (picture && image.depth() > 1) {
      throw new DataException(
          file + " is a volume and the model takes pictures; give pictures, or a model of volumes");
    }
  }

  private static List<String> conversions(List<Image> images, Preprocessing input) {
    long coloured = images.stream().filter(i -> i.channels() > input.channels()).count();
    long grey = images.stream().filter(i -> i.channels() < input.channels()).count();
    List<String> remarks = new ArrayList<>();
    if (coloured > 0) {
      remarks.add(
          "The model learnt from grey images and %d of these are in colour; their channels were averaged."
              .formatted(coloured));
    }
    if (grey > 0) {
      remarks.add(
          "The model learnt from colour images and %d of these are grey; their channel was repeated."
              .formatted(grey));
    }
    return remarks;
  }

  /** SHA-256 in hexadecimal over the contents of files, one after another. */
  static String fingerprint(List<Path> files) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    for (Path file : files) {
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
