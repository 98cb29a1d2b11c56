package org.batonha.transport;

import java.util.List;

/**
 * One link of this node as it was at one instant.
 *
 * @param name the link's name, the same on all nodes
 * @param protocol {@code udp} or {@code tcp}
 * @param device the network interface, for example {@code eth0}
 * @param address the local address and port, as {@code ADDRESS:PORT}
 * @param peers one entry per known peer that has this link, in the order of their names
 */
public record LinkSnapshot(
    String name, String protocol, String device, String address, List<PeerSnapshot> peers) {
  /** Creates a snapshot; the list is copied. */
  public LinkSnapshot {
    peers = List.copyOf(peers);
  }
}
