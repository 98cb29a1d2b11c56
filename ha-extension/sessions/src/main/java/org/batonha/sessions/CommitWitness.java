package org.batonha.sessions;

/** Tells what came of a commit. Thread-safe. */
@FunctionalInterface
public interface CommitWitness {
  /** Knows nothing: a commit that returns is taken for a good one. */
  CommitWitness BLIND =
      (commit, begun) -> {
        commit.run();
        return Outcome.UNKNOWN;
      };

  /**
   * Runs a commit in this thread, and tells what came of it.
   *
   * @param begun is run in this thread when all that is to be written is known and is about to be
   *     written, if that can be told and there is anything to write
   * @throws RuntimeException when the commit throws it
   */
  Outcome of(Runnable commit, Runnable begun);

  /** The same for one who need not know when it begins. */
  default Outcome of(Runnable commit) {
    return of(commit, () -> {});
  }
}
