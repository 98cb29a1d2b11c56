package org.batonha.wildfly.deployment;

import org.batonha.sessions.CacheWitness;
import org.batonha.sessions.CommitWitness;
import org.batonha.sessions.Outcome;
import org.batonha.sessions.SessionCaches;
import org.infinispan.Cache;

/** Sees the commits of a deployment as soon as its cache runs. Thread-safe. */
final class LateWitness implements CommitWitness {
  private final SessionCaches caches;
  private volatile CommitWitness witness = CommitWitness.BLIND;

  /**
   * Creates it.
   *
   * @param caches learn of the cache
   */
  LateWitness(SessionCaches caches) {
    this.caches = caches;
  }

  void start(Cache<?, ?> cache) {
    begin(CacheWitness.of(cache));
    caches.add(cache);
  }

  void begin(CommitWitness sees) {
    witness = sees;
  }

  /** It goes on to see: requests may still run while the deployment is removed. */
  void stop(Cache<?, ?> cache) {
    caches.remove(cache);
  }

  @Override
  public Outcome of(Runnable commit, Runnable begun) {
    return witness.of(commit, begun);
  }
}
