package org.batonha.engine;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * What this node holds, until when, and who wants to be told. The lease is checked at every
 * question, so that a node that was stopped in the middle does not go on where it was.
 */
final class HoldingsBoard implements Holdings {
  private static final System.Logger LOG = System.getLogger(HoldingsBoard.class.getName());

  private final LongSupplier clock;
  private final Function<String, Optional<String>> holders;
  private final Predicate<String> known;
  private final Map<String, Long> leases = new ConcurrentHashMap<>();
  private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();

  HoldingsBoard(
      LongSupplier clock, Function<String, Optional<String>> holders, Predicate<String> known) {
    this.clock = clock;
    this.holders = holders;
    this.known = known;
  }

  @Override
  public boolean isHeldHere(String service) {
    Long until = leases.get(service);
    return until != null && clock.getAsLong() < until;
  }

  @Override
  public Optional<String> holder(String service) {
    return holders.apply(service);
  }

  @Override
  public boolean knows(String service) {
    return known.test(service);
  }

  @Override
  public Registration listen(String service, Runnable onUp, Runnable onDown) {
    Listener listener = new Listener(service, onUp, onDown);
    List<Listener> all = listeners.computeIfAbsent(service, s -> new CopyOnWriteArrayList<>());
    all.add(listener);
    listener.refresh(leases::containsKey);
    return () -> {
      all.remove(listener);
      listener.close();
    };
  }

  /** Returns whether the service was taken and not given up yet, whatever its lease. */
  boolean has(String service) {
    return leases.containsKey(service);
  }

  /** The service may be acted on here; does not tell the listeners yet. */
  void hold(String service, long leaseUntil) {
    leases.put(service, leaseUntil);
  }

  void renew(String service, long leaseUntil) {
    leases.computeIfPresent(service, (s, until) -> Math.max(until, leaseUntil));
  }

  /** From now on every question is answered with no; does not tell the listeners yet. */
  void drop(String service) {
    leases.remove(service);
  }

  /** Tells the listeners how it stands now; returns when all have been called. */
  void tell(String service) {
    for (Listener listener : listeners.getOrDefault(service, List.of())) {
      listener.refresh(leases::containsKey);
    }
  }

  private static final class Listener {
    private final String service;
    private final Runnable onUp;
    private final Runnable onDown;
    private boolean up;
    private boolean closed;

    Listener(String service, Runnable onUp, Runnable onDown) {
      this.service = service;
      this.onUp = onUp;
      this.onDown = onDown;
    }

    /** Asks inside of the lock, so that no older answer can come after a newer one. */
    synchronized void refresh(Predicate<String> held) {
      boolean nowUp = held.test(service);
      if (closed || nowUp == up) {
        return;
      }
      up = nowUp;
      try {
        (nowUp ? onUp : onDown).run();
      } catch (RuntimeException e) {
        LOG.log(
            Level.WARNING,
            "A listener of service " + service + " failed on " + (nowUp ? "UP" : "down"),
            e);
      }
    }

    synchronized void close() {
      closed = true;
    }
  }
}
