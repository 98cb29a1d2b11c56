package org.batonha.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
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

  /**
   * The JDK's own switch for name look-ups in a file instead of DNS. The client's library asks for
   * the name of every address, only to show it; where reverse DNS does not work, each such question
   * takes ten seconds. It is read when the first name or address is used, so it is set before.
   */
  @Override
  public void prepare(List<ServerAddress> servers) {
    if (servers.stream().allMatch(ServerAddress::isLiteral)) {
      System.setProperty("jdk.net.hosts.file", "/dev/null");
    }
  }

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
