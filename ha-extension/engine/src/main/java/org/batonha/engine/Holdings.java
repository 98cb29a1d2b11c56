package org.batonha.engine;

import java.util.Optional;

/** What this node holds right now. Thread-safe; asking costs no more than a read of a map. */
public interface Holdings {
  /** Returns whether the service is {@code UP} here and its lease is valid at this moment. */
  boolean isHeldHere(String service);

  /** Returns the node that is known to hold the service. */
  Optional<String> holder(String service);

  /** Returns whether the service is configured on this node. */
  boolean knows(String service);

  /**
   * Calls back when the service becomes active here and when it ceases to be. When it is active
   * already, {@code onUp} is called at once, on the caller's thread. Calls of one registration
   * never overlap; each {@code onUp} is followed by one {@code onDown} before the next, and closing
   * calls none. The service may be configured later than this.
   */
  Registration listen(String service, Runnable onUp, Runnable onDown);

  /** Ends the calls to a listener. */
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
