package io.github.handful.segment;

import io.github.handful.imaging.Image;
import io.github.handful.torch.Autograd;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Ops;
import io.github.handful.torch.Scope;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/**
 * What a segmenter makes of an image as a whole: the mean of each of its deepest feature maps, the
 * last that its encoder gives.
 */
public record DeepFeatures(Segmenter segmenter, Compute compute) {

  /**
   * One number for each of the deepest maps.
   *
   * @param image of the size that the network takes, in [0, 1]
   */
  public double[] of(Image image) {
    int dimensions = segmenter.spec().dimensions();
    try (Scope scope = Scope.open()) {
      return Autograd.withoutGraph(
          () -> {
            Tensor batch = Batch.images(List.of(image), dimensions, compute);
            List<Tensor> levels =
                compute.run(
                    () -> segmenter.outputs(segmenter.network().evaluating(), batch).features());
            Tensor deepest = Ops.toFloat(levels.get(levels.size() - 1));
            long[] places = LongStream.range(2, 2 + dimensions).toArray();
            return Ops.doubles(Ops.mean(deepest, places));
          });
    }
  }
}
