package org.batonha.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Which node is fit for which service, by the configuration and what the nodes say; and which
 * services go together.
 */
final class Placement {
  private final Reports reports;
  private final Peers peers;
  private final String self;
  private final Nominations nominations;
  private final Map<String, List<String>> apart = new HashMap<>();
  private List<Group> groups = List.of();
  private Supplier<List<ServiceConfig>> unarranged;

  /** Why a node is not fit for a service. */
  enum Obstacle {
    NONE,
    NOT_PREFERRED,
    NOT_PRESENT,
    NOT_CONFIGURED,
    UNAVAILABLE,
    STOPPED,
    FAILED,
    BUSY,
    APART
  }

  /**
   * Services that are always on one node.
   *
   * @param lead the one whose preference and failback count for all
   * @param members all of them, the lead included, in the order of their names
   */
  record Group(ServiceConfig lead, List<ServiceConfig> members) {
    /** Returns the same group, led by its lead if that is wanted, else by the first that is. */
    Group ledByOneOf(List<ServiceConfig> wanted) {
      return wanted.contains(lead) ? this : new Group(wanted.get(0), members);
    }

    /** Returns the names of all members but one. */
    List<String> others(ServiceConfig member) {
      return members.stream().filter(m -> m != member).map(ServiceConfig::name).toList();
    }
  }

  Placement(Knowledge known, Nominations nominations) {
    this.reports = known.reports;
    this.peers = known.peers;
    this.self = known.self();
    this.nominations = nominations;
  }

  List<Group> groups() {
    arrange();
    return groups;
  }

  Group groupOf(String service) {
    for (Group group : groups()) {
      for (ServiceConfig member : group.members) {
        if (member.name().equals(service)) {
          return group;
        }
      }
    }
    throw new IllegalArgumentException("service '" + service + "' is in no group");
  }

  /** Returns the services that must not be where this one is. */
  List<String> apartFrom(String service) {
    arrange();
    return apart.getOrDefault(service, List.of());
  }

  /** The services that are configured here have changed; looked at when they are needed. */
  void rearrange(Supplier<List<ServiceConfig>> services) {
    unarranged = services;
  }

  private void arrange() {
    if (unarranged == null) {
      return;
    }
    Map<String, ServiceConfig> byName = new TreeMap<>();
    unarranged.get().forEach(service -> byName.put(service.name(), service));
    apart.clear();
    Map<String, TreeSet<String>> together = new HashMap<>();
    byName.keySet().forEach(name -> together.put(name, new TreeSet<>()));
    Map<String, TreeSet<String>> separate = new HashMap<>();
    for (ServiceConfig service : byName.values()) {
      for (String other : service.togetherWith()) {
        if (byName.containsKey(other)) {
          together.get(service.name()).add(other);
          together.get(other).add(service.name());
        }
      }
      for (String other : service.apartFrom()) {
        separate.computeIfAbsent(service.name(), n -> new TreeSet<>()).add(other);
        separate.computeIfAbsent(other, n -> new TreeSet<>()).add(service.name());
      }
    }
    separate.forEach((name, others) -> apart.put(name, List.copyOf(others)));
    groups = group(byName, together);
    unarranged = null;
  }

  private static List<Group> group(
      Map<String, ServiceConfig> byName, Map<String, TreeSet<String>> together) {
    List<Group> groups = new ArrayList<>();
    TreeSet<String> left = new TreeSet<>(byName.keySet());
    while (!left.isEmpty()) {
      TreeSet<String> names = new TreeSet<>();
      Deque<String> next = new ArrayDeque<>(List.of(left.first()));
      while (!next.isEmpty()) {
        String name = next.remove();
        if (names.add(name)) {
          next.addAll(together.get(name));
        }
      }
      left.removeAll(names);
      List<ServiceConfig> members = names.stream().map(byName::get).toList();
      groups.add(new Group(lead(members), members));
    }
    return groups;
  }

  private static ServiceConfig lead(List<ServiceConfig> members) {
    return members.stream()
        .filter(member -> member.togetherWith().isEmpty())
        .findFirst()
        .orElse(members.get(0));
  }

