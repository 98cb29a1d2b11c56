package org.batonha.core;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the members of the view, this node among them, said last of their services. */
final class Reports {
  private final Map<String, Map<String, ServiceReport>> byNode = new HashMap<>();
  private final Map<String, Message.Renew> newest = new HashMap<>();

  /**
   * Takes in what a node said, unless it has said something newer already.
   *
   * @return whether the node's hold on any service differs from what was known
   */
  boolean put(String node, Message.Renew renew) {
    Message.Renew last = newest.get(node);
    if (last != null && isOlder(renew, last)) {
      return false;
    }
    Map<String, ServiceReport> said = new HashMap<>();
    renew.services().forEach(report -> said.put(report.service(), report));
    Map<String, ServiceReport> before = byNode.put(node, said);
    newest.put(node, renew);
    return before == null
        || said.values().stream().anyMatch(r -> differs(r, before.get(r.service())));
  }

  private static boolean isOlder(Message.Renew renew, Message.Renew last) {
    return renew.boot() < last.boot() || (renew.boot() == last.boot() && renew.seq() < last.seq());
  }

  private static boolean differs(ServiceReport now, ServiceReport before) {
    return before == null
        || now.claim() != before.claim()
        || now.state() != before.state()
        || now.unavailable() != before.unavailable();
  }

  /** Forgets who has left, so that nobody counts on what a node said before it went away. */
  void retain(Set<String> members) {
    byNode.keySet().retainAll(members);
    newest.keySet().retainAll(members);
  }

  Set<String> heardFrom() {
    return new HashSet<>(byNode.keySet());
  }

  Optional<ServiceReport> of(String node, String service) {
    return Optional.ofNullable(byNode.getOrDefault(node, Map.of()).get(service));
  }

  /** Whether a member has held {@code service} in its present run, and has let go of it. */
  boolean anyReleased(String service) {
    return byNode.values().stream()
        .map(byService -> byService.get(service))
        .anyMatch(report -> report != null && report.released() > 0);
  }

  /** Returns the highest epoch of {@code service} that any member has heard of. */
  long highestSeen(String service) {
    return byNode.values().stream()
        .map(byService -> byService.get(service))
        .filter(report -> report != null)
        .mapToLong(report -> Math.max(report.seen(), Math.max(report.claim(), report.released())))
        .max()
        .orElse(0);
  }
}
