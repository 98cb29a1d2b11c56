package org.batonha.transport;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One link of this node as it was at one instant.
 *
 * @param name the link's name, the same on all nodes
 * @param protocol {@code udp} or {@code tcp}
 * @param device the network interface, for example {@code eth0}
 * @param address the local address and port, as {@code ADDRESS:PORT}
 * @param priority the link with the highest carries in passive mode, 0 to 255
 * @param queuedBytes what waits to be sent
 * @param queueLimit the bound of each of its queues, in bytes
 * @param drops frames that were dropped on this link, by cause; causes that never occurred are left
 *     out
 * @param peers one entry per known peer that has this link, in the order of their names
 */
public record LinkSnapshot(
    String name,
    String protocol,
    String device,
    String address,
    int priority,
    long queuedBytes,
    long queueLimit,
    Map<String, Long> drops,
    List<PeerSnapshot> peers) {
  /** Creates a snapshot; list and map are copied. */
  public LinkSnapshot {
    drops = new TreeMap<>(drops);
    peers = List.copyOf(peers);
  }
}
