package org.batonha.transport.link;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import org.jgroups.logging.Log;
import org.jgroups.util.SocketFactory;

/**
 * The sockets of a udp link: two to receive from, bound to the link's own address and to the group,
 * and one to send from, for a socket can not be one that blocks who receives and not who sends. All
 * are pinned to the link's interface.
 *
 * @param multicast {@code null} when the group could not be joined
 * @param sending does not block; its port is any
 */
public record UdpSockets(
    DatagramSocket unicast, MulticastSocket multicast, DatagramChannel sending) {

  public static UdpSockets open(
      String link,
      LocalInterface local,
      int port,
      Settings settings,
      SocketFactory sockets,
      WordPorts words,
      Log log)
      throws IOException {
    if ((local.address() instanceof Inet4Address) != (settings.group() instanceof Inet4Address)) {
      throw new IllegalArgumentException(
          "link '%s' has address %s but multicast_address is %s: both must be IPv4, or both IPv6"
              .formatted(
                  link, local.address().getHostAddress(), settings.group().getHostAddress()));
    }
    words.cede(link, new InetSocketAddress(local.address(), port));
    DatagramSocket unicast;
    try {
      unicast =
          Binding.patiently(
              Binding.PATIENCE,
              () ->
                  sockets.createDatagramSocket(
                      "baton.udp." + link, new InetSocketAddress(local.address(), port)));
    } catch (IOException e) {
      throw new IOException(
          "link '%s' cannot bind UDP %s:%d (%s): free the port, or give the link another"
              .formatted(link, local.address().getHostAddress(), port, e.getMessage()),
          e);
    }
    DatagramChannel sending;
    try {
      unicast.setReceiveBufferSize(Settings.RECEIVE_BUFFER);
      sending = openSending(local, settings);
    } catch (IOException | RuntimeException e) {
      unicast.close();
      throw e;
    }
    if (unicast.getReceiveBufferSize() < Settings.SEND_BUFFER) {
      log.info(
          "link '%s': the system gives a receive buffer of %d KiB only; under load raise sysctl net.core.rmem_max",
          link, unicast.getReceiveBufferSize() / 1024);
    }
    return new UdpSockets(unicast, openMulticast(link, local, settings, sockets, log), sending);
  }

  private static DatagramChannel openSending(LocalInterface local, Settings settings)
      throws IOException {
    DatagramChannel channel =
        DatagramChannel.open(
            local.address() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6);
    try {
      channel.configureBlocking(false);
      channel.bind(new InetSocketAddress(local.address(), 0));
      channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, local.device());
      channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, settings.timeToLive());
      channel.setOption(StandardSocketOptions.SO_SNDBUF, Settings.SEND_BUFFER);
      return channel;
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
      sending.close();
    } catch (IOException e) {
      // It is of no use any more, and nobody could do anything about it.
    }
    unicast.close();
    if (multicast != null) {
      multicast.close();
    }
  }
}
