package org.batonha.core;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** The services that are configured on this node, in the order of their names. */
final class LocalServices {
  private final Knowledge known;
  private final Placement placement;
  private final Agenda agenda;
  private final Map<String, LocalService> byName = new TreeMap<>();
  private final Map<String, LocalService> claims = new TreeMap<>();
  private String unavailable = "";
  private String behind = "";
  private long deadline = Long.MAX_VALUE;

  LocalServices(Knowledge known, Placement placement, Agenda agenda) {
    this.known = known;
    this.placement = placement;
    this.agenda = agenda;
  }

  Collection<LocalService> all() {
    return byName.values();
  }

  /** Returns those that hold or ask for a baton, as it was when they were settled last. */
  Collection<LocalService> claims() {
    return claims.values();
  }

  /** Returns a service, or {@code null} when it is not configured here. */
  LocalService get(String name) {
    return byName.get(name);
  }

  Optional<LocalService> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  List<LocalService> named(Collection<String> names) {
    return names.stream().map(byName::get).filter(Objects::nonNull).toList();
  }

  /** Returns a service that is not being removed. */
  Optional<LocalService> configured(String name) {
    return find(name).filter(service -> !service.isRemoved());
  }

  List<ServiceConfig> configs() {
    return byName.values().stream()
        .filter(service -> !service.isRemoved())
        .map(LocalService::config)
        .toList();
  }

  /** Returns the longest drain time-out, in ns. */
  long longestDrain() {
    return byName.values().stream()
        .mapToLong(service -> service.config().drainTimeout().toNanos())
        .max()
        .orElse(0);
  }

  /** Returns for people why there is no {@code name}, or what there is instead. */
  String unknown(String name) {
    Optional<LocalService> going = find(name);
    if (going.isPresent()) {
      return going.get().successor().isPresent()
          ? "service '%s' is being configured anew and still stops as it was: repeat this then"
              .formatted(name)
          : "service '%s' is being removed from this node: add it again first".formatted(name);
    }
    List<String> names = configs().stream().map(ServiceConfig::name).toList();
    return "there is no service '" + name + "' on this node: it has " + names;
  }

  boolean isAnyHolding() {
    return byName.values().stream().anyMatch(service -> service.state().isHolding());
  }

  // ---- configuration

  /** Adds a service. One of that name with another configuration ends first. */
  void add(ServiceConfig config, List<Decision> out, long now) {
    LocalService old = byName.get(config.name());
    if (old != null) {
      if (!old.isRemoved() && !old.config().equals(config)) {
        old.remove(out, now);
      }
      old.replaceWith(config);
    } else {
      LocalService service = new LocalService(config, known.config(), known.boot, unavailable, now);
      service.setBehind(behind);
      byName.put(config.name(), service);
      placement.rearrange(this::configs);
    }
  }

  /** Removed services go when nothing acts on them any more; their successors begin. */
  private void clearRemoved(List<Decision> out, long now) {
    for (LocalService old : List.copyOf(byName.values())) {
      if (old.isGone(now)) {
        String name = old.config().name();
        byName.remove(name);
        claims.remove(name);
        old.successor()
            .map(next -> LocalService.after(old, next, unavailable, out, now))
            .ifPresent(next -> byName.put(name, next));
      }
    }
    placement.rearrange(this::configs);
    agenda.touch();
  }

  /** This node takes services, or it does not, and why: empty when it does. */
  void setUnavailable(String why, List<Decision> out, long now) {
    unavailable = why;
    byName.values().forEach(service -> service.setUnavailable(why, out, now));
  }

  /** Others had better have the services, and why: empty when nothing is said against this node. */
  void setBehind(String why) {
    behind = why;
    byName.values().forEach(service -> service.setBehind(why));
  }

  // ---- what nominators say

  /** A nomination; not followed when a service that must be elsewhere is here. */
  void granted(Message.Grant grant, long now) {
    LocalService service = byName.get(grant.service());
    if (service == null || !service.canBeGranted(grant.epoch())) {
      return;
    }
    for (String other : placement.apartFrom(grant.service())) {
      if (find(other).filter(LocalService::isEngaged).isPresent()) {
        return;
      }
    }
    service.granted(grant, now);
    agenda.touch(grant.service());
  }

  void yield(String from, Message.Yield yield, List<Decision> out, long now) {
    LocalService service = byName.get(yield.service());
    if (service != null && service.state() == ServiceState.UP && service.claim() == yield.epoch()) {
      service.yield(yield.reason() + " (asked by " + from + ")", out, now);
      agenda.touch(yield.service());
    }
  }

  // ---- time

  /** Returns when {@link #settle} has something to do at the earliest. */
  long deadline() {
    return deadline;
  }

  /** Does what time or an event has brought about, service by service. */
  void settle(Agenda.Services touched, List<Decision> out, long now) {
    boolean gone = false;
    if (touched.isAll()) {
      deadline = Long.MAX_VALUE;
      for (LocalService service : byName.values()) {
        gone |= settle(service, out, now);
      }
    } else {
      for (String name : touched.names()) {
        LocalService service = byName.get(name);
        gone |= service != null && settle(service, out, now);
      }
    }
    if (gone) {
      clearRemoved(out, now);
    }
  }

  /** Returns whether nothing is left of the service. */
  private boolean settle(LocalService service, List<Decision> out, long now) {
    service.tick(out, now);
    if (service.shouldAskAgain(now)) {
      agenda.hurry();
    }
    if (service.isNominated()) {
      pursue(service, out, now);
    }
    deadline = Math.min(deadline, service.deadline());
    if (service.claim() > 0) {
      claims.put(service.config().name(), service);
    } else {
      claims.remove(service.config().name());
    }
    return service.isGone(now);
  }

  /**
   * A nominee asks the voters; one that is alone waits for silence before, and probes, unless the
   * last words have proven that nobody else can hold it.
   */
  private void pursue(LocalService service, List<Decision> out, long now) {
    boolean isHeldHere = service.state() == ServiceState.RECLAIM;
    if (isHeldHere || !known.quorum.isAlone(known.peers.present())) {
      service.ask();
      return;
    }
    long busyUntil = known.voter.busyUntil(service.config().name(), known.self(), known.boot);
    if (now > busyUntil && now < known.othersSilentUntil()) {
      service.ask();
    } else if (now > busyUntil) {
      service.probe(out);
    } else {
      deadline = Math.min(deadline, busyUntil + 1);
    }
  }
}
