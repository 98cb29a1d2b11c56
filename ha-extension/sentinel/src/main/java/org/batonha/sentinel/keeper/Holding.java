package org.batonha.sentinel.keeper;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.batonha.sentinel.protocol.VirtualAddress;

/** One service's lease and its addresses. */
final class Holding {
  private final String service;
  private final List<Held> addresses = new ArrayList<>();
  private Replies owner;
  private long epoch;
  private long deadlineNanos;

  Holding(String service) {
    this.service = service;
  }

  /** Makes this the lease of {@code epoch}, commanded by {@code owner}. */
  void leasedTo(Replies owner, long epoch, long deadlineNanos) {
    this.owner = owner;
    this.epoch = epoch;
    this.deadlineNanos = deadlineNanos;
  }

  /** Moves the deadline on; a deadline that was read out of order takes nothing away. */
  void renew(long newDeadlineNanos) {
    if (newDeadlineNanos - deadlineNanos > 0) {
      deadlineNanos = newDeadlineNanos;
    }
  }

  String service() {
    return service;
  }

  Replies owner() {
    return owner;
  }

  long epoch() {
    return epoch;
  }

  long deadlineNanos() {
    return deadlineNanos;
  }

  /** Returns the live list. */
  List<Held> held() {
    return addresses;
  }

  List<VirtualAddress> addresses() {
    return addresses.stream().map(Held::address).toList();
  }

  boolean isShut() {
    return addresses.stream().anyMatch(Held::isShut);
  }

  boolean has(VirtualAddress address) {
    return addresses.stream().anyMatch(held -> held.address().equals(address));
  }

  Optional<Held> find(String device, InetAddress ip) {
    return addresses.stream()
        .filter(held -> held.address().ip().equals(ip) && held.address().device().equals(device))
        .findFirst();
  }

  /** Returns {@code SERVICE:EPOCH:ADDRESS,ADDRESS}. */
  @Override
  public String toString() {
    return service
        + ":"
        + epoch
        + ":"
        + addresses.stream().map(h -> h.address().toString()).collect(Collectors.joining(","));
  }
}
