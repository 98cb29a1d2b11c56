package org.batonha.cdi;

import java.util.Optional;

/**
 * What the singletons of a deployment need to know about services: the view of the node that they
 * run on. The server implements it and puts it into the {@link HoldingsRegistry}.
 *
 * <p>Implementations are thread-safe, answer at once, and hold no lock of their own while they call
 * a listener.
 */
public interface ServiceHoldings {
  /**
   * Returns whether the service is {@code UP} on this node and its lease valid at this moment. It
   * is {@code false} before any {@code onDown} for the same holding is called.
   */
  boolean isHeldHere(String service);

  /** Returns the node that is known to hold the service, if any is. */
  Optional<String> holder(String service);

  /** Returns whether the service is configured on this server. */
  boolean knows(String service);

  /**
   * Tells when the service becomes {@code UP} here and when it ceases to be. {@code onUp} is called
   * at once when it already is. Calls are serial per listener, by any thread. A service that is not
   * configured may be listened to: it may be later.
   *
   * @return closes to be told nothing any more
   */
  AutoCloseable listen(String service, Runnable onUp, Runnable onDown);
}
