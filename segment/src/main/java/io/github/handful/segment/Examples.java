package io.github.handful.segment;

import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.PairAugmentation;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The training examples and the order in which they are drawn: every example once before any comes
 * again, in an order drawn anew for each round.
 *
 * @param width of a drawn example in pixels; larger ones are cut at random, half of the time around
 *     a pixel that is not background
 */
public record Examples(List<Example> all, int width, int height) {
  public Examples {
    if (all.isEmpty()) {
      throw new IllegalArgumentException("there must be an example to train on");
    }
    all = List.copyOf(all);
  }

  /** The {@code count} examples of one iteration, augmented. */
  public List<PairAugmentation.Pair> draw(
      Seeds seeds, String purpose, int iteration, int count, PairAugmentation augmentation) {
    List<PairAugmentation.Pair> drawn = new ArrayList<>(count);
    RandomGenerator random = seeds.random(purpose, iteration);
    for (int i = 0; i < count; i++) {
      Example example = at(seeds, purpose, (long) iteration * count + i);
      PairAugmentation.Pair window = window(example, random);
      drawn.add(augmentation.apply(window.image(), window.labels(), random));
    }
    return drawn;
  }

  /** The middle of an example, of the size that is drawn. */
  public Example centre(Example example) {
    int x = (example.image().width() - width) / 2;
    int y = (example.image().height() - height) / 2;
    PairAugmentation.Pair middle = cut(example, x, y);
    return new Example(example.id(), middle.image(), middle.labels());
  }

  private Example at(Seeds seeds, String purpose, long position) {
    int n = all.size();
    RandomGenerator random = seeds.random(purpose + " order", position / n);
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return all.get(order[(int) (position % n)]);
  }

  private PairAugmentation.Pair window(Example example, RandomGenerator random) {
    int spareX = example.image().width() - width;
    int spareY = example.image().height() - height;
    if (spareX == 0 && spareY == 0) {
      return new PairAugmentation.Pair(example.image(), example.labels());
    }
    int x = random.nextInt(spareX + 1);
    int y = random.nextInt(spareY + 1);
    if (random.nextBoolean()) {
      int[] foreground = foregroundPixel(example.labels(), random);
      x = clamp(foreground[0] - random.nextInt(width), spareX);
      y = clamp(foreground[1] - random.nextInt(height), spareY);
    }
    return cut(example, x, y);
  }

  private static int clamp(int value, int most) {
    return Math.max(0, Math.min(most, value));
  }

  /** A random pixel that is not background, or any pixel where there is none. */
  private static int[] foregroundPixel(LabelMap labels, RandomGenerator random) {
    long foreground = labels.labels().length - labels.count(0);
    long wanted = foreground == 0 ? -1 : random.nextLong(foreground);
    for (int i = 0; i < labels.labels().length && wanted >= 0; i++) {
      if (labels.labels()[i] != 0 && wanted-- == 0) {
        return new int[] {i % labels.width(), i / labels.width()};
      }
    }
    return new int[] {random.nextInt(labels.width()), random.nextInt(labels.height())};
  }

  private PairAugmentation.Pair cut(Example example, int x, int y) {
    var image = WindowBlend.cut(example.image(), new WindowBlend.Corner(x, y), width, height);
    byte[] classes = new byte[width * height];
    for (int row = 0; row < height; row++) {
      int from = (y + row) * example.labels().width() + x;
      System.arraycopy(example.labels().labels(), from, classes, row * width, width);
    }
    return new PairAugmentation.Pair(image, new LabelMap(width, height, classes));
  }
}
