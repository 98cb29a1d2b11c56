package org.batonha.lab;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is done to the node that serves. */
public enum Fault {
  /** The server's process is killed (SIGKILL). Undone by starting it again. */
  KILL("the server's process is killed (SIGKILL)", false),
  /** The server is told to stop (SIGTERM) and shuts down by itself. */
  STOP("the server is stopped (SIGTERM)", false),
  /** The server's process is frozen (SIGSTOP), later thawed (SIGCONT). */
  HANG("the server's process hangs (SIGSTOP)", true),
  /** Both cables of the host are pulled: it loses carrier. Later they are plugged in again. */
  CABLE("both network cables of the host are pulled (carrier lost)", true),
  /** The host's ports at both switches die while the link light stays on. Later they live again. */
  SWITCH("the switch ports of the host die on both networks (carrier stays)", true),
  /**
   * The cable of the host's second network is pulled for five seconds. It is the second one because
   * the clients are on the first: cutting that is a fault of the clients' network, not of a link.
   */
  LINK("the cable of one of the host's two links (hb) is pulled", true),
  /** An operator moves the service to the other node with the command {@code baton}. */
  MOVE("the service is moved to the other node by the command 'baton move'", false);

  private final String description;
  private final boolean heals;

  Fault(String description, boolean heals) {
    this.description = description;
    this.heals = heals;
  }

  /** Returns one sentence, without a full stop, for people. */
  public String description() {
    return description;
  }

  /** Returns whether the fault is taken back while the client goes on. */
  public boolean heals() {
    return heals;
  }

  /** Returns the name on the command line and in JSON. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Finds a fault by its label.
   *
   * @throws IllegalArgumentException when there is none of that label, with the labels that are
   */
  public static Fault of(String label) {
    for (Fault fault : values()) {
      if (fault.label().equals(label)) {
        return fault;
      }
    }
    throw new IllegalArgumentException(
        "there is no fault '%s': use %s"
            .formatted(
                label,
                Arrays.stream(values()).map(Fault::label).collect(Collectors.joining(", "))));
  }

  @Override
  public String toString() {
    return label();
  }
}