  /**
   * Returns the present node that claims a service, one that acts on it before one that asks. One
   * that is stopping claims it no more: who comes after it may ask already, and is acked when the
   * stop is done, or when it hangs for too long.
   */
  String claimant(String service) {
    String asking = null;
    for (String node : peers.present()) {
      ServiceReport report = reports.get(node, service);
      if (report != null && report.claim() > 0 && report.state() != ServiceState.STOPPING) {
        if (report.state() != ServiceState.RECOVER) {
          return node;
        }
        asking = asking == null ? node : asking;
      }
    }
    return asking;
  }

  boolean isFit(ServiceConfig service, String node) {
    return obstacle(service, node) == Obstacle.NONE;
  }

  /** Returns whether others had better have a service, if one of them can. */
  boolean isBehind(ServiceConfig service, String node) {
    ServiceReport report = reports.get(node, service.name());
    return report != null && !report.behind().isEmpty();
  }

  /** Returns why others had better have a service, for people. */
  String whyBehind(ServiceConfig service, String node) {
    return "it would take it if no other node could: " + reports.get(node, service.name()).behind();
  }

  /** Returns what keeps a node from holding a service, or from going on to hold it. */
  Obstacle obstacle(ServiceConfig service, String node) {
    if (!service.preference().contains(node)) {
      return Obstacle.NOT_PREFERRED;
    }
    if (!peers.isPresent(node)) {
      return Obstacle.NOT_PRESENT;
    }
    ServiceReport report = reports.get(node, service.name());
    if (report == null) {
      return Obstacle.NOT_CONFIGURED;
    }
    if (!report.unavailable().isEmpty()) {
      return Obstacle.UNAVAILABLE;
    }
    if (isStopped(service.name(), report)) {
      return Obstacle.STOPPED;
    }
    if (report.state() == ServiceState.FAIL) {
      return Obstacle.FAILED;
    }
    boolean holds = report.claim() > 0 && report.state() != ServiceState.STOPPING;
    if (!holds && report.state() != ServiceState.RECOVER) {
      return Obstacle.BUSY;
    }
    return neighbour(service.name(), node, holds) == null ? Obstacle.NONE : Obstacle.APART;
  }

  /** The newest order is the one that this node knows; the other one may not have heard it yet. */
  private boolean isStopped(String service, ServiceReport there) {
    ServiceReport own = reports.get(self, service);
    return own == null ? there.stopped() : own.stopped();
  }

  /** Returns a service that is on the node and must be apart from this one; of two, one stays. */
  private String neighbour(String service, String node, boolean holds) {
    for (String other : apartFrom(service)) {
      ServiceReport report = reports.get(node, other);
      boolean there =
          nominations.isOpen(other, node)
              || (report != null && (report.claim() > 0 || report.state().isHolding()));
      if (there && !(holds && service.compareTo(other) < 0)) {
        return other;
      }
    }
    return null;
  }

  /** Returns why a node is not fit for a service, for people. */
  String text(ServiceConfig service, String node) {
    ServiceReport report = reports.get(node, service.name());
    return switch (obstacle(service, node)) {
      case NONE -> isBehind(service, node) ? whyBehind(service, node) : "it could take it";
      case NOT_PREFERRED ->
          "it is not a node of the service: choose one of " + service.preference();
      case NOT_PRESENT ->
          "it is not reachable; the members now are " + peers.present() + ": start it first";
      case NOT_CONFIGURED -> "it does not know the service: add it to that server's configuration";
      case UNAVAILABLE -> "it takes nothing now: " + report.unavailable();
      case STOPPED -> "the service is stopped by an operator: start it first";
      case FAILED ->
          "the service is in FAIL there ("
              + report.reason()
              + "): remove the cause, then recover it there";
      case BUSY -> "the service is in " + report.state() + " there: " + report.reason();
      case APART -> {
        boolean holds = report.claim() > 0;
        yield "service '"
            + neighbour(service.name(), node, holds)
            + "', from which it must be apart, is there";
      }
    };
  }
}
