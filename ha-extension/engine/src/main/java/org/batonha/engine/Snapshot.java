package org.batonha.engine;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.batonha.core.ServiceConfig;
import org.batonha.core.ServiceReport;
import org.batonha.core.ServiceState;

/**
 * What this node knows, as of the core's last step; immutable, so that any thread may read it.
 *
 * @param view the members, the coordinator first
 * @param quorate whether this node is in a part that may decide
 * @param services what is known of each configured service, by name
 */
record Snapshot(List<String> view, boolean quorate, Map<String, Service> services) {
  static final Snapshot EMPTY = new Snapshot(List.of(), false, Map.of());

  /** A service is held where it is active, or was until its stop is done. */
  private static final Set<ServiceState> HOLDING =
      EnumSet.of(ServiceState.UP, ServiceState.STARTING, ServiceState.STOPPING);

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
          .filter(e -> HOLDING.contains(e.getValue().state()))
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
