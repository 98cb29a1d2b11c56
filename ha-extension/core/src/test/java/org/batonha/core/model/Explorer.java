package org.batonha.core.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** Goes through all states, the nearest first, so that what it finds is told as short as can be. */
final class Explorer {
  private final Rules rules;
  private final Predicate<Cluster> wanted;
  private final Cluster start;
  private final Visited visited = new Visited(1 << 16);
  private final long[] least = new long[Cluster.WORDS];
  private long[] frontier = new long[1 << 12];
  private int frontierSize;
  private int[] numbers = new int[1 << 10];
  private long transitions;
  private int depth;
  private int found = -1;
  private String violation = "";

  /**
   * @param start the state to begin with
   * @param wanted what to look for; the search ends there
   */
  Explorer(Rules rules, Cluster start, Predicate<Cluster> wanted) {
    this.rules = rules;
    this.start = start;
    this.wanted = wanted;
  }

  /**
   * What came of it.
   *
   * @param violation which invariant does not hold in what was found; empty when all do
   * @param story the way there, a sentence for each step
   */
  record Result(
      boolean found,
      int depth,
      int states,
      long transitions,
      String violation,
      List<String> story) {}

  /** Searches to a depth, or for a time; the depth that it tells was gone through wholly. */
  Result search(int mostDepth, long mostNanos) {
    long end = System.nanoTime() + mostNanos;
    meet(start, -1);
    Cluster state = new Cluster();
    boolean whole = true;
    while (depth < mostDepth && frontierSize > 0 && found < 0 && whole) {
      long[] from = frontier;
      int[] of = numbers;
      int count = frontierSize;
      frontier = new long[Math.max(1 << 12, from.length)];
      numbers = new int[Math.max(1 << 10, of.length)];
      frontierSize = 0;
      for (int i = 0; i < count && found < 0; i++) {
        state.unpack(from, i * Cluster.WORDS);
        int parent = of[i];
        rules.all(state, (next, kind, node, other, number) -> arrive(next, parent));
        whole = whole && ((i & 1023) != 0 || System.nanoTime() < end);
        if (!whole) {
          break;
        }
      }
      depth += whole ? 1 : 0;
    }
    List<String> story = found < 0 ? List.of() : tell();
    return new Result(found >= 0, depth, visited.size(), transitions, violation, story);
  }

  private void arrive(Cluster next, int parent) {
    transitions++;
    if (found < 0) {
      meet(next, parent);
    }
  }

  private void meet(Cluster state, int parent) {
    state.packLeast(least);
    int id = visited.add(Visited.print(least), parent);
    if (id < 0) {
      return;
    }
    if (frontierSize == numbers.length) {
      numbers = Arrays.copyOf(numbers, numbers.length * 2);
      frontier = Arrays.copyOf(frontier, numbers.length * Cluster.WORDS);
    }
    System.arraycopy(least, 0, frontier, frontierSize * Cluster.WORDS, Cluster.WORDS);
    numbers[frontierSize++] = id;
    if (wanted.test(state)) {
      found = id;
      violation = state.violation();
    }
  }

  /** The way to what was found, walked again, so that each node keeps its name. */
  private List<String> tell() {
    Deque<Long> prints = new ArrayDeque<>();
    for (int id = found; visited.parent(id) >= 0; id = visited.parent(id)) {
      prints.push(visited.print(id));
    }
    List<String> story = new ArrayList<>();
    Cluster state = start;
    for (long print : prints) {
      state = follow(state, print, story);
    }
    return story;
  }

  private Cluster follow(Cluster state, long print, List<String> story) {
    long[] way = new long[Cluster.WORDS];
    int told = story.size();
    rules.all(
        state,
        (next, kind, node, other, number) -> {
          next.packLeast(least);
          if (story.size() == told && Visited.print(least) == print) {
            story.add(told + 1 + ". " + new Step(kind, node, other, number).tell(next));
            next.pack(way);
          }
        });
    Cluster followed = new Cluster();
    followed.unpack(way, 0);
    return followed;
  }
}
