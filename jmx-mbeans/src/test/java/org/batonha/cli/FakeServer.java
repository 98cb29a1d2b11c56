package org.batonha.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.rmi.server.RMIServerSocketFactory;
import java.util.Map;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.remote.JMXAuthenticator;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXPrincipal;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;
import javax.security.auth.Subject;
import org.batonha.jmx.ObjectNames;

/** A server's JMX interface on loopback, with or without Baton in it. */
final class FakeServer implements AutoCloseable {
  static {
    System.setProperty("java.rmi.server.hostname", "127.0.0.1");
  }

  private final MBeanServer beans = MBeanServerFactory.newMBeanServer();
  private final JMXConnectorServer connector;

  FakeServer(String user, String password) throws IOException {
    JMXAuthenticator authenticator =
        given -> {
          if (user != null
              && !(given instanceof String[] pair
                  && pair[0].equals(user)
                  && pair[1].equals(password))) {
            throw new SecurityException("authentication failed");
          }
          return new Subject(true, Set.of(new JMXPrincipal("someone")), Set.of(), Set.of());
        };
    RMIServerSocketFactory onLoopback =
        port -> new ServerSocket(port, 0, InetAddress.getLoopbackAddress());
    connector =
        JMXConnectorServerFactory.newJMXConnectorServer(
            new JMXServiceURL("rmi", "127.0.0.1", 0),
            Map.of(
                JMXConnectorServer.AUTHENTICATOR,
                authenticator,
                RMIConnectorServer.RMI_SERVER_SOCKET_FACTORY_ATTRIBUTE,
                onLoopback),
            beans);
    connector.start();
  }

  static FakeServer open() throws IOException {
    return new FakeServer(null, null);
  }

  FakeServer with(FakeCluster cluster, FakeService service) throws JMException {
    beans.registerMBean(cluster, ObjectNames.cluster());
    beans.registerMBean(service, ObjectNames.service("web"));
    return this;
  }

  JMXConnector connect(Credentials credentials) throws IOException {
    Map<String, Object> environment =
        credentials == null ? Map.of() : Map.of(JMXConnector.CREDENTIALS, credentials.forJmx());
    return JMXConnectorFactory.connect(connector.getAddress(), environment);
  }

  @Override
  public void close() throws IOException {
    connector.stop();
  }
}
