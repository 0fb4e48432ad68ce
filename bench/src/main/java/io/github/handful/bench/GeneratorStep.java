package io.github.handful.bench;

import io.github.handful.genseg.GeneratorKind;
import io.github.handful.genseg.GeneratorSpec;
import io.github.handful.genseg.GeneratorTraining;
import io.github.handful.genseg.Plan;
import io.github.handful.imaging.PairAugmentation;
import io.github.handful.segment.Batch;
import io.github.handful.segment.Examples;
import io.github.handful.segment.Seeds;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.Arrays;
import java.util.List;

/** One step of a generator and of all networks that learn beside it, at the default size. */
record GeneratorStep(GeneratorKind kind, Compute compute) {

  static List<Measurement> measurements() {
    Compute auto = Precisions.all().get("auto");
    return Arrays.stream(GeneratorKind.values())
        .map(kind -> new GeneratorStep(kind, auto).line())
        .toList();
  }

  private Measurement line() {
    return new Measurement(
        Suite.GENERATORS.key(), kind.key() + ", auto, default size", "s", this::measure, "");
  }

  private double[] measure(Effort effort) {
    Plan plan = GenSegIteration.standard();
    GeneratorSpec spec =
        kind.spec(
            plan.generator().inputs(),
            plan.generator().outputs(),
            plan.generator().width(),
            plan.image());
    Ops.seed(1);
    try (GeneratorTraining training = spec.training(plan.genseg(), compute);
        Scope scope = Scope.open()) {
      Examples examples =
          new Examples(GenSegIteration.examples(plan), plan.image().size(0), plan.image().size(1));
      Batch batch =
          Batch.of(
              examples.draw(
                  new Seeds(1),
                  "generators",
                  0,
                  plan.genseg().generatorBatch(),
                  PairAugmentation.none()),
              plan.segmenter(),
              compute);
      double rate = plan.genseg().pretrainingRate();
      return effort.seconds(2, 7, () -> training.step(batch, rate, 1));
    }
  }
}
