package org.batonha.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.batonha.core.Message.Grant;

/** The nominations that this node has made and that have not come to anything yet. */
final class Nominations {
  private final Knowledge known;
  private final Map<String, Nomination> open = new HashMap<>();
  private final Map<String, Nomination> last = new HashMap<>();
  private final Map<String, List<Grant>> unsent = new TreeMap<>();

  private record Nomination(Grant grant, String node, long at) {}

  Nominations(Knowledge known) {
    this.known = known;
  }

  boolean isOpen(String service, String node) {
    return node.equals(nominee(service));
  }

  /** Returns who was nominated for a service and has not answered yet, or {@code null}. */
  String nominee(String service) {
    Nomination nomination = open.get(service);
    return nomination == null ? null : nomination.node;
  }

  void close(String service) {
    open.remove(service);
  }

  /**
   * A nominee has some time to wait for the last holder's silence and to probe; one that has not
   * said yet that it knows of its grant is told again.
   *
   * @return whether the nomination of a service is still open
   */
  boolean await(ServiceConfig service, Placement placement, long now) {
    Nomination nomination = open.get(service.name());
    if (nomination == null) {
      return false;
    }
    ServiceReport report = known.reports.get(nomination.node, service.name());
    long patience = LocalService.PATIENCE_LEASES * known.config().leaseNanos();
    boolean isStillOpen =
        placement.isFit(service, nomination.node)
            && report.released() < nomination.grant.epoch()
            && report.seen() <= nomination.grant.epoch()
            && now - nomination.at < patience;
    if (!isStillOpen) {
      open.remove(service.name());
    } else if (report.seen() < nomination.grant.epoch()) {
      tell(nomination.node, nomination.grant);
    }
    return isStillOpen;
  }

  private void tell(String node, Grant grant) {
    unsent.computeIfAbsent(node, name -> new ArrayList<>()).add(grant);
  }

  /**
   * Returns whether a heartbeat has passed since the last nomination for a service: two nominators
   * that do not see each other would otherwise outbid each other as fast as the network allows.
   */
  boolean isTimely(String service, long now) {
    Nomination before = last.get(service);
    return before == null || now - before.at >= known.config().heartbeatNanos();
  }

  /** Nominates a node, under an epoch above all that is known and that was given out here. */
  Grant nominate(String service, String node, Cause cause, String reason, long now) {
    CoreConfig config = known.config();
    long epoch = Numbers.after(highest(service), config.node(), config.voters());
    Grant grant = new Grant(service, epoch, cause, reason);
    Nomination nomination = new Nomination(grant, node, now);
    last.put(service, nomination);
    open.put(service, nomination);
    tell(node, grant);
    return grant;
  }

  /** Returns the highest epoch that is known, or that may have been given out before. */
  private long highest(String service) {
    long highest = Math.max(known.boot, known.voter.known(service));
    Nomination before = last.get(service);
    highest = before == null ? highest : Math.max(highest, before.grant.epoch());
    for (String voter : known.config().voters()) {
      highest = Math.max(highest, known.reports.boot(voter));
    }
    return Math.max(highest, known.reports.highestSeen(service, known.config().nodes()));
  }

  /** Returns what has to be told to whom, and forgets it. */
  Map<String, List<Grant>> take() {
    Map<String, List<Grant>> taken = new TreeMap<>(unsent);
    unsent.clear();
    return taken;
  }
}
