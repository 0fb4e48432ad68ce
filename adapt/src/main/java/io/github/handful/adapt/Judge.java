package io.github.handful.adapt;

import io.github.handful.segment.Segmenter;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/** Judges networks on the same windows and the same changes of them, always. */
final class Judge implements AutoCloseable {
  private static final int MOST_WINDOWS = 16;

  /** From weak to stronger than what trainings and adaptations do to images. */
  private static final List<UnaryOperator<Tensor>> INTENSITIES =
      List.of(
          x -> Intensity.gamma(x, 1.3),
          x -> Intensity.gamma(x, 0.77),
          x -> Intensity.contrast(x, 0.75),
          x -> Intensity.contrast(x, 0.5),
          x -> Intensity.blurred(x, 1),
          x -> Intensity.noisy(x, 0.05, new SplittableRandom(1)));

  private final Context context;
  private final List<Tensor> windows;

  /** A change of the image, and what undoes it in the prediction. */
  private record Change(UnaryOperator<Tensor> change, UnaryOperator<Tensor> undo) {}

  Judge(Context context) {
    this.context = context;
    try (Scope scope = Scope.open()) {
      this.windows =
          context.images().fixed(context.seeds(), MOST_WINDOWS).stream().map(Scope::keep).toList();
    }
  }

  @Override
  public void close() {
    for (Tensor tensor : windows) {
      tensor.close();
    }
  }

  private static List<Change> changes(int dimensions) {
    List<Change> changes = new ArrayList<>();
    if (dimensions == 4) {
      changes.add(new Change(x -> x.flip(3), x -> x.flip(3)));
    }
    for (UnaryOperator<Tensor> change : INTENSITIES) {
      changes.add(new Change(change, x -> x));
    }
    return changes;
  }

  Judgement of(Segmenter segmenter) {
    int classes = segmenter.spec().classes();
    List<Change> changes = changes(Math.toIntExact(windows.get(0).dim()));
    double[] own = new double[classes];
    double[][] shared = new double[changes.size()][classes];
    double[][] both = new double[changes.size()][classes];
    double entropy = 0;
    for (Tensor window : windows) {
      try (Scope scope = Scope.open()) {
        ClassProbabilities p = context.probabilities(segmenter, window);
        entropy += Ops.value(p.entropy().mean()) / p.greatestEntropy() / windows.size();
        Tensor labels = p.oneHot();
        add(own, labels);
        for (int i = 0; i < changes.size(); i++) {
          Tensor changed = changes.get(i).change().apply(window);
          Tensor other =
              changes.get(i).undo().apply(context.probabilities(segmenter, changed).oneHot());
          add(shared[i], labels.mul(other));
          add(both[i], labels);
          add(both[i], other);
        }
      }
    }
    double pixels = Arrays.stream(own).sum();
    return new Judgement(
        agreement(shared, both), entropy, Arrays.stream(own).mapToObj(n -> n / pixels).toList());
  }

  private static void add(double[] counts, Tensor planes) {
    long[] others = LongStream.range(0, planes.dim()).filter(d -> d != 1).toArray();
    double[] sums = Ops.doubles(Ops.sum(planes, others));
    for (int k = 0; k < counts.length; k++) {
      counts[k] += sums[k];
    }
  }

  private static double agreement(double[][] shared, double[][] both) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < shared.length; i++) {
      for (int k = 1; k < shared[i].length; k++) {
        if (both[i][k] > 0) {
          sum += 2 * shared[i][k] / both[i][k];
          count++;
        }
      }
    }
    return count == 0 ? 0 : sum / count;
  }
}
