package io.github.handful.segment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How the intensities of a channel of volumes become numbers in [0, 1]. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Normalisation.Range.class, name = "range"),
  @JsonSubTypes.Type(value = Normalisation.Standardised.class, name = "standardised")
})
public sealed interface Normalisation {

  /** Replaces the samples of one channel, {@code count} of them from {@code from} on. */
  void apply(float[] samples, int from, int count);

  /**
   * Gives samples in [0, 1] the scale of the files again; as they are where each volume had a scale
   * of its own.
   */
  default void restore(float[] samples, int from, int count) {}

  /** The same line for all volumes, for units with a meaning, such as those of CT. */
  record Range(double low, double high) implements Normalisation {
    /**
     * @param low becomes 0, as does all that is below
     * @param high becomes 1, as does all that is above
     */
    public Range {
      if (!(high > low)) {
        throw new IllegalArgumentException(
            "an intensity range must grow, got " + low + " to " + high);
      }
    }

    @Override
    public void apply(float[] samples, int from, int count) {
      for (int i = from; i < from + count; i++) {
        samples[i] = part(samples[i], low, high);
      }
    }

    @Override
    public void restore(float[] samples, int from, int count) {
      for (int i = from; i < from + count; i++) {
        samples[i] = (float) (low + samples[i] * (high - low));
      }
    }
  }

  /**
   * Each volume by its own mean and standard deviation, for units that differ between volumes, such
   * as those of MR: four deviations below the mean become 0, four above 1. Where more than a
   * quarter of the voxels is exactly 0, they were masked out; then they have no part in mean and
   * deviation and stay 0.
   */
  record Standardised() implements Normalisation {
    private static final double DEVIATIONS = 4;
    private static final double MASKED = 0.25;

    @Override
    public void apply(float[] samples, int from, int count) {
      int zeros = 0;
      for (int i = from; i < from + count; i++) {
        zeros += samples[i] == 0 ? 1 : 0;
      }
      boolean masked = zeros > MASKED * count && zeros < count;
      double voxels = masked ? count - zeros : count;
      double mean = 0;
      for (int i = from; i < from + count; i++) {
        mean += samples[i] / voxels;
      }
      double variance = 0;
      for (int i = from; i < from + count; i++) {
        double difference = masked && samples[i] == 0 ? 0 : samples[i] - mean;
        variance += difference * difference / voxels;
      }
      double reach = DEVIATIONS * Math.max(1e-12, Math.sqrt(variance));
      for (int i = from; i < from + count; i++) {
        boolean out = masked && samples[i] == 0;
        samples[i] = out ? 0 : part(samples[i], mean - reach, mean + reach);
      }
    }
  }

  private static float part(float sample, double low, double high) {
    return (float) Math.min(1, Math.max(0, (sample - low) / (high - low)));
  }
}
