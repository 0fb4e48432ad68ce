package io.github.handful.adapt;

import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.segment.Seeds;
import io.github.handful.segment.Segmenter;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * How the labels of a window change; of a window on a volume, those of one slice.
 *
 * @param window samples as the network sees them
 * @param plain the source's prediction
 * @param voted the pseudo-label that the source and the changed copies vote for
 * @param adapted the adapted network's prediction
 */
public record LabelChange(Image window, LabelMap plain, LabelMap voted, LabelMap adapted) {

  /** The changes in at most {@code most} windows. */
  public static List<LabelChange> of(
      Segmenter source,
      Segmenter adapted,
      TargetImages images,
      AdaptationSettings settings,
      Seeds seeds,
      Compute compute,
      int most) {
    Context context = new Context(images, settings, seeds, compute);
    List<LabelChange> changes = new ArrayList<>();
    try (Scope scope = Scope.open()) {
      List<Tensor> windows = images.fixed(seeds, most);
      for (int i = 0; i < windows.size(); i++) {
        Tensor window = windows.get(i);
        Tensor copies = Views.ensemble(window, seeds.random("shown ensemble", i));
        ClassProbabilities members = context.probabilities(source, copies);
        Tensor voted = settings.voting().label(members).labels();
        int slice = fullest(voted);
        changes.add(
            new LabelChange(
                image(slice(window, slice)),
                labels(slice(members.image(0).labels(), slice)),
                labels(slice(voted, slice)),
                labels(slice(context.probabilities(adapted, window).labels(), slice))));
      }
    }
    return changes;
  }

  /** The slice of a volume that holds most foreground; 0 of a picture. */
  private static int fullest(Tensor labels) {
    if (labels.dim() == 4) {
      return 0;
    }
    float[] counts = Ops.floats(Ops.sum(Ops.atLeast(labels, 0.5), 1, 3, 4));
    int most = counts.length / 2;
    for (int z = 0; z < counts.length; z++) {
      most = counts[z] > counts[most] ? z : most;
    }
    return most;
  }

  private static Tensor slice(Tensor x, int z) {
    return x.dim() == 4 ? x : x.select(2, z);
  }

  private static Image image(Tensor x) {
    int height = Math.toIntExact(x.size(2));
    int width = Math.toIntExact(x.size(3));
    return new Image(width, height, Math.toIntExact(x.size(1)), 1, Ops.floats(x));
  }

  private static LabelMap labels(Tensor x) {
    float[] classes = Ops.floats(x);
    byte[] labels = new byte[classes.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) classes[i];
    }
    return new LabelMap(Math.toIntExact(x.size(3)), Math.toIntExact(x.size(2)), labels);
  }
}
