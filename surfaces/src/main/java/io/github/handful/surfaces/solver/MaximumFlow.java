package io.github.handful.surfaces.solver;

import java.util.Arrays;

/**
 * Maximum flow and minimum cut in a graph with two terminals, by blocking flows in level graphs
 * (Dinic 1970).
 */
final class MaximumFlow {
  private final int nodes;
  private final int[] head;
  private int[] next;
  private int[] to;
  private long[] capacity;
  private int arcs;
  private final int[] level;
  private final int[] current;

  MaximumFlow(int nodes, int expectedArcs) {
    this.nodes = nodes;
    this.head = new int[nodes];
    Arrays.fill(head, -1);
    this.next = new int[2 * expectedArcs];
    this.to = new int[2 * expectedArcs];
    this.capacity = new long[2 * expectedArcs];
    this.level = new int[nodes];
    this.current = new int[nodes];
  }

  /** An arc that carries up to {@code most} from one node to another. */
  void arc(int from, int target, long most) {
    if (arcs + 2 > to.length) {
      int length = Math.max(16, 2 * to.length);
      next = Arrays.copyOf(next, length);
      to = Arrays.copyOf(to, length);
      capacity = Arrays.copyOf(capacity, length);
    }
    half(from, target, most);
    half(target, from, 0);
  }

  private void half(int from, int target, long most) {
    to[arcs] = target;
    capacity[arcs] = most;
    next[arcs] = head[from];
    head[from] = arcs++;
  }

  /** Sends as much as possible from source to sink. */
  long run(int source, int sink) {
    long total = 0;
    int[] path = new int[nodes];
    while (levels(source, sink)) {
      System.arraycopy(head, 0, current, 0, nodes);
      total += block(source, sink, path);
    }
    return total;
  }

  /** Whether a node is on the source's side of the minimum cut, after {@link #run}. */
  boolean reached(int node) {
    return level[node] >= 0;
  }

  private boolean levels(int source, int sink) {
    Arrays.fill(level, -1);
    int[] queue = new int[nodes];
    int count = 1;
    queue[0] = source;
    level[source] = 0;
    for (int q = 0; q < count; q++) {
      int node = queue[q];
      for (int a = head[node]; a >= 0; a = next[a]) {
        if (capacity[a] > 0 && level[to[a]] < 0) {
          level[to[a]] = level[node] + 1;
          queue[count++] = to[a];
        }
      }
    }
    return level[sink] >= 0;
  }

  /** Fills the level graph; {@code path} holds the arcs from the source to the present node. */
  private long block(int source, int sink, int[] path) {
    long total = 0;
    int depth = 0;
    int node = source;
    while (true) {
      if (node == sink) {
        long amount = Long.MAX_VALUE;
        for (int d = 0; d < depth; d++) {
          amount = Math.min(amount, capacity[path[d]]);
        }
        total += amount;
        int full = depth;
        for (int d = depth - 1; d >= 0; d--) {
          capacity[path[d]] -= amount;
          capacity[path[d] ^ 1] += amount;
          full = capacity[path[d]] == 0 ? d : full;
        }
        depth = full;
        node = to[path[depth] ^ 1];
      }
      while (current[node] >= 0 && !admissible(node, current[node])) {
        current[node] = next[current[node]];
      }
      if (current[node] >= 0) {
        path[depth++] = current[node];
        node = to[current[node]];
      } else if (depth == 0) {
        return total;
      } else {
        node = to[path[--depth] ^ 1];
        current[node] = next[current[node]];
      }
    }
  }

  private boolean admissible(int node, int arc) {
    return capacity[arc] > 0 && level[to[arc]] == level[node] + 1;
  }
}
