package io.github.handful.surfaces.solver;

import java.util.List;
import java.util.Optional;

/**
 * The exact joint search for several surfaces under smoothness, order and thickness, as a minimum
 * closure by maximum flow (Li, Wu, Chen and Sonka 2006). A node stands for "this surface lies at or
 * below this row in this column"; each surface may be limited to a window of rows in each column.
 *
 * @param width columns
 * @param jumps largest step between neighbouring columns in rows, for each surface
 * @param minimum least thickness in rows, for each layer
 * @param maximum largest thickness in rows, for each layer
 */
public record SurfaceGraph(
    int width, List<Integer> jumps, List<Integer> minimum, List<Integer> maximum) {
  private static final long ENDLESS = Long.MAX_VALUE / 4;

  public SurfaceGraph {
    jumps = List.copyOf(jumps);
    minimum = List.copyOf(minimum);
    maximum = List.copyOf(maximum);
    if (minimum.size() != jumps.size() - 1 || maximum.size() != jumps.size() - 1) {
      throw new IllegalArgumentException(
          jumps.size() + " surfaces need " + (jumps.size() - 1) + " thickness limits of each kind");
    }
  }

  /**
   * The rows that a surface may take in a column, from {@code first}, and what each costs.
   *
   * @param costs one for each row, at least one
   */
  public record Window(int first, long[] costs) {
    int last() {
      return first + costs.length - 1;
    }
  }

  /**
   * The rows of least total cost, {@code rows[i * width + x]}; nothing if no rows obey all limits.
   *
   * @param windows {@code windows[i * width + x]} of surface i in column x
   */
  public Optional<int[]> solve(Window[] windows) {
    int[] start = new int[windows.length];
    int nodes = 2;
    for (int w = 0; w < windows.length; w++) {
      // The first row of a window needs no node: a surface is always at or below it.
      start[w] = nodes - windows[w].first() - 1;
      nodes += windows[w].costs().length - 1;
    }
    MaximumFlow flow = new MaximumFlow(nodes, 6 * nodes);
    Arcs arcs = new Arcs(windows, start, flow);
    for (int i = 0; i < jumps.size(); i++) {
      for (int x = 0; x < width; x++) {
        arcs.connect(i, x);
      }
    }
    if (arcs.impossible) {
      return Optional.empty();
    }
    flow.run(Arcs.SOURCE, Arcs.SINK);
    int[] rows = new int[windows.length];
    for (int w = 0; w < windows.length; w++) {
      int row = windows[w].first();
      while (row < windows[w].last() && flow.reached(start[w] + row + 1)) {
        row++;
      }
      rows[w] = row;
    }
    return heldBy(rows) ? Optional.of(rows) : Optional.empty();
  }

  private boolean heldBy(int[] rows) {
    for (int i = 0; i < jumps.size(); i++) {
      for (int x = 0; x < width; x++) {
        int row = rows[i * width + x];
        boolean smooth =
            x == 0 || Math.abs(row - rows[i * width + x - 1]) <= jumps.get(i).intValue();
        int thickness = i == 0 ? 0 : row - rows[(i - 1) * width + x];
        if (!smooth
            || i > 0 && (thickness < minimum.get(i - 1) || thickness > maximum.get(i - 1))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Puts nodes and arcs into the flow network. */
  private final class Arcs {
    static final int SOURCE = 0;
    static final int SINK = 1;

    private final Window[] windows;
    private final int[] start;
    private final MaximumFlow flow;
    private boolean impossible;

    Arcs(Window[] windows, int[] start, MaximumFlow flow) {
      this.windows = windows;
      this.start = start;
      this.flow = flow;
    }

    /** All that "surface i lies at or below a row in column x" implies and costs. */
    void connect(int i, int x) {
      Window window = windows[i * width + x];
      for (int row = window.first(); row <= window.last(); row++) {
        if (row > window.first()) {
          int k = row - window.first();
          long weight = window.costs()[k] - window.costs()[k - 1];
          int node = start[i * width + x] + row;
          if (weight < 0) {
            flow.arc(SOURCE, node, -weight);
          } else if (weight > 0) {
            flow.arc(node, SINK, weight);
          }
          implies(i, x, row, i, x, row - 1);
        }
        if (x > 0) {
          implies(i, x, row, i, x - 1, row - jumps.get(i));
        }
        if (x + 1 < width) {
          implies(i, x, row, i, x + 1, row - jumps.get(i));
        }
        if (i + 1 < jumps.size()) {
          implies(i, x, row, i + 1, x, row + minimum.get(i));
        }
        if (i > 0) {
          implies(i, x, row, i - 1, x, row - maximum.get(i - 1));
        }
      }
    }

    /** If surface i is at or below {@code row} then surface j is at or below {@code other}. */
    private void implies(int i, int x, int row, int j, int column, int other) {
      Window window = windows[i * width + x];
      Window target = windows[j * width + column];
      if (other <= target.first()) {
        return;
      }
      boolean always = row == window.first();
      int head = other > target.last() ? SINK : start[j * width + column] + other;
      int tail = always ? SOURCE : start[i * width + x] + row;
      impossible |= always && head == SINK;
      flow.arc(tail, head, ENDLESS);
    }
  }
}
