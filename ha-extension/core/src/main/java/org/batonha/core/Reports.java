package org.batonha.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What each node, this one among them, has said of its services. What a voter has to judge is kept
 * of every voter; what is counted on for decisions is only what was heard of a member since it
 * joined the view.
 */
final class Reports {
  private final Map<String, Said> byNode = new HashMap<>();
  private final Set<String> current = new HashSet<>();

  /** What a renewal meant to the list of its sender. */
  enum Taken {
    /** A newer one was here before: it says nothing. */
    OLD,
    /** It leaves out what is not known here. */
    GAP,
    /** Nothing in the list has changed. */
    SAME,
    /** Something has changed. */
    CHANGED
  }

  private static final class Said {
    long boot = Long.MIN_VALUE;
    long seq;
    long version;
    boolean isUpToDate;
    final Map<String, ServiceReport> list = new HashMap<>();
    List<ServiceReport> claims = List.of();
  }

  /** Takes in a renewal of {@code node}. */
  Taken put(String node, Message.Renew renew) {
    Said said = byNode.computeIfAbsent(node, name -> new Said());
    if (renew.boot() < said.boot || (renew.boot() == said.boot && renew.seq() < said.seq)) {
      return Taken.OLD;
    }
    if (renew.boot() > said.boot) {
      said.boot = renew.boot();
      said.version = 0;
      said.list.clear();
      said.claims = List.of();
    }
    said.seq = renew.seq();
    said.isUpToDate = renew.since() <= said.version;
    if (!said.isUpToDate) {
      return Taken.GAP;
    }
    if (renew.version() == said.version) {
      return Taken.SAME;
    }
    apply(said, renew);
    return Taken.CHANGED;
  }

  private static void apply(Said said, Message.Renew renew) {
    if (renew.since() == 0) {
      said.list.clear();
    }
    renew.changes().forEach(report -> said.list.put(report.service(), report));
    said.version = renew.version();
    List<ServiceReport> claims = new ArrayList<>();
    for (ServiceReport report : said.list.values()) {
      if (report.claim() > 0) {
        claims.add(report);
      }
    }
    claims.sort((a, b) -> a.service().compareTo(b.service()));
    said.claims = claims;
  }

  /** Returns the version of the list of {@code node} that is known here, 0 for none. */
  long version(String node) {
    Said said = byNode.get(node);
    return said == null ? 0 : said.version;
  }

  /** Returns the newest run of {@code node} that was heard of, {@code Long.MIN_VALUE} for none. */
  long boot(String node) {
    Said said = byNode.get(node);
    return said == null ? Long.MIN_VALUE : said.boot;
  }

  /** Returns the number of the newest renewal of {@code node} that was heard, 0 for none. */
  long seq(String node) {
    Said said = byNode.get(node);
    return said == null ? 0 : said.seq;
  }

  /** Returns whether the newest renewal of {@code node} left nothing out that is missing here. */
  boolean isUpToDate(String node) {
    Said said = byNode.get(node);
    return said != null && said.isUpToDate;
  }

  /**
   * Returns whether of each of these that was ever heard all is known that it has said. Somebody
   * who does not count on this node sends it no more than what has changed.
   */
  boolean areUpToDate(Collection<String> nodes) {
    for (String node : nodes) {
      Said said = byNode.get(node);
      if (said != null && !said.isUpToDate) {
        return false;
      }
    }
    return true;
  }

  /** Returns what {@code node} claims, in the order of the services' names. */
  List<ServiceReport> claims(String node) {
    Said said = byNode.get(node);
    return said == null ? List.of() : said.claims;
  }

  /** From now on {@code node} is counted on; returns whether it was not before. */
  boolean count(String node) {
    return current.add(node);
  }

  /** Counts no more on who has left; what it said before it went away is no basis for anything. */
  void retain(Collection<String> members) {
    current.retainAll(members);
  }

  /** Returns whether all of these were heard of since they joined the view. */
  boolean hasAll(Collection<String> members) {
    return current.containsAll(members);
  }

  /** Returns what {@code node} says of a service, if it is counted on; else {@code null}. */
  ServiceReport get(String node, String service) {
    Said said = current.contains(node) ? byNode.get(node) : null;
    return said == null ? null : said.list.get(service);
  }

  /**
   * Returns what {@code node} said last of a service, in the view or not; {@code null} if never.
   */
  ServiceReport said(String node, String service) {
    Said said = byNode.get(node);
    return said == null ? null : said.list.get(service);
  }

  /** Returns what {@code node} says of a service, if it is counted on. */
  Optional<ServiceReport> of(String node, String service) {
    return Optional.ofNullable(get(node, service));
  }

  /** Returns the highest epoch of {@code service} that any of these nodes has had or asked for. */
  long highestHeld(String service, Collection<String> nodes) {
    long highest = 0;
    for (String node : nodes) {
      ServiceReport report = get(node, service);
      if (report != null) {
        highest = Math.max(highest, Math.max(report.claim(), report.released()));
      }
    }
    return highest;
  }

  /** Returns the highest epoch of {@code service} that any of these nodes has heard of. */
  long highestSeen(String service, Collection<String> nodes) {
    long highest = 0;
    for (String node : nodes) {
      ServiceReport report = get(node, service);
      if (report != null) {
        long said = Math.max(report.seen(), Math.max(report.claim(), report.released()));
        highest = Math.max(highest, said);
      }
    }
    return highest;
  }
}
