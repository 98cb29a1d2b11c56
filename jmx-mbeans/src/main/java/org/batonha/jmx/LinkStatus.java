package org.batonha.jmx;

import java.beans.ConstructorProperties;
import java.util.List;

/** One link of this node and what it knows of its peers: a snapshot, immutable. */
public final class LinkStatus {
  private final String name;
  private final String protocol;
  private final String device;
  private final String address;
  private final LinkMeasures measures;
  private final List<PeerStatus> peers;

  /** Creates a snapshot; the list is copied. */
  @ConstructorProperties({"name", "protocol", "device", "address", "measures", "peers"})
  public LinkStatus(
      String name,
      String protocol,
      String device,
      String address,
      LinkMeasures measures,
      List<PeerStatus> peers) {
    this.name = name;
    this.protocol = protocol;
    this.device = device;
    this.address = address;
    this.measures = measures;
    this.peers = List.copyOf(peers);
  }

  /** Returns the link's name. */
  public String getName() {
    return name;
  }

  /** Returns the link's protocol: {@code udp} or {@code tcp}. */
  public String getProtocol() {
    return protocol;
  }

  /** Returns the network interface, for example {@code eth0}. */
  public String getDevice() {
    return device;
  }

  /** Returns the local address and port, as {@code ADDRESS:PORT}. */
  public String getAddress() {
    return address;
  }

  /** Returns what was set, measured and counted. */
  public LinkMeasures getMeasures() {
    return measures;
  }

  /** Returns one entry per peer, in the order of their names. */
  public List<PeerStatus> getPeers() {
    return peers;
  }
}
