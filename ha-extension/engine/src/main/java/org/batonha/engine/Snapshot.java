package org.batonha.engine;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.batonha.core.ServiceConfig;
import org.batonha.core.ServiceReport;

/**
 * What this node knows, as of the core's last step; immutable, so that any thread may read it.
 *
 * @param view the members, the coordinator first
 * @param quorate whether this node is in a part that may decide
 * @param services what is known of each configured service, by name
 */
record Snapshot(List<String> view, boolean quorate, Map<String, Service> services) {
  static final Snapshot EMPTY = new Snapshot(List.of(), false, Map.of());

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

    String stateOn(String node) {
      ServiceReport report = reports.get(node);
      return report == null ? "DOWN" : report.state().name();
    }

    String reasonOn(String node) {
      ServiceReport report = reports.get(node);
      return report == null ? "the node is not in the view" : report.reason();
    }
  }
}
