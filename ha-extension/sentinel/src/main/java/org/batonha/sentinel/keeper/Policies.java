package org.batonha.sentinel.keeper;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.batonha.sentinel.protocol.ErrorCode;
import org.batonha.sentinel.protocol.Policy;
import org.batonha.sentinel.protocol.Refusal;

/**
 * What each commander has said of how its services' addresses are to be taken, told and watched.
 * The hosts that are to be told by unicast are looked up now and then, so that the kernel knows
 * them when it counts.
 */
final class Policies {
  private final Map<Replies, Map<String, Policy>> policies = new HashMap<>();
  private final Host host;
  private final Log log;
  private final Pace complaints = new Pace(Timing.COMPLAINT_INTERVAL);

  /** All hosts that are to be told by unicast, as those who configured it have said. */
  private Set<InetAddress> announceTo = Set.of();

  /** Those of them that were never looked up. */
  private final Set<InetAddress> unknown = new HashSet<>();

  private long lookUpNanos;

  Policies(Host host, Log log) {
    this.host = host;
    this.log = log;
  }

  /** Replaces what was said of the service by this commander. */
  void put(Replies owner, String service, Policy policy, long now) throws Refusal {
    Map<String, Policy> own = policies.computeIfAbsent(owner, o -> new HashMap<>());
    if (own.size() >= Timing.CONFIGURED_LIMIT && !own.containsKey(service)) {
      throw new Refusal(
          ErrorCode.SYSTEM,
          "%d services are configured already: that is the most".formatted(own.size()));
    }
    Policy before = own.put(service, policy);
    if (before == null || !before.announceTo().equals(policy.announceTo())) {
      announceToChanged(now);
    }
  }

  /** Only who is new is looked up at once: each service of many may name the same few hosts. */
  private void announceToChanged(long now) {
    Set<InetAddress> before = announceTo;
    announceTo =
        policies.values().stream()
            .flatMap(own -> own.values().stream())
            .flatMap(policy -> policy.announceTo().stream())
            .collect(Collectors.toSet());
    if (before.isEmpty()) {
      lookUpNanos = now + Timing.LOOK_UP_INTERVAL.toNanos();
    }
    announceTo.stream().filter(host -> !before.contains(host)).forEach(unknown::add);
    unknown.retainAll(announceTo);
  }

  Policy of(Replies owner, String service) {
    return policies.getOrDefault(owner, Map.of()).getOrDefault(service, Policy.DEFAULT);
  }

  /** Returns whether this commander has said anything of the kind. */
  boolean has(Replies owner) {
    return policies.containsKey(owner);
  }

  void forget(Replies owner, long now) {
    policies.remove(owner);
    announceToChanged(now);
  }

  /** Returns all who have said something. */
  List<Replies> owners() {
    return new ArrayList<>(policies.keySet());
  }

  OptionalLong dueNanos(long now) {
    if (announceTo.isEmpty()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(unknown.isEmpty() ? lookUpNanos : now);
  }

  void work(long now) {
    if (!announceTo.isEmpty() && now - lookUpNanos >= 0) {
      lookUpNanos = now + Timing.LOOK_UP_INTERVAL.toNanos();
      lookUp(announceTo, now);
    } else if (!unknown.isEmpty()) {
      lookUp(Set.copyOf(unknown), now);
    }
    unknown.clear();
  }

  private void lookUp(Set<InetAddress> hosts, long now) {
    try {
      host.lookUp(hosts);
    } catch (Refusal e) {
      if (complaints.admits(now)) {
        log.warn("the hosts to announce to are not looked up: " + e.getMessage());
      }
    }
  }
}
