package org.batonha.jmx;

import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** The names under which Baton registers its MBeans. All are in the domain {@value #DOMAIN}. */
public final class ObjectNames {
  /** The JMX domain of every MBean of Baton. */
  public static final String DOMAIN = "org.batonha";

  private ObjectNames() {}

  /** Returns the name of the one {@link ClusterMXBean} of a server. */
  public static ObjectName cluster() {
    return name(DOMAIN + ":type=Cluster");
  }

  /** Returns the name of the {@link ServiceMXBean} of {@code service}. */
  public static ObjectName service(String service) {
    return name(DOMAIN + ":type=Service,name=" + quoteIfNeeded(service));
  }

  /** Returns the name of the {@link LinkMXBean} of {@code link}. */
  public static ObjectName link(String link) {
    return name(DOMAIN + ":type=Link,name=" + quoteIfNeeded(link));
  }

  /**
   * Returns the name of the {@link AddressMXBean} of an address.
   *
   * @param address as {@code IP/PREFIX}
   */
  public static ObjectName address(String service, String address) {
    return name(
        DOMAIN
            + ":type=Address,service="
            + quoteIfNeeded(service)
            + ",name="
            + quoteIfNeeded(address));
  }

  /** Returns the name of the one {@link SessionsMXBean} of a server. */
  public static ObjectName sessions() {
    return name(DOMAIN + ":type=Sessions");
  }

  private static String quoteIfNeeded(String value) {
    return value.matches("[A-Za-z0-9._-]+") ? value : ObjectName.quote(value);
  }

  private static ObjectName name(String name) {
    try {
      return new ObjectName(name);
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException("'" + name + "' is not a legal MBean name", e);
    }
  }
}
