package org.batonha.engine;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.batonha.jmx.ClusterMXBean;
import org.batonha.jmx.ObjectNames;
import org.batonha.transport.REDUNDANT;

/**
 * What is registered with the platform's MBean server, and goes again. A failure is logged only.
 */
final class MBeans implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(MBeans.class.getName());

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final Set<ObjectName> registered = new ConcurrentSkipListSet<>();
  private volatile Runnable unfollow = () -> {};

  void registerCluster(ClusterMXBean cluster) {
    register(cluster, ObjectNames.cluster());
  }

  void registerService(String name, ServiceBean bean) {
    register(bean, ObjectNames.service(name));
  }

  void unregisterService(String name) {
    unregister(ObjectNames.service(name));
  }

  void registerAddress(String service, AddressBean bean) {
    register(bean, ObjectNames.address(service, bean.address().cidr()));
  }

  void unregisterAddress(String service, AddressBean bean) {
    unregister(ObjectNames.address(service, bean.address().cidr()));
  }

  void registerLinks(REDUNDANT transport) {
    LinkBeans links =
        new LinkBeans(
            transport,
            (name, bean) -> register(bean, ObjectNames.link(name)),
            name -> unregister(ObjectNames.link(name)));
    transport.addLinkListener(links);
    unfollow = () -> transport.removeLinkListener(links);
    LinkBean.all(transport).forEach(link -> links.linkAdded(link.getName()));
  }

  private void register(Object bean, ObjectName name) {
    try {
      if (server.isRegistered(name)) {
        server.unregisterMBean(name);
      }
      server.registerMBean(bean, name);
      registered.add(name);
    } catch (JMException e) {
      LOG.log(Level.WARNING, "MBean " + name + " could not be registered: not seen over JMX", e);
    }
  }

  private void unregister(ObjectName name) {
    try {
      registered.remove(name);
      server.unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      LOG.log(Level.DEBUG, "MBean {0} was gone already", name);
    } catch (JMException e) {
      LOG.log(Level.WARNING, "MBean " + name + " could not be unregistered", e);
    }
  }

  @Override
  public void close() {
    unfollow.run();
    Set.copyOf(registered).forEach(this::unregister);
  }
}
