package org.batonha.sentinel.linux;

import com.sun.jna.LastErrorException;
import java.util.HashMap;
import java.util.Map;

/** Listens to the kernel's notifications on addresses and devices, on a thread of its own. */
final class AddressMonitor {
  private static final int RTMGRP_LINK = 0x1;
  private static final int RTMGRP_IPV4_IFADDR = 0x10;
  private static final int RTMGRP_IPV6_IFADDR = 0x100;

  private final Map<Integer, Boolean> carriers = new HashMap<>();
  private final NetlinkSocket socket;
  private final int ourPort;
  private final News news;

  private AddressMonitor(NetlinkSocket socket, int ourPort, News news) {
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
        news.addressesChanged(); // some news were lost: look for yourself
      }
    }
  }

  private void read(NetlinkMessage message) {
    if (message.type() == Rtnetlink.DELADDR && message.port() != ourPort) {
      news.addressesChanged();
    } else if (message.type() == Rtnetlink.NEWLINK) {
      Link link = Link.of(message);
      Boolean before = carriers.put(link.index(), link.hasCarrier());
      // Of a device that has not been heard of, what is usual is no news.
      if (link.hasCarrier() != (before == null || before)) {
        news.carrierChanged(link.name(), link.hasCarrier());
      }
    } else if (message.type() == Rtnetlink.DELLINK) {
      Link link = Link.of(message);
      if (!Boolean.FALSE.equals(carriers.remove(link.index()))) {
        news.carrierChanged(link.name(), false);
      }
    }
  }
}
