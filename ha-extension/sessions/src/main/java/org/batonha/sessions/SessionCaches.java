package org.batonha.sessions;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.infinispan.Cache;
import org.infinispan.distribution.DistributionManager;
import org.infinispan.distribution.LocalizedCacheTopology;

/**
 * The caches that have durable sessions on this server. After a split the members of a cache agree
 * on a new topology, and who was left behind gets its entries anew; so a topology's number tells
 * whether that has happened. Thread-safe.
 */
public final class SessionCaches {
  private final Map<Object, Known> caches = new ConcurrentHashMap<>();

  /** What is asked of a cache. */
  interface Known {
    Topology topology();

    /** Ends what others began in it before a time. */
    void abandon(long begun);
  }

  /**
   * Who has a cache, and its entries.
   *
   * @param number grows with each change
   * @param moving whether entries are on their way to new owners
   * @param alone whether there is no other member
   */
  record Topology(int number, boolean moving, boolean alone) {}

  /** A cache runs; one without others of its kind on other servers does not matter. */
  public void add(Cache<?, ?> cache) {
    DistributionManager distribution = cache.getAdvancedCache().getDistributionManager();
    if (distribution != null) {
      add(
          cache,
          new Known() {
            @Override
            public Topology topology() {
              return SessionCaches.topology(distribution.getCacheTopology());
            }

            @Override
            public void abandon(long begun) {
              OrphanedTransactions.end(cache, begun);
            }
          });
    }
  }

  void add(Object cache, Known known) {
    caches.put(cache, known);
  }

  /** A cache is about to stop. */
  public void remove(Object cache) {
    caches.remove(cache);
  }

  private static Topology topology(LocalizedCacheTopology now) {
    return new Topology(
        now.getTopologyId(), now.getPendingCH() != null, now.getActualMembers().size() < 2);
  }

  /** Returns whether there is none that others have, too. */
  boolean isEmpty() {
    return caches.isEmpty();
  }

  /** Returns the numbers of all topologies, for {@link #haveCaughtUp}. */
  Map<Object, Integer> numbers() {
    return caches.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().topology().number()));
  }

  /**
   * Returns whether each cache has another topology than it had, and what it lacked.
   *
   * @param alone whether a cache without other members lacks nothing
   */
  boolean haveCaughtUp(Map<Object, Integer> before, boolean alone) {
    return caches.entrySet().stream()
        .allMatch(e -> hasCaughtUp(e.getValue().topology(), before.get(e.getKey()), alone));
  }

  /**
   * Ends what others began and will never end here: it holds locks. Does not wait.
   *
   * @param begun what was begun later goes on; as {@link System#nanoTime()}
   */
  void abandon(long begun) {
    caches.values().forEach(cache -> cache.abandon(begun));
  }

  private static boolean hasCaughtUp(Topology now, Integer before, boolean alone) {
    return before == null || (alone && now.alone()) || (now.number() > before && !now.moving());
  }
}
