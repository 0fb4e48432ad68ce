package io.github.handful.genseg;

import io.github.handful.imaging.Image;
import io.github.handful.imaging.IntensityAugmentation;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.PairAugmentation;
import io.github.handful.nested.ExactHypergradient;
import io.github.handful.nested.FiniteDifferenceHypergradient;
import io.github.handful.nested.InnerStep;
import io.github.handful.nested.Level;
import io.github.handful.nested.Objective;
import io.github.handful.nested.Point;
import io.github.handful.segment.Batch;
import io.github.handful.segment.Example;
import io.github.handful.segment.Examples;
import io.github.handful.segment.Learner;
import io.github.handful.segment.Seeds;
import io.github.handful.segment.Segmenter;
import io.github.handful.segment.SegmenterTraining;
import io.github.handful.segment.SupervisedLearner;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Tensor;

/**
 * GenSeg's three levels (Nature Communications 2025, Methods): the generator learns to paint, the
 * segmenter learns from labelled and from painted images, the generator's architecture follows the
 * segmenter's validation loss. With a frozen generator it is the method "separate", without the
 * third level "joint".
 */
public final class GenSegLearner implements Learner {
  public static final Phase PRETRAINING = new Phase("pretrain", false);

  private final Method method;
  private final GenSegSettings settings;
  private final GeneratorTraining painting;
  private final SegmenterTraining training;
  private final ArchitectureSearch search;
  private final Examples examples;
  private final Examples validation;
  private final PairAugmentation augmentation;
  private final Seeds seeds;
  private final Compute compute;
  private final Level generatorLevel;
  private final Level segmenterLevel;

  /** The learner owns {@code painting} and {@code training} and closes them. */
  public GenSegLearner(
      Method method,
      GenSegSettings settings,
      GeneratorTraining painting,
      SegmenterTraining training,
      Examples examples,
      Examples validation,
      PairAugmentation augmentation,
      Seeds seeds,
      Compute compute) {
    this.method = method;
    this.settings = settings;
    this.painting = painting;
    this.training = training;
    this.examples = examples;
    this.validation = validation;
    this.augmentation = augmentation;
    this.seeds = seeds;
    this.compute = compute;
    this.search =
        new ArchitectureSearch(
            painting.architecture(),
            settings.architectureRate(),
            1e-5,
            settings.exactHypergradient()
                ? new ExactHypergradient()
                : new FiniteDifferenceHypergradient());
    this.generatorLevel = new Level("generator", painting.generator().network().parameters());
    this.segmenterLevel = new Level("segmenter", training.segmenter().network().parameters());
  }

  @Override
  public List<Phase> phases() {
    return List.of(PRETRAINING, SupervisedLearner.PHASE);
  }

  @Override
  public Report step(Phase phase, Position position) {
    return phase.equals(PRETRAINING) ? pretrain(position) : train(position, search::step);
  }

  private Report pretrain(Position position) {
    try (Scope scope = Scope.open()) {
      Batch batch = generatorBatch("pretraining pairs", position.iteration());
      long seed = seeds.of("pretraining", position.iteration());
      return new Report(named(painting.step(batch, settings.pretrainingRate(), seed)), Map.of());
    }
  }

  /**
   * One iteration of the segmenter's phase; {@code top} takes the architecture's step, on the two
   * inner steps and the validation loss, and reports on it.
   */
  Report train(Position position, BiFunction<List<InnerStep>, Objective, Map<String, Double>> top) {
    int iteration = position.iteration();
    Map<String, Double> losses = new LinkedHashMap<>();
    try (Scope scope = Scope.open();
        ThreeLevels levels = new ThreeLevels(searches(iteration))) {
      if (method.trainsGeneratorAlong()) {
        Batch batch = generatorBatch("generator pairs", iteration);
        long seed = seeds.of("generator", iteration);
        losses.putAll(named(levels.paintingStep(batch, seed)));
      }
      losses.put("segmentation", levels.segmenterStep(position));
      if (!searches(iteration)) {
        return new Report(losses, Map.of());
      }
      Map<String, Object> details = new LinkedHashMap<>();
      details.put("hypergradient", levels.architectureStep(iteration, top));
      details.put("mixtures", painting.architecture().mixtures());
      return new Report(losses, details);
    }
  }

