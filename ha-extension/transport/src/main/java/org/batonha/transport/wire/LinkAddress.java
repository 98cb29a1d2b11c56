package org.batonha.transport.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where a node can be reached on one link.
 *
 * @param address of a serial link always {@link #OTHER_END}
 */
public record LinkAddress(int link, LinkProtocol protocol, InetSocketAddress address) {
  /** Stands for whoever is at the other end of a line; never used as an IP address. */
  public static final InetSocketAddress OTHER_END =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
}
