package org.batonha.engine;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.batonha.jmx.ClusterMXBean;
import org.batonha.jmx.LinkStatus;
import org.batonha.jmx.ObjectNames;
import org.batonha.transport.LinkState;
import org.batonha.transport.REDUNDANT;

/**
 * What is registered with the platform's MBean server, and goes again. A failure is logged only.
 */
final class MBeans implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(MBeans.class.getName());

  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final Set<ObjectName> registered = new ConcurrentSkipListSet<>();

  void registerCluster(ClusterMXBean cluster) {
    register(cluster, ObjectNames.cluster());
  }

  void registerService(String name, ServiceBean bean) {
    register(bean, ObjectNames.service(name));
  }

  void unregisterService(String name) {
    unregister(ObjectNames.service(name));
  }

  void registerLinks(REDUNDANT transport) {
    Map<String, LinkBean> links = new ConcurrentHashMap<>();
    for (LinkStatus link : LinkBean.all(transport)) {
      LinkBean bean = new LinkBean(link.getName(), transport);
      links.put(link.getName(), bean);
      register(bean, ObjectNames.link(link.getName()));
    }
    transport.addLinkListener(
        (String link, String node, LinkState from, LinkState to, String reason) -> {
          LinkBean bean = links.get(link);
          if (bean != null) {
            bean.changed(node, from, to, reason);
          }
        });
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
    Set.copyOf(registered).forEach(this::unregister);
  }
}
