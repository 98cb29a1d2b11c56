package org.batonha.cli;

import java.io.IOException;
import java.util.stream.Collectors;
import javax.management.InstanceNotFoundException;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import org.batonha.jmx.ClusterMXBean;
import org.batonha.jmx.ObjectNames;
import org.batonha.jmx.ServiceMXBean;
import org.batonha.jmx.ServiceStatus;

/** A server that answered and in which Baton runs. */
final class BatonServer implements AutoCloseable {
  private final ServerAddress address;
  private final JMXConnector connector;
  private final MBeanServerConnection beans;

  private BatonServer(ServerAddress address, JMXConnector connector, MBeanServerConnection beans) {
    this.address = address;
    this.connector = connector;
    this.beans = beans;
  }

  /**
   * Takes a connection over.
   *
   * @throws InstanceNotFoundException when Baton does not run there; the connection is closed
   */
  static BatonServer over(ServerAddress address, JMXConnector connector)
      throws IOException, InstanceNotFoundException {
    MBeanServerConnection beans = connector.getMBeanServerConnection();
    if (!beans.isRegistered(ObjectNames.cluster())) {
      connector.close();
      throw new InstanceNotFoundException(ObjectNames.cluster().toString());
    }
    return new BatonServer(address, connector, beans);
  }

  ServerAddress address() {
    return address;
  }

  ClusterMXBean cluster() {
    return JMX.newMXBeanProxy(beans, ObjectNames.cluster(), ClusterMXBean.class);
  }

  /**
   * Returns a service's MBean.
   *
   * @throws CommandException when there is no such service, with the ones that there are
   */
  ServiceMXBean requireService(String name) throws CommandException, IOException {
    if (!beans.isRegistered(ObjectNames.service(name))) {
      String known =
          cluster().getServices().stream()
              .map(ServiceStatus::getName)
              .collect(Collectors.joining(", "));
      throw new CommandException(
          ExitCode.REFUSED,
          address
              + " has no service '"
              + name
              + "': "
              + (known.isEmpty() ? "it has none yet" : "there is " + known));
    }
    return JMX.newMXBeanProxy(beans, ObjectNames.service(name), ServiceMXBean.class);
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
