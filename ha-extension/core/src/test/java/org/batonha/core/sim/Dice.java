package org.batonha.core.sim;

/** The only source of chance: SplitMix64, because a seed has to be cheap to begin. */
final class Dice {
  private long state;

  Dice(long seed) {
    state = seed * 0x9E3779B97F4A7C15L;
  }

  long next() {
    state += 0x9E3779B97F4A7C15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** From 0 to {@code bound - 1}. */
  int below(int bound) {
    return (int) ((next() >>> 33) % bound);
  }

  /** From {@code low} to {@code high}, both included. */
  long between(long low, long high) {
    return high <= low ? low : low + Long.remainderUnsigned(next(), high - low + 1);
  }

  /** From 0 to just below 1. */
  double unit() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  boolean chance(double probability) {
    return probability > 0 && unit() < probability;
  }

  @SafeVarargs
  final <T> T pick(T... options) {
    return options[below(options.length)];
  }

  /** Picks an index; an option with twice the weight comes twice as often. */
  int weighted(int... weights) {
    int sum = 0;
    for (int weight : weights) {
      sum += weight;
    }
    int drawn = below(sum);
    int i = 0;
    while (drawn >= weights[i]) {
      drawn -= weights[i++];
    }
    return i;
  }

  /** Shuffles in place. */
  void shuffle(int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = below(i + 1);
      int kept = values[i];
      values[i] = values[j];
      values[j] = kept;
    }
  }
}
