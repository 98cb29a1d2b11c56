package org.batonha.sessions;

/** Tells what came of a commit. Thread-safe. */
@FunctionalInterface
public interface CommitWitness {
  /** Knows nothing: a commit that returns is taken for a good one. */
  CommitWitness BLIND =
      commit -> {
        commit.run();
        return Outcome.UNKNOWN;
      };

  /**
   * Runs a commit in this thread, and tells what came of it.
   *
   * @throws RuntimeException when the commit throws it
   */
  Outcome of(Runnable commit);
}
