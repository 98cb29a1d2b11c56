package org.batonha.engine;

import java.util.function.Consumer;
import org.batonha.core.Event;

/** Why this node takes no services: its server does not serve, or is behind. Thread-safe. */
final class Availability {
  private final Consumer<Event> events;
  private String notServing = "";
  private String behind = "";

  Availability(Consumer<Event> events) {
    this.events = events;
  }

  /**
   * Says whether the server serves.
   *
   * @param reason why, for people
   */
  synchronized void serves(boolean serves, String reason) {
    notServing = serves ? "" : reason.isBlank() ? "its server does not serve" : reason;
    tell();
  }

  /**
   * Says how the server is behind the others.
   *
   * @param reason for people; empty when it is not
   */
  synchronized void behind(String reason) {
    if (!reason.equals(behind)) {
      behind = reason;
      tell();
    }
  }

  private void tell() {
    String reason = notServing.isEmpty() ? behind : notServing;
    events.accept(new Event.Availability(reason.isEmpty(), reason));
  }
}
