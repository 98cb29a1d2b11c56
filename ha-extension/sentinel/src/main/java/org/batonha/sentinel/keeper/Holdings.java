package org.batonha.sentinel.keeper;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.batonha.sentinel.protocol.ErrorCode;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/** All leases that there are, by their services. */
final class Holdings {
  private final Map<String, Holding> byService = new LinkedHashMap<>();

  /** Returns the live collection. */
  Collection<Holding> all() {
    return byService.values();
  }

  /** Returns those of one commander, as they are now. */
  List<Holding> of(Replies owner) {
    return all().stream().filter(holding -> holding.owner() == owner).toList();
  }

  /** Returns the service's lease, or {@code null}. */
  Holding find(String service) {
    return byService.get(service);
  }

  Holding findOrAdd(String service) {
    return byService.computeIfAbsent(service, Holding::new);
  }

  Holding get(String service) throws Refusal {
    Holding holding = byService.get(service);
    if (holding == null) {
      throw new Refusal(ErrorCode.UNKNOWN, "%s is not held: hold it first".formatted(service));
    }
    return holding;
  }

  Holding get(String service, long epoch) throws Refusal {
    Holding holding = get(service);
    if (holding.epoch() != epoch) {
      throw new Refusal(
          ErrorCode.UNKNOWN,
          "%s is held with epoch %d, not %d".formatted(service, holding.epoch(), epoch));
    }
    return holding;
  }

  void remove(Collection<Holding> gone) {
    gone.forEach(holding -> byService.remove(holding.service()));
  }

  /** Returns those that have run out. */
  List<Holding> overdue(long now) {
    return all().stream().filter(holding -> now - holding.deadlineNanos() >= 0).toList();
  }

  Stream<Held> held() {
    return all().stream().flatMap(holding -> holding.held().stream());
  }

  Set<VirtualAddress> addresses() {
    return held().map(Held::address).collect(Collectors.toCollection(HashSet::new));
  }

  List<VirtualAddress> without(List<VirtualAddress> addresses) {
    Set<VirtualAddress> ours = addresses();
    return addresses.stream().filter(address -> !ours.contains(address)).toList();
  }

  /** Returns whether one of the service's addresses is on the device. */
  static boolean isOn(Holding holding, String device) {
    return holding.held().stream().anyMatch(held -> held.address().device().equals(device));
  }

  LongStream dueNanos() {
    return LongStream.concat(
        all().stream().mapToLong(Holding::deadlineNanos), held().mapToLong(Held::dueNanos));
  }
}
