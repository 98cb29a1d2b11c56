package org.batonha.sentinel.keeper;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.batonha.sentinel.protocol.Connection;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/**
 * What can be done to this host. Each method does its work before it returns, in well under a
 * millisecond once the device is prepared (but where it says otherwise), or fails with a {@link
 * Refusal} and has changed nothing.
 */
public interface Host {
  /**
   * Makes sure that these addresses could be added and announced: each device exists, is up and
   * speaks Ethernet, and none of the addresses is on this host by somebody else's doing. Opens the
   * devices for sending and listening.
   */
  void prepare(List<VirtualAddress> addresses) throws Refusal;

  /** Asks the network whether another host has the address (RFC 5227 section 2.1.1; IPv6: DAD). */
  void probe(VirtualAddress address) throws Refusal;

  /**
   * Adds the address with a lifetime of {@link Timing#LIFETIME}, so that the kernel drops it when
   * it is no longer prolonged.
   */
  void add(VirtualAddress address) throws Refusal;

  /**
   * Returns whether what comes in for an address that was added is delivered: not if it is shut,
   * and not always in the first milliseconds. Where that can not be told, it is.
   */
  boolean isDelivered(VirtualAddress address);

  /**
   * Gives the address, before it is added, a hardware address that is the same on each host, until
   * it is removed: no other host's cache has to change when it moves.
   */
  void giveVirtualMac(VirtualAddress address) throws Refusal;

  /** Returns the hardware address that this address was given for itself, if it was. */
  Optional<String> virtualMac(VirtualAddress address);

  /** Starts the address's lifetime again, be it open or shut; puts it back, open, if it is gone. */
  void prolong(VirtualAddress address) throws Refusal;

  /**
   * Shuts the address's door, in one step: nothing that comes in for it is delivered any more, be
   * it a connection, data or an ARP request, while this host can still send from it. Only removing
   * and adding it opens it. Succeeds if it is shut already, or gone.
   */
  void shut(VirtualAddress address) throws Refusal;

  /**
   * Waits until whoever wanted to connect to an address that has gone from here has been sent to
   * where it is now: a second at most. To be called before this process ends.
   */
  void seeOff();

  /** Removes the address; succeeds if it is gone already. */
  void remove(VirtualAddress address) throws Refusal;

  /** Tells the network once that the address is here. */
  void announce(VirtualAddress address) throws Refusal;

  /** Tells one neighbour once that the address is here. */
  void announceTo(VirtualAddress address, Neighbour neighbour) throws Refusal;

  /**
   * Asks the network for the hardware address of a host, as the address: which the host then knows,
   * too.
   */
  void ask(VirtualAddress address, InetAddress target) throws Refusal;

  /** Returns the hosts that the kernel knows on a device's network. */
  List<Neighbour> neighbours(String device) throws Refusal;

  /** Makes the kernel find out who these hosts are, as far as they are on a network of this one. */
  void lookUp(Set<InetAddress> targets) throws Refusal;

  /**
   * Looks for the TCP connections to these addresses, to which nothing new can come since they are
   * shut: resetting them takes less time then. It takes milliseconds, and is not necessary.
   */
  void foreseeReset(Collection<VirtualAddress> addresses) throws Refusal;

  /** Resets the TCP connections to these addresses. Has an effect only while they are here. */
  void resetConnections(Collection<VirtualAddress> addresses) throws Refusal;

  /**
   * Returns the TCP connections that clients have to these addresses.
   *
   * @param most how many at most, of all together: more are not read; positive
   */
  List<Connection> connections(Collection<VirtualAddress> addresses, int most) throws Refusal;

  /**
   * Sends a client a segment of a connection that is not known here: it answers to that with one by
   * which this host's kernel sees that there is no such connection, and resets it.
   */
  void tickle(Connection connection) throws Refusal;

  /** Reports claims of other hosts to these addresses from now on, and to no others. */
  void watch(Set<VirtualAddress> addresses);

  /** Returns what a network device is like now; empty if there is none of this name. */
  Optional<Device> device(String name) throws Refusal;

  /** Returns which of these addresses are not on their devices. */
  Set<VirtualAddress> missing(Set<VirtualAddress> addresses) throws Refusal;
}
