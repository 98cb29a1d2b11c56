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
  private record Asked(long atNanos, CompletableFuture<List<AddressStatus>> answer) {
    boolean mayBeAnsweredBy(Asked before) {
      return before != null && atNanos - before.atNanos < TRUSTED.toNanos();
    }
  }

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
    Asked mine = new Asked(clock.getAsLong(), new CompletableFuture<>());
    Asked current =
        asked.compute(service, (s, before) -> mine.mayBeAnsweredBy(before) ? before : mine);
    if (current == mine) {
      ask(service, mine.answer);
    }
    return current.answer.copy();
  }

  /** Outside of the map's locks: whom it asks has locks of its own, and may call back. */
  private void ask(String service, CompletableFuture<List<AddressStatus>> answer) {
    CompletableFuture<List<AddressStatus>> asking;
    try {
      asking = sentinel.apply(service);
    } catch (RuntimeException e) {
      asking = CompletableFuture.failedFuture(e); // else all who read meanwhile wait for nothing
    }
    asking.whenComplete(
        (known, failure) -> {
          if (failure == null) {
            answer.complete(known);
          } else {
            answer.completeExceptionally(failure);
          }
        });
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
