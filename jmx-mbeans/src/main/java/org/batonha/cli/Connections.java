package org.batonha.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import javax.management.remote.JMXConnector;

/** Opens JMX connections to servers. */
interface Connections {
  /** Is told which servers will be asked, before the first of them is. */
  default void prepare(List<ServerAddress> servers) {}

  /**
   * Connects; may block for longer than anyone wants to wait.
   *
   * @param credentials user and password, or {@code null} to go without
   * @param reachable how long the host may take to accept a connection at all
   * @throws IOException when there is no connection
   * @throws SecurityException when the server does not let the user in
   */
  JMXConnector open(ServerAddress server, Credentials credentials, Duration reachable)
      throws IOException;
}
