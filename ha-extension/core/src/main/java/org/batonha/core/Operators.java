package org.batonha.core;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Takes in an operator's command: refuses what cannot work, with what would; begins the rest, and
 * hands it to {@link Commands}, which answers it.
 */
final class Operators {
  private final Supplier<CoreConfig> config;
  private final Reports reports;
  private final Peers peers;
  private final History history;
  private final Placement placement;
  private final Commands commands;
  private final Map<String, LocalService> services;

  Operators(
      Supplier<CoreConfig> config,
      Reports reports,
      Peers peers,
      History history,
      Placement placement,
      Commands commands,
      Map<String, LocalService> services) {
    this.config = config;
    this.reports = reports;
    this.peers = peers;
    this.history = history;
    this.placement = placement;
    this.commands = commands;
    this.services = services;
  }

  void move(Event.MoveCommand move, List<Decision> out, long now) {
    LocalService service = known(move.service(), move.id(), out);
    if (service == null) {
      return;
    }
    Placement.Obstacle obstacle = placement.obstacle(service.config(), move.to());
    if (obstacle != Placement.Obstacle.NONE && obstacle != Placement.Obstacle.BUSY) {
      refuse(
          move.id(),
          "service '"
              + move.service()
              + "' cannot go to '"
              + move.to()
              + "': "
              + placement.text(service.config(), move.to()),
          out);
    } else {
      commands.add(move, now);
    }
  }

  void stop(Event.StopCommand stop, List<Decision> out, long now) {
    LocalService service = known(stop.service(), stop.id(), out);
    if (service != null) {
      order(service, true, out, now);
      commands.add(stop, now);
    }
  }

  void start(Event.StartCommand start, List<Decision> out, long now) {
    LocalService service = known(start.service(), start.id(), out);
    if (service != null) {
      order(service, false, out, now);
      history.ordered(start.service());
      commands.add(start, now);
    }
  }

  /** Numbers the operator's word, so that the newest one counts wherever it was said. */
  private void order(LocalService service, boolean stop, List<Decision> out, long now) {
    long highest = service.order();
    for (String node : config.get().nodes()) {
      ServiceReport report = reports.get(node, service.config().name());
      highest = report == null ? highest : Math.max(highest, report.order());
    }
    long number = Numbers.after(highest, config.get().node(), config.get().voters());
    service.ordered(number, stop, out, now);
  }

  void fail(Event.FailCommand fail, List<Decision> out, long now) {
    LocalService service = known(fail.service(), fail.id(), out);
    if (service != null) {
      service.failedByOperator(out, now);
      commands.add(fail, now);
    }
  }

  void recover(Event.RecoverCommand recover, List<Decision> out, long now) {
    LocalService service = known(recover.service(), recover.id(), out);
    if (service == null) {
      return;
    }
    String what = "service '" + recover.service() + "'";
    if (service.state() != ServiceState.FAIL) {
      refuse(
          recover.id(),
          what
              + " is in "
              + service.state()
              + " on this node, not in FAIL: there is nothing to"
              + " recover",
          out);
    } else {
      service.recover(out, now);
      out.add(new Decision.CommandDone(recover.id(), what + " may be started here again"));
    }
  }

  private LocalService known(String name, long id, List<Decision> out) {
    LocalService service = services.get(name);
    if (service == null || service.isRemoved()) {
      refuse(
          id,
          "there is no service '"
              + name
              + "' on this node: it has "
              + services.values().stream()
                  .filter(s -> !s.isRemoved())
                  .map(s -> s.config().name())
                  .toList(),
          out);
      return null;
    }
    return service;
  }

  private static void refuse(long id, String why, List<Decision> out) {
    out.add(new Decision.CommandFailed(id, why));
  }
}
