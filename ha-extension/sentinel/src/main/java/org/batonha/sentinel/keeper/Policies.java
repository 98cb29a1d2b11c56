package org.batonha.sentinel.keeper;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
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
    own.put(service, policy);
    lookUpNanos = now;
  }

  Policy of(Replies owner, String service) {
    return policies.getOrDefault(owner, Map.of()).getOrDefault(service, Policy.DEFAULT);
  }

  /** Returns whether this commander has said anything of the kind. */
  boolean has(Replies owner) {
    return policies.containsKey(owner);
  }

  void forget(Replies owner) {
    policies.remove(owner);
  }

  /** Returns all who have said something. */
  List<Replies> owners() {
    return new ArrayList<>(policies.keySet());
  }

  OptionalLong dueNanos() {
    return announceTo().isEmpty() ? OptionalLong.empty() : OptionalLong.of(lookUpNanos);
  }

  void work(long now) {
    if (dueNanos().isEmpty() || now - lookUpNanos < 0) {
      return;
    }
    lookUpNanos = now + Timing.LOOK_UP_INTERVAL.toNanos();
    try {
      host.lookUp(announceTo());
    } catch (Refusal e) {
      if (complaints.admits(now)) {
        log.warn("the hosts to announce to are not looked up: " + e.getMessage());
      }
    }
  }

  private Set<InetAddress> announceTo() {
    return policies.values().stream()
        .flatMap(own -> own.values().stream())
        .flatMap(policy -> policy.announceTo().stream())
        .collect(Collectors.toSet());
  }
}
