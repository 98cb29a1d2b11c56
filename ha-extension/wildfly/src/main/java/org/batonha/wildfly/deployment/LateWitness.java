package org.batonha.wildfly.deployment;

import org.batonha.sessions.CacheWitness;
import org.batonha.sessions.CommitWitness;
import org.batonha.sessions.Outcome;
import org.infinispan.Cache;

/** Sees the commits of a deployment as soon as its cache runs. Thread-safe. */
final class LateWitness implements CommitWitness {
  private volatile CommitWitness witness = CommitWitness.BLIND;

  void start(Cache<?, ?> cache) {
    witness = CacheWitness.of(cache);
  }

  void stop() {
    witness = CommitWitness.BLIND;
  }

  @Override
  public Outcome of(Runnable commit) {
    return witness.of(commit);
  }
}
