package io.github.handful.surfaces;

import io.github.handful.segment.Learner;
import io.github.handful.segment.NetworkLearner;
import io.github.handful.segment.Painter;
import io.github.handful.segment.Seeds;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Network;
import io.github.handful.torch.ParameterSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Trains a surface network by one of the methods on annotated scans. */
public final class SurfaceLearner implements NetworkLearner {
  public static final Learner.Phase PHASE = new Learner.Phase("train", true);

  private static final Learner.Phase PAINTING = new Learner.Phase("pretrain", false);

  private final SurfacePlan plan;
  private final List<SurfaceScan> scans;
  private final ScanAugmentation augmentation;
  private final Seeds seeds;
  private final SurfaceTraining training;
  private final Optional<ScanPainting> painting;

  /**
   * Builds a network with fresh weights from libtorch's generator.
   *
   * @param scans of one height, at least as wide as the plan's columns
   * @param painter which the learner closes, where the plan has painted scans
   */
  public SurfaceLearner(
      SurfacePlan plan,
      List<SurfaceScan> scans,
      ScanAugmentation augmentation,
      Optional<Painter> painter,
      Seeds seeds,
      Compute compute) {
    if (painter.isPresent() != plan.painted().isPresent()) {
      throw new IllegalArgumentException("a painter is for plans with painted scans");
    }
    this.plan = plan;
    this.scans =
        scans.stream()
            .map(
                scan ->
                    new SurfaceScan(
                        scan.id(), ScanChannels.standardised(scan.image()), scan.heights()))
            .toList();
    this.augmentation = augmentation;
    this.seeds = seeds;
    this.training = new SurfaceTraining(plan, compute);
    this.painting =
        painter.map(
            p ->
                new ScanPainting(
                    plan.painted().orElseThrow(), plan.columns(), this.scans, p, seeds, compute));
  }

  @Override
  public List<Learner.Phase> phases() {
    return painting.isPresent() ? List.of(PAINTING, PHASE) : List.of(PHASE);
  }

  @Override
  public Learner.Report step(Learner.Phase phase, Learner.Position position) {
    if (phase.equals(PAINTING)) {
      return new Learner.Report(painting.orElseThrow().learn(position.iteration()), Map.of());
    }
    List<SurfaceScan> drawn = new ArrayList<>();
    RandomGenerator random = seeds.random("scans", position.iteration());
    for (int b = 0; b < plan.batch(); b++) {
      SurfaceScan scan = at((long) position.iteration() * plan.batch() + b);
      drawn.add(augmentation.apply(cut(scan, random), random));
    }
    List<SurfaceScan> painted =
        painting.map(p -> p.paint(position.iteration(), plan.batch())).orElseGet(List::of).stream()
            .map(scan -> augmentation.apply(scan, random))
            .toList();
    return new Learner.Report(training.update(drawn, painted, position), Map.of());
  }

  /** Every scan once before any comes again, in an order drawn anew for each round. */
  private SurfaceScan at(long position) {
    int n = scans.size();
    RandomGenerator random = seeds.random("scan order", position / n);
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return scans.get(order[(int) (position % n)]);
  }

  private SurfaceScan cut(SurfaceScan scan, RandomGenerator random) {
    return scan.cut(random.nextInt(scan.image().width() - plan.columns() + 1), plan.columns());
  }

  /** Painted scans with the surfaces they were painted for, to look at; empty without a painter. */
  public List<SurfaceScan> samples(int count) {
    return painting.map(p -> p.paint(0, count)).orElseGet(List::of);
  }

  /** The network with the averaged weights. */
  public SurfaceNetwork model() {
    return training.averaged();
  }

  @Override
  public Network network() {
    return model().network();
  }

  @Override
  public Map<String, ParameterSet> state() {
    Map<String, ParameterSet> state = new LinkedHashMap<>(training.state());
    painting.ifPresent(p -> state.putAll(p.state()));
    return state;
  }

  @Override
  public void close() {
    training.close();
    painting.ifPresent(ScanPainting::close);
  }
}
