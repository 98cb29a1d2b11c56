package org.batonha.core.model;

import java.util.Arrays;

/**
 * The states that were seen, as 64-bit fingerprints: of n states, one is taken for another with a
 * chance of less than n² / 2⁶⁵. Each knows from which one it was reached first.
 */
final class Visited {
  private long[] prints;
  private int[] ids;
  private long[] printOf;
  private int[] parentOf;
  private int size;

  Visited(int expected) {
    int capacity = Integer.highestOneBit(Math.max(1024, expected)) * 2;
    prints = new long[capacity];
    ids = new int[capacity];
    printOf = new long[capacity / 2];
    parentOf = new int[capacity / 2];
  }

  static long print(long[] state) {
    long print = 0x9E3779B97F4A7C15L;
    for (int i = 0; i < Cluster.WORDS; i++) {
      print = mix(print ^ mix(state[i] + i * 0xBF58476D1CE4E5B9L));
    }
    return print == 0 ? 1 : print;
  }

  private static long mix(long value) {
    long x = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
    x = (x ^ x >>> 27) * 0x94D049BB133111EBL;
    return x ^ x >>> 31;
  }

  /** Returns the number of a new state, or -1 when it was seen before. */
  int add(long print, int parent) {
    int slot = slot(print);
    if (prints[slot] != 0) {
      return -1;
    }
    if (size == printOf.length) {
      grow();
      slot = slot(print);
    }
    prints[slot] = print;
    ids[slot] = size;
    printOf[size] = print;
    parentOf[size] = parent;
    return size++;
  }

  private int slot(long print) {
    int mask = prints.length - 1;
    int slot = (int) print & mask;
    while (prints[slot] != 0 && prints[slot] != print) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    int[] oldIds = ids;
    long[] old = prints;
    prints = new long[old.length * 2];
    ids = new int[old.length * 2];
    for (int i = 0; i < old.length; i++) {
      if (old[i] != 0) {
        int slot = slot(old[i]);
        prints[slot] = old[i];
        ids[slot] = oldIds[i];
      }
    }
    printOf = Arrays.copyOf(printOf, old.length);
    parentOf = Arrays.copyOf(parentOf, old.length);
  }

  int size() {
    return size;
  }

  long print(int id) {
    return printOf[id];
  }

  int parent(int id) {
    return parentOf[id];
  }
}
