package org.batonha.core.sim;

import java.util.Arrays;

/**
 * What will happen, in the order of its time; what is due at the same time happens in the order in
 * which it was planned. A binary heap over arrays: an object per entry would cost as much as the
 * step that it leads to.
 */
final class Timeline {
  private long[] times = new long[256];
  private long[] orders = new long[256];
  private Runnable[] actions = new Runnable[256];
  private int size;
  private long order;

  void add(long time, Runnable action) {
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
      orders = Arrays.copyOf(orders, size * 2);
      actions = Arrays.copyOf(actions, size * 2);
    }
    int hole = size++;
    long mine = order++;
    while (hole > 0) {
      int parent = (hole - 1) >>> 1;
      if (times[parent] <= time) {
        break;
      }
      move(parent, hole);
      hole = parent;
    }
    put(hole, time, mine, action);
  }

  /** Returns when the next thing happens, or the end of time. */
  long nextTime() {
    return size == 0 ? Long.MAX_VALUE : times[0];
  }

  /** Takes out what happens next. */
  Runnable poll() {
    Runnable first = actions[0];
    size--;
    if (size > 0) {
      sink(times[size], orders[size], actions[size]);
    }
    actions[size] = null;
    return first;
  }

  private void sink(long time, long mine, Runnable action) {
    int hole = 0;
    while (true) {
      int child = 2 * hole + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && isBefore(child + 1, times[child], orders[child])) {
        child++;
      }
      if (!isBefore(child, time, mine)) {
        break;
      }
      move(child, hole);
      hole = child;
    }
    put(hole, time, mine, action);
  }

  private boolean isBefore(int entry, long time, long mine) {
    return times[entry] < time || (times[entry] == time && orders[entry] < mine);
  }

  private void move(int from, int to) {
    put(to, times[from], orders[from], actions[from]);
  }

  private void put(int at, long time, long mine, Runnable action) {
    times[at] = time;
    orders[at] = mine;
    actions[at] = action;
  }
}
