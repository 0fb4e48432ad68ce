package io.github.handful.genseg;

import io.github.handful.imaging.IntensityAugmentation;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.PairAugmentation;
import io.github.handful.nested.ExactHypergradient;
import io.github.handful.nested.FiniteDifferenceHypergradient;
import io.github.handful.nested.Hypergradient;
import io.github.handful.nested.InnerStep;
import io.github.handful.nested.Level;
import io.github.handful.nested.Objective;
import io.github.handful.segment.Batch;
import io.github.handful.segment.Example;
import io.github.handful.segment.Examples;
import io.github.handful.segment.Learner;
import io.github.handful.segment.Seeds;
import io.github.handful.segment.Segmenter;
import io.github.handful.segment.SegmenterTraining;
import io.github.handful.segment.SupervisedLearner;
import io.github.handful.torch.Compute;
import io.github.handful.torch.ParameterSet;
import io.github.handful.torch.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
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
  private final Optional<Guidance> guidance;
  private final TradeOff tradeOff;
  private final Hypergradient hypergradient;
  private final Examples examples;
  private final Examples validation;
  private final PairAugmentation augmentation;
  private final Seeds seeds;
  private final Compute compute;
  private final ThreeLevels levels;

  /**
   * The learner owns {@code painting} and {@code training} and closes them.
   *
   * @param method one that generates
   */
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
    if (!method.generates()) {
      throw new IllegalArgumentException("the method " + method.key() + " has no generator");
    }
    this.method = method;
    this.settings = settings;
    this.painting = painting;
    this.training = training;
    this.examples = examples;
    this.validation = validation;
    this.augmentation = augmentation;
    this.seeds = seeds;
    this.compute = compute;
    this.tradeOff = new TradeOff(settings.gamma(), method.searches() ? settings.gammaRate() : 0);
    this.levels = new ThreeLevels(painting, training, tradeOff, compute);
    this.hypergradient =
        settings.exactHypergradient()
            ? new ExactHypergradient()
            : new FiniteDifferenceHypergradient();
    this.search =
        new ArchitectureSearch(
            levels.architecture(),
            settings.architectureRate(),
            1e-5,
            hypergradient,
            settings.hypergradientPaths());
    this.guidance =
        settings.generatorGuidance() > 0
            ? Optional.of(
                new Guidance(levels.generator(), settings.generatorGuidance(), hypergradient))
            : Optional.empty();
  }

  @Override
  public List<Phase> phases() {
    return List.of(PRETRAINING, SupervisedLearner.PHASE);
  }

  @Override
  public Report step(Phase phase, Position position) {
    return phase.equals(PRETRAINING) ? pretrain(position) : train(position, this::steer);
  }

  private Report pretrain(Position position) {
    try (Scope scope = Scope.open()) {
      Batch batch = generatorBatch("pretraining pairs", position.iteration());
      long seed = seeds.of("pretraining", position.iteration());
      return new Report(painting.step(batch, settings.pretrainingRate(), seed), Map.of());
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
        Iteration steps = new Iteration(searches(iteration))) {
      if (method.trainsGeneratorAlong()) {
        Batch batch = generatorBatch("generator pairs", iteration);
        long seed = seeds.of("generator", iteration);
        losses.putAll(steps.paint(batch, seed));
      }
      losses.put("segmentation", steps.segment(position));
      if (!searches(iteration)) {
        return new Report(losses, Map.of());
      }
      Map<String, Object> details = new LinkedHashMap<>();
      details.put("hypergradient", steps.search(iteration, top));
      details.put("mixtures", painting.architecture().mixtures());
      return new Report(losses, details);
    }
  }

  /** Both hypergradients are of the point that the steps below have reached. */
  private Map<String, Double> steer(List<InnerStep> steps, Objective outer) {
    try (Scope scope = Scope.open()) {
      InnerStep segmenting = steps.get(steps.size() - 1);
      Optional<Guidance.Direction> direction =
          guidance.map(guide -> guide.direction(segmenting, outer));
      Map<String, Double> report = new LinkedHashMap<>();
      if (hasArchitecture()) {
        report.putAll(search.step(steps, outer));
      }
      direction.ifPresent(
          d -> {
            guidance.orElseThrow().step(d);
            report.put("guidance", d.norm());
          });
      return report;
    }
  }

  /** A generator without search cells has none: then its weights alone can be steered. */
  private boolean hasArchitecture() {
    return !levels.architecture().variables().tensors().isEmpty();
  }

  private boolean searches(int iteration) {
    return method.searches()
        && (hasArchitecture() || guidance.isPresent() || tradeOff.learns())
        && (iteration + 1) % settings.architectureEvery() == 0;
  }

  /** Pairs for the generator move, but keep their own intensities: those it is to learn. */
  private Batch generatorBatch(String purpose, int iteration) {
    PairAugmentation moving =
        settings.movedPairs()
            ? new PairAugmentation(augmentation.geometry(), IntensityAugmentation.none())
            : PairAugmentation.none();
    return batch(examples.draw(seeds, purpose, iteration, settings.generatorBatch(), moving));
  }

  private Batch batch(List<PairAugmentation.Pair> pairs) {
    return Batch.of(pairs, training.segmenter().spec(), compute);
  }

  @Override
  public Segmenter model() {
    return training.averaged();
  }

  Level architectureLevel() {
    return levels.architecture();
  }

  public GeneratorTraining painting() {
    return painting;
  }

  /** Synthetic pairs for looking at, one for each of the first training examples. */
  public List<Painted> samples(int most) {
    PairPainter painter =
        new PairPainter(
            painting.generator(),
            painting.architecture().logits(),
            training.segmenter().spec(),
            compute);
    List<Painted> samples = new ArrayList<>();
    for (Example example : examples.all().subList(0, Math.min(most, examples.all().size()))) {
      samples.add(sample(painter, examples.centre(example), samples.size()));
    }
    return samples;
  }

  private Painted sample(PairPainter painter, Example window, int index) {
    LabelMap changed = settings.masks().apply(window.labels(), seeds.random("samples", index));
    boolean conditional = painting.generator().spec().conditional();
    long seed = seeds.of("samples", index);
    PairAugmentation.Pair pair = painter.pair(changed, seed);
    Optional<Painted.Source> source =
        conditional
            ? Optional.of(new Painted.Source(window, painter.pair(window.labels(), seed).image()))
            : Optional.empty();
    return new Painted(source, pair.labels(), pair.image());
  }

  @Override
  public Map<String, ParameterSet> state() {
    Map<String, ParameterSet> state = new LinkedHashMap<>(painting.state());
    state.put("architecture optimiser", search.state());
    state.putAll(training.state());
    if (tradeOff.learns()) {
      state.put("trade-off", tradeOff.variable());
      state.put("trade-off optimiser", tradeOff.optimiser());
    }
    return state;
  }

  @Override
  public void close() {
    painting.close();
    training.close();
    search.close();
    tradeOff.close();
  }

  private SyntheticPairs synthetic(int iteration) {
    return SyntheticPairs.draw(
        examples,
        training.segmenter().spec(),
        settings.syntheticBatch(),
        settings.masks(),
        Optional.of(augmentation.intensity())
            .filter(ranges -> !ranges.equals(IntensityAugmentation.none())),
        seeds,
        iteration,
        compute);
  }

  /** One step of each level; remembers what the hypergradient needs of them, if it is wanted. */
  private final class Iteration implements AutoCloseable {
    private final boolean searching;
    private final List<ParameterSet> before = new ArrayList<>();
    private final List<InnerStep> taken = new ArrayList<>();
    private Optional<InnerStep> weighing = Optional.empty();

    Iteration(boolean searching) {
      this.searching = searching;
    }

    /** Level one: the generator learns to paint real images. */
    Map<String, Double> paint(Batch batch, long seed) {
      return remembered(
          levels.generator(),
          levels.paintingLoss(batch),
          () -> painting.preconditioner(settings.rate()),
          seed,
          () -> painting.step(batch, settings.rate(), seed));
    }

    /** Level two: the segmenter learns from labelled and from painted images. */
    double segment(Position position) {
      int iteration = position.iteration();
      int size = training.settings().batch();
      Batch real = batch(examples.draw(seeds, "real pairs", iteration, size, augmentation));
      SyntheticPairs synthetic = synthetic(iteration);
      long seed = seeds.of("painting", iteration);
      double loss =
          remembered(
              levels.segmenter(),
              levels.syntheticLoss(synthetic),
              () -> training.optimiser().preconditioner(training.rate(position)),
              seed,
              () ->
                  training.update(
                      () ->
                          levels
                              .presentLabelledLoss(real)
                              .add(levels.presentSyntheticLoss(synthetic, seed)),
                      position));
      if (searching && tradeOff.learns()) {
        InnerStep step = taken.get(taken.size() - 1);
        weighing = Optional.of(step.on(levels.weightedLoss(real, synthetic, seed)));
      }
      return loss;
    }

    /** Level three: the architecture follows the validation loss. */
    Map<String, Double> search(
        int iteration, BiFunction<List<InnerStep>, Objective, Map<String, Double>> top) {
      int size = Math.min(validation.all().size(), 2 * training.settings().batch());
      Batch batch =
          batch(validation.draw(seeds, "validation", iteration, size, PairAugmentation.none()));
      Objective outer = levels.validationLoss(batch);
      Optional<Double> slope = weighing.map(step -> tradeOff.direction(step, outer, hypergradient));
      Map<String, Double> report = new LinkedHashMap<>(top.apply(taken, outer));
      slope.ifPresent(
          s -> {
            tradeOff.step(s);
            report.put("gamma", tradeOff.gamma());
          });
      return report;
    }

    private <T> T remembered(
        Level level,
        Objective loss,
        Supplier<List<Tensor>> preconditioner,
        long seed,
        Supplier<T> step) {
      if (!searching) {
        return step.get();
      }
      ParameterSet start = level.variables().copy();
      before.add(start);
      T result = step.get();
      taken.add(
          new InnerStep(
              level, loss, start.tensors(), level.variables().tensors(), preconditioner, seed));
      return result;
    }

    @Override
    public void close() {
      before.forEach(ParameterSet::close);
    }
  }
}
