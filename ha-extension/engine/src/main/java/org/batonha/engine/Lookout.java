package org.batonha.engine;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.batonha.core.Core;
import org.batonha.core.Decision;
import org.batonha.core.ServiceConfig;
import org.batonha.core.ServiceReport;

/** Looks at core on its thread, after each step, and keeps a picture for all other threads. */
final class Lookout {
  private final Core core;
  private final String node;
  private final Supplier<List<String>> voters;
  private final Map<String, Long> servicesChangedAt = new ConcurrentHashMap<>();
  private final Map<String, Change> peersChanged = new HashMap<>();
  private volatile Snapshot snapshot = Snapshot.EMPTY;

  private record Change(long atMillis, String reason) {}

  /**
   * @param voters all that vote, in the order of the configuration; may change
   */
  Lookout(Core core, String node, Supplier<List<String>> voters) {
    this.core = core;
    this.node = node;
    this.voters = voters;
  }

  Snapshot snapshot() {
    return snapshot;
  }

  Optional<Snapshot.Service> service(String name) {
    return Optional.ofNullable(snapshot.services().get(name));
  }

  void added(String service) {
    servicesChangedAt.put(service, System.currentTimeMillis());
  }

  /** On core's thread, before the decisions are carried out. */
  void look(List<Decision> decisions) {
    for (Decision decision : decisions) {
      if (decision instanceof Decision.Transition transition) {
        servicesChangedAt.put(transition.service(), System.currentTimeMillis());
      } else if (decision instanceof Decision.PeerChanged peer) {
        peersChanged.put(peer.node(), new Change(System.currentTimeMillis(), peer.reason()));
      }
    }
    Map<String, Snapshot.Service> known = new LinkedHashMap<>();
    for (ServiceConfig service : core.services()) {
      known.put(service.name(), look(service));
    }
    snapshot =
        new Snapshot(
            core.view(),
            core.coordinator().orElse(""),
            core.isQuorate(System.nanoTime()),
            core.isInMaintenance(),
            voters.get().stream().filter(voter -> !voter.equals(node)).map(this::peer).toList(),
            known);
  }

  private Snapshot.Service look(ServiceConfig service) {
    String name = service.name();
    Map<String, ServiceReport> reports = new LinkedHashMap<>();
    for (String preferred : service.preference()) {
      core.report(preferred, name).ifPresent(report -> reports.put(preferred, report));
    }
    long since = servicesChangedAt.getOrDefault(name, 0L);
    return new Snapshot.Service(service, core.epoch(name), reports, since);
  }

  private Snapshot.Peer peer(String voter) {
    Change change = peersChanged.getOrDefault(voter, new Change(0, "it was never in the view"));
    return new Snapshot.Peer(
        voter,
        core.peer(voter),
        change.atMillis,
        change.reason,
        core.isQuorateWithout(voter, System.nanoTime()));
  }
}
