package org.batonha.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Connections through the server's management port ({@code remote+http}). The client's classes are
 * those of the server, from {@code bin/client/jboss-client.jar}.
 */
final class RemotingConnections implements Connections {
  private static final String PROTOCOL = "remote+http";

  @Override
  public JMXConnector open(ServerAddress server, Credentials credentials, Duration reachable)
      throws IOException {
    requireReachable(server, reachable);
    Map<String, Object> environment =
        credentials == null ? Map.of() : Map.of(JMXConnector.CREDENTIALS, credentials.forJmx());
    try {
      return JMXConnectorFactory.connect(
          new JMXServiceURL("service:jmx:" + PROTOCOL + "://" + server), environment);
    } catch (MalformedURLException e) {
      throw new IOException(
          "the class path has no JMX client for "
              + PROTOCOL
              + ": start the command as bin/baton of a server, which adds"
              + " bin/client/jboss-client.jar",
          e);
    }
  }

  /** A host that is gone swallows packets: a plain connect notices that before JMX would. */
  private static void requireReachable(ServerAddress server, Duration limit) throws IOException {
    InetSocketAddress address = new InetSocketAddress(server.host(), server.port());
    if (address.isUnresolved()) {
      throw new UnknownHostException(server.host());
    }
    try (Socket socket = new Socket()) {
      socket.connect(address, Math.toIntExact(Math.max(1, limit.toMillis())));
    }
  }
}
