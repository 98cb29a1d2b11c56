package org.batonha.sentinel.keeper;

import java.time.Duration;
import org.batonha.sentinel.protocol.Refusal;

/** Something that is tried again and again. It is said when it begins to fail, and when it ends. */
final class Attempts {
  /** What is tried. */
  interface Work {
    void run() throws Refusal;
  }

  private final String what;
  private boolean failing;
  private long failingSinceNanos;

  /** Creates one that has not failed; {@code what} is an address and what becomes of it. */
  Attempts(String what) {
    this.what = what;
  }

  /** Tries once; returns whether it succeeded after it had failed. */
  boolean attempt(Work work, Log log, long now) {
    try {
      work.run();
    } catch (Refusal e) {
      if (!failing) {
        log.warn(
            "%s: failed, tried again while the lease lasts: %s".formatted(what, e.getMessage()));
      }
      failingSinceNanos = failing ? failingSinceNanos : now;
      failing = true;
      return false;
    }
    boolean recovered = failing;
    if (recovered) {
      log.info("%s: works again".formatted(what));
    }
    failing = false;
    return recovered;
  }

  /** Returns whether it has failed for at least so long. */
  boolean hasFailedFor(Duration time, long now) {
    return failing && now - failingSinceNanos >= time.toNanos();
  }
}
