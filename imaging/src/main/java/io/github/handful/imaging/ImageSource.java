package io.github.handful.imaging;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an image lies: in one file, or in one file for each of its channels, as nnU-Net has them.
 *
 * @param id the name under which results are written
 */
public record ImageSource(String id, List<Path> channels) {
  private static final Pattern CHANNEL = Pattern.compile("(.+)_(\\d{4})");

  public ImageSource {
    if (channels.isEmpty()) {
      throw new IllegalArgumentException("the image " + id + " needs a file");
    }
    channels = List.copyOf(channels);
  }

  /** An image in one file, called like it. */
  public static ImageSource of(Path file) {
    return new ImageSource(ImageFiles.stem(file), List.of(file));
  }

  /**
   * The images of these files, where {@code a_0000}, {@code a_0001} and so on are the channels of
   * one image {@code a}, as nnU-Net names them; other files are images by themselves.
   *
   * @throws DataException where a channel is missing, or the images differ in their number
   */
  public static List<ImageSource> ofChannels(List<Path> files) {
    Map<String, List<Path>> byId = new LinkedHashMap<>();
    List<ImageSource> sources = new ArrayList<>();
    for (Path file : files) {
      Matcher name = CHANNEL.matcher(ImageFiles.stem(file));
      if (!name.matches()) {
        sources.add(of(file));
        continue;
      }
      List<Path> channels = byId.computeIfAbsent(name.group(1), id -> new ArrayList<>());
      if (Integer.parseInt(name.group(2)) != channels.size()) {
        throw new DataException(
            "%s is channel %s of its case, and channel %04d is missing; add it."
                .formatted(file, name.group(2), channels.size()));
      }
      channels.add(file);
    }
    byId.forEach((id, channels) -> sources.add(new ImageSource(id, channels)));
    requireEqualCounts(sources);
    return sources;
  }

  private static void requireEqualCounts(List<ImageSource> sources) {
    ImageSource first = sources.get(0);
    for (ImageSource other : sources) {
      if (other.channels.size() != first.channels.size()) {
        throw new DataException(
            "%s has %d channels and %s has %d; give all cases the same channels."
                .formatted(
                    first.file(), first.channels.size(), other.file(), other.channels.size()));
      }
    }
  }

  /** The file of the image, the first of several. */
  public Path file() {
    return channels.get(0);
  }

  /**
   * Reads the image, the channels of all files one after another.
   *
   * @throws DataException where a file cannot be read, or their grids differ
   */
  public Image read() {
    Image first = ImageFiles.read(file());
    if (channels.size() == 1) {
      return first;
    }
    int plane = first.samples().length;
    float[] samples = new float[Math.multiplyExact(plane, channels.size())];
    System.arraycopy(first.samples(), 0, samples, 0, plane);
    for (int c = 1; c < channels.size(); c++) {
      Image channel = ImageFiles.read(channels.get(c));
      requireSame(first, channels.get(c), channel);
      System.arraycopy(channel.samples(), 0, samples, c * plane, plane);
    }
    return new Image(first.grid(), channels.size() * first.channels(), first.maximum(), samples);
  }

  private void requireSame(Image first, Path file, Image channel) {
    if (!channel.grid().matches(first.grid()) || channel.channels() != first.channels()) {
      throw new DataException(
          "%s is a channel of the same image as %s, but they are not on one grid (%s and %s); resample them onto one."
              .formatted(
                  file, file().getFileName(), channel.grid().describe(), first.grid().describe()));
    }
    if (channel.maximum() != first.maximum()) {
      throw new DataException(
          "%s and %s are channels of one image and differ in their sample type; save them alike."
              .formatted(file, file().getFileName()));
    }
  }
}
