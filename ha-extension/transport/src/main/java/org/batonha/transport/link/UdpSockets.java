package org.batonha.transport.link;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import org.jgroups.logging.Log;
import org.jgroups.util.SocketFactory;

/**
 * The two sockets of a udp link: one bound to the link's own address, for unicasts and for sending;
 * one bound to the group, for multicasts. Both are pinned to the link's interface.
 *
 * @param unicast does not block
 * @param multicast {@code null} when the group could not be joined
 */
public record UdpSockets(DatagramChannel unicast, MulticastSocket multicast) {

  public static UdpSockets open(
      String link,
      LocalInterface local,
      int port,
      Settings settings,
      SocketFactory sockets,
      Log log)
      throws IOException {
    if ((local.address() instanceof Inet4Address) != (settings.group() instanceof Inet4Address)) {
      throw new IllegalArgumentException(
          "link '%s' has address %s but multicast_address is %s: both must be IPv4, or both IPv6"
              .formatted(
                  link, local.address().getHostAddress(), settings.group().getHostAddress()));
    }
    DatagramChannel unicast;
    try {
      unicast = Binding.patiently(Binding.PATIENCE, () -> bind(local, port));
    } catch (IOException e) {
      throw new IOException(
          "link '%s' cannot bind UDP %s:%d (%s): free the port, or give the link another"
              .formatted(link, local.address().getHostAddress(), port, e.getMessage()),
          e);
    }
    try {
      unicast.configureBlocking(false);
      unicast.setOption(StandardSocketOptions.IP_MULTICAST_IF, local.device());
      unicast.setOption(StandardSocketOptions.IP_MULTICAST_TTL, settings.timeToLive());
      unicast.setOption(StandardSocketOptions.SO_SNDBUF, Settings.SEND_BUFFER);
      unicast.setOption(StandardSocketOptions.SO_RCVBUF, Settings.RECEIVE_BUFFER);
    } catch (IOException | RuntimeException e) {
      unicast.close();
      throw e;
    }
    int given = unicast.getOption(StandardSocketOptions.SO_RCVBUF);
    if (given < Settings.SEND_BUFFER) {
      log.info(
          "link '%s': the system gives a receive buffer of %d KiB only; under load raise sysctl net.core.rmem_max",
          link, given / 1024);
    }
    return new UdpSockets(unicast, openMulticast(link, local, settings, sockets, log));
  }

  private static DatagramChannel bind(LocalInterface local, int port) throws IOException {
    DatagramChannel channel =
        DatagramChannel.open(
            local.address() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6);
    try {
      return channel.bind(new InetSocketAddress(local.address(), port));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * A link without multicast still serves configured peers, and those that another link teaches; so
   * an interface that cannot join (for it is down) does not stop the server.
   */
  private static MulticastSocket openMulticast(
      String link, LocalInterface local, Settings settings, SocketFactory sockets, Log log) {
    InetSocketAddress group = new InetSocketAddress(settings.group(), settings.groupPort());
    try {
      MulticastSocket multicast =
          sockets.createMulticastSocket("baton.udp." + link + ".multicast", group);
      try {
        multicast.setReceiveBufferSize(Settings.RECEIVE_BUFFER);
        multicast.joinGroup(group, local.device());
        return multicast;
      } catch (IOException e) {
        multicast.close();
        throw e;
      }
    } catch (IOException e) {
      log.warn(
          "link '%s' cannot join %s on %s (%s): it goes on without multicast",
          link, group, local.device().getName(), e.getMessage());
      return null;
    }
  }

  public void close() {
    try {
      unicast.close();
    } catch (IOException e) {
      // It is of no use any more, and nobody could do anything about it.
    }
    if (multicast != null) {
      multicast.close();
    }
  }
}
