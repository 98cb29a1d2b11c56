package org.batonha.core;

import java.util.List;

/**
 * Takes in an operator's command: refuses what cannot work, with what would; begins the rest, and
 * hands it to {@link Commands}, which answers it.
 */
final class Operators {
  private final Knowledge known;
  private final Placement placement;
  private final Commands commands;
  private final LocalServices services;

  Operators(Knowledge known, Placement placement, Commands commands, LocalServices services) {
    this.known = known;
    this.placement = placement;
    this.commands = commands;
    this.services = services;
  }

  /** Does what can be done here and now, and answers at once what cannot work. */
  void command(Event.Command command, List<Decision> out, long now) {
    if (command instanceof Event.MoveCommand move) {
      move(move, out, now);
    } else if (command instanceof Event.StopCommand stop) {
      stop(stop, out, now);
    } else if (command instanceof Event.StartCommand start) {
      start(start, out, now);
    } else if (command instanceof Event.FailCommand fail) {
      fail(fail, out, now);
    } else if (command instanceof Event.RecoverCommand recover) {
      recover(recover, out, now);
    }
  }

  private void move(Event.MoveCommand move, List<Decision> out, long now) {
    LocalService service = required(move.service(), move.id(), out);
    if (service == null) {
      return;
    }
    Placement.Obstacle obstacle = placement.obstacle(service.config(), move.to());
    boolean isBusy = obstacle == Placement.Obstacle.BUSY;
    boolean isBetterElsewhere = isBetterElsewhere(service.config(), move.to());
    if ((obstacle != Placement.Obstacle.NONE && !isBusy) || isBetterElsewhere) {
      refuse(
          move.id(),
          "service '"
              + move.service()
              + "' cannot go to '"
              + move.to()
              + "': "
              + (isBusy
                  ? placement.whyBehind(service.config(), move.to())
                  : placement.text(service.config(), move.to())),
          out);
    } else {
      commands.add(move, now);
    }
  }

  /** A node that is behind takes only what no other node has, or could take. */
  private boolean isBetterElsewhere(ServiceConfig service, String node) {
    if (!placement.isBehind(service, node)) {
      return false;
    }
    String holder = placement.claimant(service.name());
    return service.preference().stream()
        .filter(other -> !other.equals(node))
        .anyMatch(
            other ->
                other.equals(holder)
                    || (placement.isFit(service, other) && !placement.isBehind(service, other)));
  }

  private void stop(Event.StopCommand stop, List<Decision> out, long now) {
    LocalService service = required(stop.service(), stop.id(), out);
    if (service != null) {
      order(service, true, out, now);
      commands.add(stop, now);
    }
  }

  private void start(Event.StartCommand start, List<Decision> out, long now) {
    LocalService service = required(start.service(), start.id(), out);
    if (service != null) {
      order(service, false, out, now);
      known.history.ordered(start.service());
      commands.add(start, now);
    }
  }

  /** Numbers the operator's word, so that the newest one counts wherever it was said. */
  private void order(LocalService service, boolean stop, List<Decision> out, long now) {
    long highest = Math.max(known.boot, service.order());
    for (String node : known.config().nodes()) {
      ServiceReport report = known.reports.get(node, service.config().name());
      highest = report == null ? highest : Math.max(highest, report.order());
    }
    long number = Numbers.after(highest, known.self(), known.config().voters());
    service.ordered(number, stop, out, now);
  }

  private void fail(Event.FailCommand fail, List<Decision> out, long now) {
    LocalService service = required(fail.service(), fail.id(), out);
    if (service != null) {
      service.failedByOperator(out, now);
      commands.add(fail, now);
    }
  }

  private void recover(Event.RecoverCommand recover, List<Decision> out, long now) {
    LocalService service = required(recover.service(), recover.id(), out);
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
    } else if (service.failingCheck() != null) {
      refuse(recover.id(), what + " still fails its check: " + service.failingCheck(), out);
    } else {
      service.recover(out, now);
      out.add(new Decision.CommandDone(recover.id(), what + " may be started here again"));
    }
  }

  private LocalService required(String name, long id, List<Decision> out) {
    LocalService service = services.configured(name).orElse(null);
    if (service == null) {
      refuse(id, services.unknown(name), out);
    }
    return service;
  }

  private static void refuse(long id, String why, List<Decision> out) {
    out.add(new Decision.CommandFailed(id, why, false));
  }
}