  private boolean searches(int iteration) {
    return method.searches() && (iteration + 1) % settings.architectureEvery() == 0;
  }

  /** Pairs for the generator move, but keep their own intensities: those it is to learn. */
  private Batch generatorBatch(String purpose, int iteration) {
    PairAugmentation moving =
        new PairAugmentation(augmentation.geometry(), IntensityAugmentation.none());
    return batch(examples.draw(seeds, purpose, iteration, settings.generatorBatch(), moving));
  }

  private Batch batch(List<PairAugmentation.Pair> pairs) {
    return Batch.of(pairs, training.segmenter().spec().classes(), compute);
  }

  private static Map<String, Double> named(GeneratorTraining.Losses losses) {
    Map<String, Double> named = new LinkedHashMap<>();
    named.put("generator", losses.generator());
    named.put("discriminator", losses.discriminator());
    named.put("difference", losses.difference());
    return named;
  }

  @Override
  public Segmenter model() {
    return training.averaged();
  }

  Level architectureLevel() {
    return search.level();
  }

  public GeneratorTraining painting() {
    return painting;
  }

  /**
   * A synthetic pair beside the labelled image whose mask it comes from.
   *
   * @param repainted an image painted for the mask as it is
   * @param changed the mask after its augmentation
   * @param painted an image painted for the changed mask: with it the synthetic pair
   */
  public record Painted(Example source, Image repainted, LabelMap changed, Image painted) {}

  /** Synthetic pairs for looking at, one for each of the first training examples. */
  public List<Painted> samples(int most) {
    List<Painted> samples = new ArrayList<>();
    for (Example example : examples.all().subList(0, Math.min(most, examples.all().size()))) {
      var random = seeds.random("samples", samples.size());
      Example window = examples.centre(example);
      LabelMap changed = settings.masks().apply(window.labels(), random);
      samples.add(new Painted(window, image(window.labels()), changed, image(changed)));
    }
    return samples;
  }

  private Image image(LabelMap labels) {
    try (Scope scope = Scope.open()) {
      Ops.seed(seeds.of("samples", 0));
      int classes = training.segmenter().spec().classes();
      var generator = painting.generator().network();
      Tensor painted =
          Autograd.withoutGraph(
              () ->
                  painting.paint(
                      generator.probing(generator.parameters()),
                      painting.architecture().logits(),
                      Batch.targets(List.of(labels), classes, compute),
                      compute.float32()));
      float[] samples = Ops.floats(painted);
      int channels = training.segmenter().spec().channels();
      return new Image(labels.width(), labels.height(), channels, 1, samples);
    }
  }

  @Override
  public Map<String, ParameterSet> state() {
    Map<String, ParameterSet> state = new LinkedHashMap<>(painting.state());
    state.put("architecture optimiser", search.state());
    state.putAll(training.state());
    return state;
  }

  @Override
  public void close() {
    painting.close();
    training.close();
    search.close();
  }

  /** One iteration of the three levels, which remembers what the hypergradient needs of each. */
  private final class ThreeLevels implements AutoCloseable {
    private final boolean searching;
    private Optional<InnerStep> painted = Optional.empty();
    private Optional<InnerStep> segmented = Optional.empty();
    private Optional<ParameterSet> generatorBefore = Optional.empty();
    private Optional<ParameterSet> segmenterBefore = Optional.empty();

    ThreeLevels(boolean searching) {
      this.searching = searching;
    }

    /** Level one: the generator learns to paint real images. */
    GeneratorTraining.Losses paintingStep(Batch batch, long seed) {
      ParameterSet weights = generatorLevel.variables();
      generatorBefore = searching ? Optional.of(weights.copy()) : Optional.empty();
      GeneratorTraining.Losses losses = painting.step(batch, settings.rate(), seed);
      painted =
          generatorBefore.map(
              before ->
                  new InnerStep(
                      generatorLevel,
                      at -> painting.objective(at.of(generatorLevel), at.of(search.level()), batch),
                      before.tensors(),
                      weights.tensors(),
                      () -> painting.generatorOptimiser().preconditioner(settings.rate()),
                      seed));
      return losses;
    }

