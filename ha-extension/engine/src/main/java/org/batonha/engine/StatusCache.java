package org.batonha.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What the sentinel has said of a service's addresses, for a moment: it tells of all of them at
 * once, and who reads the model or a console's page asks for each attribute of each. Thread-safe.
 */
final class StatusCache implements Function<String, CompletableFuture<List<AddressStatus>>> {
  /** For so long an answer is given again. */
  static final Duration TRUSTED = Duration.ofSeconds(1);

  /** An answer, maybe still on its way. */
  private record Asked(long atNanos, CompletableFuture<List<AddressStatus>> answer) {}

  private final Map<String, Asked> asked = new ConcurrentHashMap<>();
  private final Function<String, CompletableFuture<List<AddressStatus>>> sentinel;
  private final LongSupplier clock;

  /**
   * @param sentinel completes with what is known of a service's addresses
   * @param clock tells the time as {@link System#nanoTime()} does
   */
  StatusCache(
      Function<String, CompletableFuture<List<AddressStatus>>> sentinel, LongSupplier clock) {
    this.sentinel = sentinel;
    this.clock = clock;
  }

  /** Returns a copy, which its reader may complete by himself when he has waited enough. */
  @Override
  public CompletableFuture<List<AddressStatus>> apply(String service) {
    long now = clock.getAsLong();
    return asked
        .compute(
            service,
            (s, before) ->
                before != null && now - before.atNanos < TRUSTED.toNanos()
                    ? before
                    : new Asked(now, sentinel.apply(service)))
        .answer
        .copy();
  }

  /** Something was done to the service's addresses. */
  void forget(String service) {
    asked.remove(service);
  }

  /** What is known is of a sentinel that has ended. */
  void clear() {
    asked.clear();
  }
}
