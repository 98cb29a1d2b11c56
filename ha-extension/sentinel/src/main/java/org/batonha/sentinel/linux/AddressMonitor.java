package org.batonha.sentinel.linux;

import com.sun.jna.LastErrorException;

/**
 * Listens to the kernel's notifications on addresses and devices, on a thread of its own. It
 * remembers nothing: what of it is news, its reader knows.
 */
final class AddressMonitor {
  private static final int RTMGRP_LINK = 0x1;
  private static final int RTMGRP_IPV4_IFADDR = 0x10;
  private static final int RTMGRP_IPV6_IFADDR = 0x100;

  private final NetlinkSocket socket;
  private final int ourPort;
  private final News news;

  AddressMonitor(NetlinkSocket socket, int ourPort, News news) {
    this.socket = socket;
    this.ourPort = ourPort;
    this.news = news;
  }

  /**
   * Starts to listen.
   *
   * @param ourPort the netlink port whose removals are our own
   * @throws LastErrorException if the kernel has no rtnetlink
   */
  static void start(int ourPort, News news) {
    NetlinkSocket socket =
        new NetlinkSocket(
            NetlinkSocket.ROUTE, RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR);
    Thread thread = new Thread(new AddressMonitor(socket, ourPort, news)::listen, "addresses");
    thread.setDaemon(true);
    thread.start();
  }

  private void listen() {
    while (true) {
      try {
        socket.await().forEach(this::read);
      } catch (NetlinkException e) {
        if (e.errno() != Libc.ENOBUFS) {
          throw new IllegalStateException("the kernel's address news can not be read", e);
        }
        news.lost();
      }
    }
  }

  void read(NetlinkMessage message) {
    if (message.type() == Rtnetlink.DELADDR && message.port() != ourPort) {
      news.addressesChanged();
    } else if (message.type() == Rtnetlink.NEWLINK) {
      Link link = Link.of(message);
      news.carrier(link.name(), link.hasCarrier());
    } else if (message.type() == Rtnetlink.DELLINK) {
      news.carrier(Link.of(message).name(), false);
    }
  }
}