    /** Level two: the segmenter learns from labelled and from painted images. */
    double segmenterStep(Position position) {
      int iteration = position.iteration();
      int size = training.settings().batch();
      Batch real = batch(examples.draw(seeds, "real pairs", iteration, size, augmentation));
      SyntheticPairs synthetic = synthetic(iteration);
      long seed = seeds.of("painting", iteration);
      ParameterSet weights = segmenterLevel.variables();
      segmenterBefore = searching ? Optional.of(weights.copy()) : Optional.empty();
      double loss =
          training.update(() -> training.loss(real).add(syntheticLoss(synthetic, seed)), position);
      segmented =
          segmenterBefore.map(
              before ->
                  new InnerStep(
                      segmenterLevel,
                      syntheticObjective(synthetic),
                      before.tensors(),
                      weights.tensors(),
                      () -> training.optimiser().preconditioner(training.rate(position)),
                      seed));
      return loss;
    }

    /** Level three: the architecture follows the validation loss. */
    Map<String, Double> architectureStep(
        int iteration, BiFunction<List<InnerStep>, Objective, Map<String, Double>> top) {
      int size = Math.min(validation.all().size(), 2 * training.settings().batch());
      Batch batch =
          batch(validation.draw(seeds, "validation", iteration, size, PairAugmentation.none()));
      Objective outer = at -> segmentationLoss(at, batch.images(), batch.targets());
      return top.apply(List.of(painted.orElseThrow(), segmented.orElseThrow()), outer);
    }

    @Override
    public void close() {
      generatorBefore.ifPresent(ParameterSet::close);
      segmenterBefore.ifPresent(ParameterSet::close);
    }
  }

  private SyntheticPairs synthetic(int iteration) {
    var spec = training.segmenter().spec();
    return SyntheticPairs.draw(
        examples,
        spec.classes(),
        spec.channels(),
        settings.syntheticBatch(),
        settings.masks(),
        Optional.of(augmentation.intensity())
            .filter(ranges -> !ranges.equals(IntensityAugmentation.none())),
        seeds,
        iteration,
        compute);
  }

  /** The weighted loss on painted images, for an update of the segmenter alone. */
  private Tensor syntheticLoss(SyntheticPairs synthetic, long seed) {
    Ops.seed(seed);
    var generator = painting.generator().network();
    Tensor images =
        Autograd.withoutGraph(
            () ->
                synthetic.finish(
                    painting.paint(
                        generator.probing(generator.parameters()),
                        painting.architecture().logits(),
                        synthetic.targets(),
                        compute)));
    var network = training.segmenter().network();
    // Statistics for prediction come from real images only.
    Tensor logits =
        compute.run(
            () ->
                training
                    .segmenter()
                    .logits(network.probing(network.parameters()), compute.batch(images)));
    return Ops.times(training.settings().loss().of(logits, synthetic.targets()), settings.gamma());
  }

  /**
   * The same loss in float32 with its graph through segmenter, images, generator and architecture.
   * The labelled images' loss has no mixed derivative with these, and is left out.
   */
  private Objective syntheticObjective(SyntheticPairs synthetic) {
    return new Objective.Composed(
        at ->
            synthetic.finish(
                painting.paint(
                    painting.generator().network().probing(at.of(generatorLevel)),
                    at.of(search.level()),
                    synthetic.targets(),
                    compute.float32())),
        (at, images) ->
            Ops.times(segmentationLoss(at, images, synthetic.targets()), settings.gamma()));
  }

  private Tensor segmentationLoss(Point at, Tensor images, Tensor targets) {
    var segmenter = training.segmenter();
    Tensor logits = segmenter.logits(segmenter.network().probing(at.of(segmenterLevel)), images);
    return training.settings().loss().of(logits, targets);
  }
}
