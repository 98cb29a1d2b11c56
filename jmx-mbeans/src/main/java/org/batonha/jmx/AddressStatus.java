package org.batonha.jmx;

import java.beans.ConstructorProperties;

/** One address of a service on this node: a snapshot, immutable. */
public final class AddressStatus {
  /** The address is on this node's device, and the network is told so. */
  public static final String HELD = "HELD";

  /** It is still there, but lets nothing in any more: a planned move is on its way. */
  public static final String SHUT = "SHUT";

  /** This node does not have it, or its sentinel cannot say. */
  public static final String ABSENT = "ABSENT";

  private final String service;
  private final String address;
  private final String device;
  private final String state;
  private final String mac;
  private final boolean carrier;
  private final long sinceMillis;
  private final AddressCounts counts;
  private final long lastConflictMillis;
  private final String lastConflictMac;

  /** Creates a snapshot. */
  @ConstructorProperties({
    "service",
    "address",
    "device",
    "state",
    "mac",
    "carrier",
    "sinceMillis",
    "counts",
    "lastConflictMillis",
    "lastConflictMac"
  })
  public AddressStatus(
      String service,
      String address,
      String device,
      String state,
      String mac,
      boolean carrier,
      long sinceMillis,
      AddressCounts counts,
      long lastConflictMillis,
      String lastConflictMac) {
    this.service = service;
    this.address = address;
    this.device = device;
    this.state = state;
    this.mac = mac;
    this.carrier = carrier;
    this.sinceMillis = sinceMillis;
    this.counts = counts;
    this.lastConflictMillis = lastConflictMillis;
    this.lastConflictMac = lastConflictMac;
  }

  /** Returns the service that it moves with. */
  public String getService() {
    return service;
  }

  /** Returns the address and its prefix length, as {@code IP/PREFIX}. */
  public String getAddress() {
    return address;
  }

  /** Returns the network device that carries it where it is held. */
  public String getDevice() {
    return device;
  }

  /** Returns {@value #HELD}, {@value #SHUT} or {@value #ABSENT}. */
  public String getState() {
    return state;
  }

  /** Returns the hardware address that the network is told; empty while it is not held. */
  public String getMac() {
    return mac;
  }

  /** Returns whether the device can send; {@code false} while the address is not held. */
  public boolean isCarrier() {
    return carrier;
  }

  /** Returns the wall time of when it was taken, in milliseconds since 1970; 0 if not held. */
  public long getSinceMillis() {
    return sinceMillis;
  }

  /** Returns what has happened to it since it was taken. */
  public AddressCounts getCounts() {
    return counts;
  }

  /** Returns the wall time of the newest claim of another host, in milliseconds; 0 for none. */
  public long getLastConflictMillis() {
    return lastConflictMillis;
  }

  /** Returns the hardware address of who made that claim; empty for none. */
  public String getLastConflictMac() {
    return lastConflictMac;
  }
}
