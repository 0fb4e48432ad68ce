package io.github.handful.adapt;

import io.github.handful.imaging.Image;
import io.github.handful.segment.Batch;
import io.github.handful.segment.Preprocessing;
import io.github.handful.segment.Seeds;
import io.github.handful.torch.Compute;
import io.github.handful.torch.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Unlabelled images as a network sees them: each 1×C×… at the network's scale, in [0, 1], and at
 * least as large as the window: smaller ones are mirrored.
 */
public final class TargetImages implements AutoCloseable {
  private final List<Tensor> images;
  private final long[] window;

  private TargetImages(List<Tensor> images, long[] window) {
    this.images = images;
    this.window = window;
  }

  /** Prepares images; there must be one at least. */
  public static TargetImages of(List<Image> images, Preprocessing preprocessing, Compute compute) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("there must be an image to adapt to");
    }
    long[] window =
        IntStream.range(0, preprocessing.dimensions())
            .mapToLong(d -> preprocessing.size(preprocessing.dimensions() - 1 - d))
            .toArray();
    List<Tensor> tensors = new ArrayList<>();
    for (Image image : images) {
      try (Scope scope = Scope.open()) {
        Image filled = preprocessing.filled(preprocessing.apply(image));
        tensors.add(Scope.keep(Batch.images(List.of(filled), preprocessing.dimensions(), compute)));
      }
    }
    return new TargetImages(tensors, window);
  }

  /** How many images there are. */
  public int count() {
    return images.size();
  }

  /**
   * The window of one iteration, 1×C×…: every image once before any comes again; larger ones are
   * cut at random, and pictures are mirrored left to right half of the time.
   */
  Tensor draw(Seeds seeds, String purpose, int iteration) {
    RandomGenerator random = seeds.random(purpose, iteration);
    Tensor x = cut(images.get(order(seeds, purpose, iteration)), random);
    return x.dim() == 4 && random.nextBoolean() ? x.flip(3) : x;
  }

  /**
   * Windows to judge networks by, the same in every call: the images themselves where they are no
   * larger than a window, else windows at random places, taken from one image after another.
   */
  List<Tensor> fixed(Seeds seeds, int most) {
    boolean larger = images.stream().anyMatch(this::isLarger);
    int count = larger ? most : Math.min(most, images.size());
    List<Tensor> windows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Tensor image = images.get(larger ? i % images.size() : i * images.size() / count);
      windows.add(cut(image, seeds.random("judged windows", i)));
    }
    return windows;
  }

  private boolean isLarger(Tensor image) {
    return IntStream.range(0, window.length).anyMatch(d -> image.size(d + 2) > window[d]);
  }

  private Tensor cut(Tensor image, RandomGenerator random) {
    Tensor x = image;
    for (int d = 0; d < window.length; d++) {
      long spare = x.size(d + 2) - window[d];
      x = x.narrow(d + 2, random.nextLong(spare + 1), window[d]);
    }
    return x;
  }

  private int order(Seeds seeds, String purpose, int iteration) {
    int n = images.size();
    RandomGenerator random = seeds.random(purpose + " order", iteration / n);
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order[iteration % n];
  }

  @Override
  public void close() {
    for (Tensor tensor : images) {
      tensor.close();
    }
  }
}
