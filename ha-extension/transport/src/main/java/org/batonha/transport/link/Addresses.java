package org.batonha.transport.link;

import java.net.InetSocketAddress;
import org.jgroups.stack.IpAddress;

/** Addresses as people write them, and as JGroups and the JDK have them. */
public final class Addresses {
  private Addresses() {}

  /** Returns {@code ADDRESS:PORT}, with brackets around an IPv6 address. */
  public static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }

  public static InetSocketAddress of(IpAddress address) {
    return new InetSocketAddress(address.getIpAddress(), address.getPort());
  }
}
