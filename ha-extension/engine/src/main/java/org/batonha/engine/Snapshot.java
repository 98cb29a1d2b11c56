package org.batonha.engine;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.batonha.core.PeerState;
import org.batonha.core.ServiceConfig;
import org.batonha.core.ServiceReport;
import org.batonha.core.ServiceState;

/**
 * What this node knows, as of the core's last step; immutable, so that any thread may read it.
 *
 * @param view the members that vote, the coordinator first
 * @param coordinator the first member that is counted on; empty when there is none
 * @param quorate whether this node is in a part that may decide
 * @param maintenance whether an operator has taken this node out of service
 * @param peers what this node thinks of each other voter, in the order of the configuration
 * @param services what is known of each configured service, by name
 */
record Snapshot(
    List<String> view,
    String coordinator,
    boolean quorate,
    boolean maintenance,
    List<Peer> peers,
    Map<String, Service> services) {
  static final Snapshot EMPTY = new Snapshot(List.of(), "", false, false, List.of(), Map.of());

  /**
   * One other voter.
   *
   * @param sinceMillis wall time of the last change
   * @param reason why it is in that state, for people
   * @param dispensable whether this node is in a part that may decide without it: see {@link
   *     org.batonha.core.Core#isQuorateWithout}
   */
  record Peer(String node, PeerState state, long sinceMillis, String reason, boolean dispensable) {}

  /**
   * One service.
   *
   * @param epoch the highest epoch that is known
   * @param reports what each node of the view said last
   * @param sinceMillis wall time of the last change of state on this node
   */
  record Service(
      ServiceConfig config, long epoch, Map<String, ServiceReport> reports, long sinceMillis) {
    /** Returns the node that holds the service with the highest epoch. */
    Optional<String> holder() {
      return reports.entrySet().stream()
          .filter(e -> e.getValue().state().isHolding())
          .filter(e -> e.getValue().claim() > 0)
          .max(Comparator.comparingLong(e -> e.getValue().claim()))
          .map(Map.Entry::getKey);
    }

    private Optional<ServiceReport> ofHolder() {
      return holder().map(reports::get);
    }

    /** Returns why the holder was nominated; empty while there is none. */
    String cause() {
      return ofHolder().map(report -> report.cause().name()).orElse("");
    }

    /** Returns the same in a sentence, as the holder says it; empty when it says something else. */
    String nomination() {
      return ofHolder()
          .filter(r -> r.state() == ServiceState.UP || r.state() == ServiceState.STARTING)
          .map(ServiceReport::reason)
          .orElse("");
    }

    String stateOn(String node) {
      ServiceReport report = reports.get(node);
      return report == null ? "DOWN" : report.state().name();
    }

    String reasonOn(String node) {
      ServiceReport report = reports.get(node);
      if (report != null) {
        return report.reason();
      }
      return config.preference().contains(node)
          ? "the node is not in the view"
          : "the node is none of its preference " + config.preference();
    }

    /** Returns why a node does not take the service now; empty when it does. */
    String unavailableOn(String node) {
      ServiceReport report = reports.get(node);
      return report == null ? "" : report.unavailable();
    }
  }
}
