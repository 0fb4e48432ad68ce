package io.github.handful.segment;

import io.github.handful.imaging.Grid;
import io.github.handful.imaging.Image;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.PairAugmentation;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Images N×C×H×W or, for networks of volumes, N×C×D×H×W in [0, 1] and their classes as one-hot
 * planes, K in place of C.
 */
public record Batch(Tensor images, Tensor targets) {

  /** Pairs for a segmenter of this shape. */
  public static Batch of(
      List<PairAugmentation.Pair> pairs, SegmenterSpec segmenter, Compute compute) {
    return new Batch(
        images(
            pairs.stream().map(PairAugmentation.Pair::image).toList(),
            segmenter.dimensions(),
            compute),
        targets(pairs.stream().map(PairAugmentation.Pair::labels).toList(), segmenter, compute));
  }

  /** Stacks images of one size for a network of 2 or 3 dimensions. */
  public static Tensor images(List<Image> images, int dimensions, Compute compute) {
    Image first = images.get(0);
    int length = first.samples().length;
    float[] all = new float[Math.multiplyExact(images.size(), length)];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(images.get(i).samples(), 0, all, i * length, length);
    }
    long[] shape = shape(images.size(), first.channels(), first.grid(), dimensions);
    return compute.batch(Ops.tensor(all, shape));
  }

  /** Stacks label maps of one size as one-hot planes. */
  public static Tensor targets(List<LabelMap> maps, SegmenterSpec segmenter, Compute compute) {
    Grid grid = maps.get(0).grid();
    int classes = segmenter.classes();
    int pixels = grid.count();
    float[] planes = new float[Math.multiplyExact(maps.size() * classes, pixels)];
    for (int n = 0; n < maps.size(); n++) {
      byte[] labels = maps.get(n).labels();
      for (int i = 0; i < pixels; i++) {
        planes[(n * classes + (labels[i] & 0xff)) * pixels + i] = 1;
      }
    }
    long[] shape = shape(maps.size(), classes, grid, segmenter.dimensions());
    return compute.place(Ops.tensor(planes, shape));
  }

  /** The shape of a batch of images on a grid, as the network sees it. */
  public static long[] shape(int count, int channels, Grid grid, int dimensions) {
    return dimensions == 2
        ? new long[] {count, channels, grid.height(), grid.width()}
        : new long[] {count, channels, grid.depth(), grid.height(), grid.width()};
  }
}
