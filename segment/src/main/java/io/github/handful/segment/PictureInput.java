package io.github.handful.segment;

import io.github.handful.imaging.DataException;
import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.Orientation;
import io.github.handful.imaging.Placement;
import io.github.handful.imaging.Resampling;
import java.util.List;
import java.util.Locale;

/**
 * How a picture becomes what the network sees.
 *
 * @param width of the network's input in pixels
 * @param height of the network's input in pixels
 * @param channels 1 or 3; a colour image is averaged for a grey network, a grey one repeated for a
 *     colour network
 * @param scale empty-handed, 0: every image is resized as a whole to the network's size. Above 0:
 *     images are resized by this factor and seen through windows of the network's size
 * @param intensities for each channel the value that becomes 0 and the value that becomes 1, as a
 *     part of the largest value of the file's sample type; clamped outside
 */
public record PictureInput(
    int width, int height, int channels, double scale, List<Intensity> intensities)
    implements Preprocessing {

  /** The values that become 0 and 1. */
  public record Intensity(double low, double high) {
    public Intensity {
      if (!(high > low)) {
        throw new IllegalArgumentException(
            "an intensity range must grow, got " + low + " to " + high);
      }
    }
  }

  public PictureInput {
    if (width < 1 || height < 1 || scale < 0 || intensities.size() != channels) {
      throw new IllegalArgumentException(
          "preprocessing to "
              + width
              + "x"
              + height
              + " pixels with "
              + channels
              + " channels needs as many intensity ranges, got "
              + intensities.size());
    }
    intensities = List.copyOf(intensities);
  }

  /** Whether images are seen through windows rather than as a whole. */
  public boolean windowed() {
    return scale > 0;
  }

  @Override
  public int dimensions() {
    return 2;
  }

  @Override
  public int size(int axis) {
    return axis == 0 ? width : axis == 1 ? height : 1;
  }

  /** Pictures stay as they lie. */
  @Override
  public Orientation orientation(Grid grid) {
    return Orientation.of(Placement.NONE);
  }

  @Override
  public String describe() {
    return "%d x %d pixels, %d %s, %s"
        .formatted(
            width,
            height,
            channels,
            channels == 1 ? "channel" : "channels",
            windowed()
                ? String.format(Locale.ROOT, "windows on images at scale %.2f", scale)
                : "whole images");
  }

  /**
   * @throws DataException if it is a volume
   */
  @Override
  public Image apply(Image image) {
    if (image.grid().isVolume()) {
      throw new DataException(
          "a volume of %s voxels cannot be seen by a network for pictures; train one on volumes"
              .formatted(image.grid().describe()));
    }
    Image channelled = withChannels(image);
    int w = windowed() ? scaled(image.width(), width) : width;
    int h = windowed() ? scaled(image.height(), height) : height;
    Image resized = Resampling.resize(channelled, w, h);
    float[] samples = resized.samples().clone();
    int plane = w * h;
    for (int c = 0; c < channels; c++) {
      double low = intensities.get(c).low() * image.maximum();
      double factor =
          1 / ((intensities.get(c).high() - intensities.get(c).low()) * image.maximum());
      for (int i = c * plane; i < (c + 1) * plane; i++) {
        samples[i] = (float) Math.min(1, Math.max(0, (samples[i] - low) * factor));
      }
    }
    return new Image(w, h, channels, 1, samples);
  }

  /** Samples are parts of the largest value of the file's sample type. */
  @Override
  public Image restore(Image image) {
    float[] samples = image.samples().clone();
    int plane = image.grid().count();
    for (int i = 0; i < samples.length; i++) {
      Intensity range = intensities.get(i / plane);
      samples[i] = (float) (range.low() + samples[i] * (range.high() - range.low()));
    }
    return new Image(image.grid(), channels, 1, samples);
  }

  @Override
  public LabelMap apply(LabelMap labels) {
    int w = windowed() ? scaled(labels.width(), width) : width;
    int h = windowed() ? scaled(labels.height(), height) : height;
    return Resampling.resize(labels, w, h);
  }

  private int scaled(int side, int least) {
    return Math.max(least, (int) Math.round(side * scale));
  }

  private Image withChannels(Image image) {
    if (image.channels() == channels) {
      return image;
    }
    int plane = image.width() * image.height();
    float[] samples = new float[channels * plane];
    for (int i = 0; i < plane; i++) {
      float sum = 0;
      for (int c = 0; c < image.channels(); c++) {
        sum += image.samples()[c * plane + i];
      }
      for (int c = 0; c < channels; c++) {
        samples[c * plane + i] = sum / image.channels();
      }
    }
    return new Image(image.width(), image.height(), channels, image.maximum(), samples);
  }
}
