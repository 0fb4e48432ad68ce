package io.github.handful.surfaces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.handful.imaging.Image;
import io.github.handful.segment.Checkpoint;
import io.github.handful.segment.EventLog;
import io.github.handful.segment.Learner;
import io.github.handful.segment.LoopState;
import io.github.handful.segment.RateSchedule;
import io.github.handful.segment.Seeds;
import io.github.handful.segment.TrainingListener;
import io.github.handful.segment.TrainingLoop;
import io.github.handful.surfaces.solver.ThicknessLimits;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SurfaceLearnerTest {
  private static final ScanAugmentation NONE = new ScanAugmentation(0, 0);

  @TempDir Path folder;

  /** Two bright bands with a border that rises by a quarter of a row a column. */
  private static List<SurfaceScan> bands() {
    List<SurfaceScan> scans = new ArrayList<>();
    for (int n = 0; n < 4; n++) {
      float[] samples = new float[32 * 24];
      double[] rows = new double[2 * 32];
      for (int x = 0; x < 32; x++) {
        rows[x] = 6.3 + n + (n % 2 == 0 ? 0.1 : -0.1) * x;
        rows[32 + x] = rows[x] + 6.5;
        for (int z = 0; z < 24; z++) {
          double inFirst = Math.max(0, Math.min(1, z + 0.5 - rows[x]));
          double inSecond = Math.max(0, Math.min(1, z + 0.5 - rows[32 + x]));
          samples[z * 32 + x] = (float) (inFirst - 0.6 * inSecond + 0.02 * ((x * 7 + z * 3) % 5));
        }
      }
      scans.add(
          new SurfaceScan(
              "bands" + n, new Image(32, 24, 1, 1, samples), new SurfaceHeights(2, 32, rows)));
    }
    return scans;
  }

  private static SurfacePlan plan(SurfaceMethod method, SurfaceLoss loss, int updates) {
    return new SurfacePlan(
        method,
        new SurfaceNetworkSpec(2, 6, 2, 1, 8),
        new SurfaceLimits(List.of(1, 1), new ThicknessLimits(List.of(2.0), List.of(12.0))),
        loss,
        method == SurfaceMethod.DDP ? 0.1 : 0,
        0.5,
        24,
        2,
        new RateSchedule(1e-2, 0.05, 0.05),
        0.9,
        updates,
        5,
        Optional.empty(),
        List.of());
  }

  private static SurfaceLearner learner(SurfacePlan plan) {
    Ops.threads(1);
    Ops.seed(2);
    return new SurfaceLearner(
        plan, bands(), NONE, Optional.empty(), new Seeds(4), Compute.REFERENCE);
  }

  @ParameterizedTest
  @EnumSource(SurfaceMethod.class)
  void everyMethodLearnsAFewScansToAThirdOfARow(SurfaceMethod method) {
    SurfacePlan plan = plan(method, SurfaceLoss.ENTROPY, 150);
    try (SurfaceLearner learner = learner(plan)) {
      SurfaceValidation same =
          new SurfaceValidation(bands(), plan.limits(), ReadOut.of(method), Compute.REFERENCE);
      double before = same.distance(learner.model());
      for (int i = 0; i < 150; i++) {
        learner.step(SurfaceLearner.PHASE, new Learner.Position(i, 150));
      }
      double after = same.distance(learner.model());
      assertThat(before).isGreaterThan(1);
      assertThat(after).isLessThan(0.35);
      assertThat(same.closeness(learner.model())).isEqualTo(1 / (1 + after));
    }
  }

  @Test
  void theLossOfThePublishedQuadraticProgrammeFallsToo() {
    SurfacePlan plan = plan(SurfaceMethod.IPM, SurfaceLoss.DIVERGENCE, 60);
    try (SurfaceLearner learner = learner(plan)) {
      Map<String, Double> first = step(learner, 0);
      for (int i = 1; i < 59; i++) {
        step(learner, i);
      }
      Map<String, Double> last = step(learner, 59);
      assertThat(last.get("columns")).isLessThan(0.5 * first.get("columns"));
      assertThat(last.get("rows")).isLessThan(0.5 * first.get("rows"));
      assertThat(last.get("layers")).isLessThan(0.5 * first.get("layers"));
      assertThat(learner.state()).containsKeys("layer head", "layer head optimiser");
    }
  }

  private static Map<String, Double> step(SurfaceLearner learner, int i) {
    return learner.step(SurfaceLearner.PHASE, new Learner.Position(i, 60)).losses();
  }

  /** A painter that paints what the bands are made of, so that a few updates show what it adds. */
  @Test
  void paintedScansTeachTheNetworkToo() {
    SurfaceVariation variation = new SurfaceVariation(2, 0.5, 0.2, 0.1);
    SurfacePlan plan =
        plan(SurfaceMethod.DDP, SurfaceLoss.ENTROPY, 100)
            .withPainted(new PaintedScans(4, 1, variation));
    MeanPainter painter = new MeanPainter(8, 3);
    Ops.threads(1);
    Ops.seed(2);
    try (SurfaceLearner learner =
        new SurfaceLearner(
            plan, bands(), NONE, Optional.of(painter), new Seeds(4), Compute.REFERENCE)) {
      assertThat(learner.phases())
          .extracting(Learner.Phase::name)
          .containsExactly("pretrain", "train");
      learner.step(learner.phases().get(0), new Learner.Position(0, 4));
      assertThat(learner.state()).containsKeys("means", "network", "optimiser", "average");
      Map<String, Double> first = step(learner, 0);
      long before = 0;
      for (int i = 1; i < 60; i++) {
        step(learner, i);
        before = i == 40 ? Pointer.totalCount() : before;
      }
      assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
      assertThat(step(learner, 59).get("painted")).isLessThan(0.5 * first.get("painted"));
      assertThat(learner.samples(3)).hasSize(3);
    }
    assertThat(painter.closed).isTrue();
  }

  @Test
  void paintersAndPlansWithPaintedScansBelongTogether() {
    SurfacePlan plan = plan(SurfaceMethod.UNET, SurfaceLoss.ENTROPY, 10);
    try (MeanPainter painter = new MeanPainter(8, 3)) {
      assertThatThrownBy(
              () ->
                  new SurfaceLearner(
                      plan, bands(), NONE, Optional.of(painter), new Seeds(4), Compute.REFERENCE))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void stepsLeaveNoNativeObjectsBehind() {
    try (SurfaceLearner learner = learner(plan(SurfaceMethod.DDP, SurfaceLoss.ENTROPY, 60))) {
      step(learner, 40);
      long before = Pointer.totalCount();
      for (int i = 41; i < 46; i++) {
        step(learner, i);
        assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
      }
    }
  }

  @Test
  void theTrainingLoopTrainsAndAResumedRunEndsWithTheSameBits() throws IOException {
    float[] whole = train(folder.resolve("whole"), 0);
    float[] resumed = train(folder.resolve("resumed"), 5);
    assertThat(resumed).isEqualTo(whole);
    assertThat(Files.readString(folder.resolve("whole/log.jsonl")))
        .contains("\"closeness\":")
        .contains("\"columns\":");
  }

  /** Trains 12 updates and, if asked to, breaks off in between and goes on from the checkpoint. */
  private static float[] train(Path run, int breakAt) throws IOException {
    Files.createDirectories(run);
    SurfacePlan plan = plan(SurfaceMethod.DDP, SurfaceLoss.ENTROPY, 12);
    if (breakAt > 0) {
      try (SurfaceLearner learner = learner(plan)) {
        loop(learner, plan, run, breakAt).run();
      } catch (Broken e) {
        assertThat(e.at).isEqualTo(breakAt);
      }
    }
    try (SurfaceLearner learner = learner(plan);
        TrainingLoop.Outcome outcome = loop(learner, plan, run, 0).run()) {
      assertThat(outcome.updates()).isEqualTo(12);
      List<Float> all = new ArrayList<>();
      for (Tensor tensor : outcome.weights().tensors()) {
        for (float value : Ops.floats(tensor)) {
          all.add(value);
        }
      }
      float[] values = new float[all.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = all.get(i);
      }
      return values;
    }
  }

  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int at;

    Broken(int at) {
      this.at = at;
    }
  }

  private static TrainingLoop loop(SurfaceLearner learner, SurfacePlan plan, Path run, int breakAt)
      throws IOException {
    SurfaceValidation validation =
        new SurfaceValidation(
            bands().subList(0, 1), plan.limits(), ReadOut.of(plan.method()), Compute.REFERENCE);
    return new TrainingLoop(
        learner,
        new TrainingLoop.Score(
            SurfaceValidation.SCORE, () -> validation.closeness(learner.model())),
        new TrainingLoop.Limits(plan.validations(), 0, 0, Optional.empty()),
        new Checkpoint(run.resolve("checkpoint")),
        EventLog.open(run.resolve("log.jsonl")),
        new TrainingListener() {
          @Override
          public void phase(Learner.Phase phase, int total) {
            assertThat(total).isEqualTo(12);
          }

          @Override
          public void step(int done, Map<String, Double> losses) {
            // The checkpoint of the step before is on disk by now.
            if (done == breakAt) {
              throw new Broken(done);
            }
          }

          @Override
          public void validated(double value, double best) {
            assertThat(value).isBetween(0.0, 1.0);
          }
        },
        LoopState.start(List.of(12)));
  }
}
