package io.github.handful.imaging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Resamples a volume that arrives plane by plane, as {@link Resampling} does with a whole one and
 * with equal results. It holds only the planes that later ones still need: two where the grid
 * becomes finer along z, twice the scale factor where it becomes coarser.
 */
public final class PlaneResampler {

  /** Takes the planes of the new grid in the order of z. */
  @FunctionalInterface
  public interface PlaneConsumer {
    /**
     * @param planes {@code planes[(c * height + y) * width + x]} of all channels of slice {@code
     *     z}; they may be kept and must not be changed
     */
    void accept(int z, float[] planes);
  }

  private final int channels;
  private final int sourcePlane;
  private final int plane;
  private final PlaneFilter filter;
  private final FilterTaps slices;
  private final int[] neededFrom;
  private final List<float[]> held = new ArrayList<>();
  private final double[] sums;
  private int arrived;
  private int next;

  /**
   * From a grid of the size of {@code source} to one of the size of {@code target}, whose outer
   * borders coincide.
   */
  public PlaneResampler(Grid source, Grid target, int channels) {
    if (channels < 1) {
      throw new IllegalArgumentException("channels must be at least 1, got " + channels);
    }
    this.channels = channels;
    sourcePlane = source.width() * source.height();
    plane = target.width() * target.height();
    filter = new PlaneFilter(source.width(), source.height(), target.width(), target.height());
    slices = FilterTaps.of(source.depth(), target.depth());
    sums = new double[Math.multiplyExact(channels, plane)];
    neededFrom = new int[target.depth() + 1];
    neededFrom[target.depth()] = source.depth();
    for (int z = target.depth() - 1; z >= 0; z--) {
      neededFrom[z] = Math.min(neededFrom[z + 1], slices.first(z));
    }
  }

  /**
   * Takes the next plane, {@code planes[(c * height + y) * width + x]} of all channels, and hands
   * on the planes of the new grid that are complete with it.
   *
   * @throws IllegalArgumentException if the values do not fill a plane of all channels
   * @throws IllegalStateException if all planes have been given before
   */
  public void accept(float[] planes, PlaneConsumer consumer) {
    if (planes.length != channels * sourcePlane) {
      throw new IllegalArgumentException(
          "%d values do not fill %d planes of %d".formatted(planes.length, channels, sourcePlane));
    }
    accept(planes, 0, consumer);
  }

  /** As the other form, with the plane at an offset of a longer array. */
  void accept(float[] planes, int offset, PlaneConsumer consumer) {
    if (arrived == slices.sourceSize()) {
      throw new IllegalStateException("all " + arrived + " planes have been given");
    }
    float[] resized = new float[sums.length];
    for (int c = 0; c < channels; c++) {
      filter.apply(planes, offset + c * sourcePlane, resized, c * plane);
    }
    held.add(resized);
    arrived++;
    while (next < slices.size() && slices.last(next) < arrived) {
      consumer.accept(next, mix(next));
      next++;
    }
    int first = arrived - held.size();
    held.subList(0, Math.max(0, Math.min(neededFrom[next], arrived) - first)).clear();
  }

  private float[] mix(int z) {
    int first = arrived - held.size();
    if (slices.isIdentity()) {
      return held.get(z - first);
    }
    Arrays.fill(sums, 0);
    for (int t = z * slices.count(); t < (z + 1) * slices.count(); t++) {
      double weight = slices.weights()[t];
      if (weight > 0) {
        float[] source = held.get(slices.indices()[t] - first);
        for (int i = 0; i < sums.length; i++) {
          sums[i] += weight * source[i];
        }
      }
    }
    float[] mixed = new float[sums.length];
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = (float) sums[i];
    }
    return mixed;
  }
}
