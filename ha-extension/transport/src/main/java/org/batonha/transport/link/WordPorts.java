package org.batonha.transport.link;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * The UDP ports beside the tcp links of one node. A udp link that is opened at such an address gets
 * it, and takes last words itself. Thread-safe.
 */
public final class WordPorts {
  private final Map<InetSocketAddress, WordPort> open = new HashMap<>();

  /** Opens the one of a link that starts, unless it is taken. */
  synchronized void open(TcpLink link, FrameHandler handler) {
    WordPort port = WordPort.open(link, handler);
    if (port != null) {
      open.put(link.address(), port);
    }
  }

  /** Closes the one of a link that is closed, if it has one. */
  synchronized void close(InetSocketAddress address) {
    WordPort port = open.remove(address);
    if (port != null) {
      port.close();
    }
  }

  /** Makes way for a udp link. */
  synchronized void cede(String udpLink, InetSocketAddress address) {
    WordPort port = open.remove(address);
    if (port != null) {
      port.cede(udpLink);
    }
  }
}
