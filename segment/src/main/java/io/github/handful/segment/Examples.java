package io.github.handful.segment;

import io.github.handful.imaging.Grid;
import io.github.handful.imaging.LabelMap;
import io.github.handful.imaging.PairAugmentation;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The training examples and the order in which they are drawn: every example once before any comes
 * again, in an order drawn anew for each round.
 *
 * @param window the size of a drawn example; larger ones are cut at random, half of the time around
 *     a pixel or voxel that is not background, smaller ones lie in its middle, mirrored around
 */
public record Examples(List<Example> all, Grid window) {
  public Examples {
    if (all.isEmpty()) {
      throw new IllegalArgumentException("there must be an example to train on");
    }
    all = List.copyOf(all);
  }

  /** Of pictures. */
  public Examples(List<Example> all, int width, int height) {
    this(all, Grid.of(width, height));
  }

  /** The {@code count} examples of one iteration, augmented. */
  public List<PairAugmentation.Pair> draw(
      Seeds seeds, String purpose, int iteration, int count, PairAugmentation augmentation) {
    List<PairAugmentation.Pair> drawn = new ArrayList<>(count);
    RandomGenerator random = seeds.random(purpose, iteration);
    for (int i = 0; i < count; i++) {
      Example example = at(seeds, purpose, (long) iteration * count + i);
      PairAugmentation.Pair pair = window(example, random);
      drawn.add(augmentation.apply(pair.image(), pair.labels(), random));
    }
    return drawn;
  }

  /** The middle of an example, of the size that is drawn. */
  public Example centre(Example example) {
    Corner corner = Corner.centred(example.image().grid(), window);
    PairAugmentation.Pair middle = cut(example, corner);
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

  /** An example as it is drawn, before any augmentation. */
  public PairAugmentation.Pair window(Example example, RandomGenerator random) {
    Grid grid = example.image().grid();
    if (grid.sameSize(window)) {
      return new PairAugmentation.Pair(example.image(), example.labels());
    }
    int[] start = new int[3];
    // Pictures take no random number for an axis that they do not have.
    int axes = grid.isVolume() || window.isVolume() ? 3 : 2;
    for (int axis = 0; axis < axes; axis++) {
      start[axis] = random.nextInt(Math.max(0, spare(grid, axis)) + 1);
    }
    if (random.nextBoolean()) {
      int[] foreground = foreground(example.labels(), random);
      for (int axis = 0; axis < axes; axis++) {
        start[axis] = foreground[axis] - random.nextInt(window.size(axis));
      }
    }
    for (int axis = 0; axis < 3; axis++) {
      int spare = spare(grid, axis);
      start[axis] =
          spare < 0
              ? Corner.centred(grid.size(axis), window.size(axis))
              : Math.max(0, Math.min(spare, start[axis]));
    }
    return cut(example, new Corner(start[0], start[1], start[2]));
  }

  private int spare(Grid grid, int axis) {
    return grid.size(axis) - window.size(axis);
  }

  /** A random pixel or voxel that is not background, or any where there is none. */
  private static int[] foreground(LabelMap labels, RandomGenerator random) {
    Grid grid = labels.grid();
    long foreground = labels.labels().length - labels.count(0);
    long wanted = foreground == 0 ? -1 : random.nextLong(foreground);
    for (int i = 0; i < labels.labels().length && wanted >= 0; i++) {
      if (labels.labels()[i] != 0 && wanted-- == 0) {
        int slice = grid.width() * grid.height();
        return new int[] {i % grid.width(), i % slice / grid.width(), i / slice};
      }
    }
    int x = random.nextInt(grid.width());
    int y = random.nextInt(grid.height());
    return new int[] {x, y, grid.isVolume() ? random.nextInt(grid.depth()) : 0};
  }

  private PairAugmentation.Pair cut(Example example, Corner corner) {
    return new PairAugmentation.Pair(
        corner.cut(example.image(), window), corner.cut(example.labels(), window));
  }
}
