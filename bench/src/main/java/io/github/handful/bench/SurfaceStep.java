package io.github.handful.bench;

import io.github.handful.segment.Learner.Position;
import io.github.handful.segment.Seeds;
import io.github.handful.surfaces.ScanAugmentation;
import io.github.handful.surfaces.SurfaceLearner;
import io.github.handful.surfaces.SurfaceMethod;
import io.github.handful.surfaces.SurfacePhantom;
import io.github.handful.surfaces.SurfacePlanner;
import io.github.handful.surfaces.SurfaceScan;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** One update of a surface network by a whole B-scan with nine surfaces, by each method's layer. */
record SurfaceStep(SurfaceMethod method, int width, int height) {

  static List<Measurement> measurements() {
    List<Measurement> all = new ArrayList<>();
    for (SurfaceMethod method : SurfaceMethod.values()) {
      all.add(new SurfaceStep(method, 1024, 496).line());
    }
    all.addAll(SurfaceLayer.measurements());
    return all;
  }

  private Measurement line() {
    return new Measurement(
        Suite.SURFACES.key(),
        "update by %s, %d x %d, nine surfaces"
            .formatted(method.name().toLowerCase(Locale.ROOT), width, height),
        "ms",
        this::measure,
        "");
  }

  private double[] measure(Effort effort) {
    SurfacePhantom phantom = new SurfacePhantom(width, height, SurfacePhantom.Noise.MEDIUM);
    List<SurfaceScan> scans =
        IntStream.range(0, 2).mapToObj(eye -> phantom.draw(1, eye, 0)).toList();
    Ops.seed(1);
    try (SurfaceLearner learner =
        new SurfaceLearner(
            SurfacePlanner.propose(scans, method).withExamples(width, 1),
            scans,
            ScanAugmentation.standard(),
            Optional.empty(),
            new Seeds(1),
            Compute.REFERENCE)) {
      // The layer takes part in the second half of a training.
      return effort.milliseconds(
          2, 7, () -> learner.step(SurfaceLearner.PHASE, new Position(9, 10)));
    }
  }
}
