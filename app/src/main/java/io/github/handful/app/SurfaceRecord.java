package io.github.handful.app;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.handful.genseg.Pix2PixSpec;
import io.github.handful.imaging.AtomicFile;
import io.github.handful.imaging.DataException;
import io.github.handful.segment.metrics.Bootstrap.Interval;
import io.github.handful.surfaces.PixelSize;
import io.github.handful.surfaces.SurfacePlan;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What {@code run.json} of a run on surfaces holds: all that decides it, written before it starts,
 * and its result, added when it has ended.
 *
 * @param task always {@link #TASK}: tells these runs from others
 * @param generator that paints scans where the plan has painted scans
 * @param budgetSeconds when the training should end, if by the clock
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record SurfaceRecord(
    String task,
    String handful,
    String created,
    long seed,
    RunRecord.Machine machine,
    Data data,
    SurfacePlan plan,
    Optional<Pix2PixSpec> generator,
    Optional<Double> budgetSeconds,
    double checkpointSeconds,
    Optional<Result> result) {
  static final String TASK = "surfaces";

  /**
   * The annotated scans of the run and how they were divided.
   *
   * @param fingerprint SHA-256 over the ids and contents of the labelled scans
   * @param scored the split that the finished model is scored on
   */
  record Data(
      String root,
      String fingerprint,
      List<String> training,
      List<String> validation,
      String scored,
      Optional<PixelSize> pixelSize) {}

  /**
   * How the run ended.
   *
   * @param bestUpdate after which the kept weights were reached
   * @param validationDistance their mean distance on the validation scans in pixels
   * @param distance on the scored split in pixels, over scans
   * @param micrometres the same, where the size of a pixel is known
   * @param spikes part of the columns that stand out
   */
  record Result(
      String end,
      int updates,
      int bestUpdate,
      double validationDistance,
      double trainingSeconds,
      double wallSeconds,
      double peakMemoryGigabytes,
      Interval distance,
      Optional<Interval> micrometres,
      Interval spikes) {}

  SurfaceRecord withResult(Result ended) {
    return new SurfaceRecord(
        task,
        handful,
        created,
        seed,
        machine,
        data,
        plan,
        generator,
        budgetSeconds,
        checkpointSeconds,
        Optional.of(ended));
  }

  /** Whether a folder holds a run on surfaces. */
  static boolean isIn(RunFolder folder) {
    try {
      return RunFolder.json().readTree(folder.record().toFile()).path("task").asText().equals(TASK);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Reads the record of a run.
   *
   * @throws DataException if it is damaged
   */
  static SurfaceRecord read(RunFolder folder) throws IOException {
    try {
      return RunFolder.json().readValue(folder.record().toFile(), SurfaceRecord.class);
    } catch (JsonProcessingException e) {
      throw new DataException(
          folder.record() + " is damaged or from another version of handful; train again", e);
    }
  }

  void write(RunFolder folder) throws IOException {
    AtomicFile.write(folder.record(), RunFolder.json().writeValueAsBytes(this));
  }
}
