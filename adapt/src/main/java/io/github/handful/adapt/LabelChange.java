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
 * How the labels of a window of a picture change.
 *
 * @param window samples in [0, 1]
 * @param plain the source's prediction
 * @param voted the pseudo-label that the source and the changed copies vote for
 * @param adapted the adapted network's prediction
 */
public record LabelChange(Image window, LabelMap plain, LabelMap voted, LabelMap adapted) {

  /** The changes in at most {@code most} windows; none of volumes. */
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
        if (window.dim() == 4) {
          Tensor copies = Views.ensemble(window, seeds.random("shown ensemble", i));
          ClassProbabilities members = context.probabilities(source, copies);
          changes.add(
              new LabelChange(
                  image(window),
                  labels(members.image(0).labels()),
                  labels(settings.voting().label(members).labels()),
                  labels(context.probabilities(adapted, window).labels())));
        }
      }
    }
    return changes;
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
