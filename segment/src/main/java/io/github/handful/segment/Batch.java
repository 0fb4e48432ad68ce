package io.github.handful.segment;

import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.PairAugmentation;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Images N×C×H×W in [0, 1] and their classes as one-hot planes N×K×H×W. */
public record Batch(Tensor images, Tensor targets) {

  public static Batch of(List<PairAugmentation.Pair> pairs, int classes, Compute compute) {
    return new Batch(
        images(pairs.stream().map(PairAugmentation.Pair::image).toList(), compute),
        targets(pairs.stream().map(PairAugmentation.Pair::labels).toList(), classes, compute));
  }

  /** Stacks images of one size. */
  public static Tensor images(List<Image> images, Compute compute) {
    Image first = images.get(0);
    float[] all = new float[images.size() * first.samples().length];
    for (int i = 0; i < images.size(); i++) {
      float[] samples = images.get(i).samples();
      System.arraycopy(samples, 0, all, i * samples.length, samples.length);
    }
    return compute.batch(
        Ops.tensor(all, images.size(), first.channels(), first.height(), first.width()));
  }

  /** Stacks label maps of one size as one-hot planes. */
  public static Tensor targets(List<LabelMap> maps, int classes, Compute compute) {
    LabelMap first = maps.get(0);
    int pixels = first.labels().length;
    float[] planes = new float[maps.size() * classes * pixels];
    for (int n = 0; n < maps.size(); n++) {
      byte[] labels = maps.get(n).labels();
      for (int i = 0; i < pixels; i++) {
        planes[(n * classes + (labels[i] & 0xff)) * pixels + i] = 1;
      }
    }
    return compute.place(Ops.tensor(planes, maps.size(), classes, first.height(), first.width()));
  }
}
