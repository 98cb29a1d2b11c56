package org.batonha.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.batonha.core.Event.Command;

/**
 * The operator's commands that were given on this node and are not answered yet: each is answered
 * when what it wanted can be seen in the nodes' reports, or when that cannot come any more.
 */
final class Commands {
  private final Reports reports;
  private final Peers peers;
  private final LocalServices services;
  private final List<Pending> pending = new ArrayList<>();

  private record Pending(Command command, long until) {}

  /** What became of a command. */
  private record Outcome(boolean done, boolean late, String text) {}

  Commands(Knowledge known, LocalServices services) {
    this.reports = known.reports;
    this.peers = known.peers;
    this.services = services;
  }

  void add(Command command, long now) {
    pending.add(new Pending(command, now + Moves.PATIENCE_NANOS + services.longestDrain()));
  }

  /** Answers what is done or hopeless. */
  void settle(List<Decision> out, long now) {
    for (int i = 0; i < pending.size(); i++) {
      Pending p = pending.get(i);
      Optional<Outcome> outcome = outcome(p, now);
      if (outcome.isPresent()) {
        pending.remove(i--);
        String text = outcome.get().text();
        out.add(
            outcome.get().done()
                ? new Decision.CommandDone(p.command.id(), text)
                : new Decision.CommandFailed(p.command.id(), text, outcome.get().late()));
      }
    }
  }

  private Optional<Outcome> outcome(Pending p, long now) {
    Command command = p.command;
    Optional<Outcome> outcome;
    if (command instanceof Event.MoveCommand move) {
      outcome = moved(move);
    } else if (command instanceof Event.StopCommand stop) {
      outcome = stopped(stop);
    } else if (command instanceof Event.StartCommand start) {
      outcome = started(start);
    } else if (command instanceof Event.FailCommand fail) {
      outcome = failed(fail);
    } else {
      outcome = inMaintenance();
    }
    return outcome.isPresent() || now <= p.until
        ? outcome
        : Optional.of(new Outcome(false, true, late(command)));
  }

  private Optional<Outcome> moved(Event.MoveCommand move) {
    ServiceReport there =
        peers.isPresent(move.to()) ? reports.get(move.to(), move.service()) : null;
    if (there != null && there.state() == ServiceState.UP) {
      return done(what(move.service()) + " is UP on " + move.to());
    }
    if (there == null || there.state() == ServiceState.FAIL) {
      String why = there == null ? "the node has left" : there.reason();
      return Optional.of(
          new Outcome(
              false,
              false,
              what(move.service()) + " could not start on '" + move.to() + "': " + why));
    }
    return Optional.empty();
  }

  private Optional<Outcome> stopped(Event.StopCommand stop) {
    return notStopped(stop.service()).isPresent()
        ? Optional.empty()
        : done(what(stop.service()) + " is stopped, until it is started again");
  }

  /** Returns a node that still has or wants a service. */
  private Optional<String> notStopped(String service) {
    return peers.present().stream()
        .filter(
            node -> {
              ServiceReport report = reports.get(node, service);
              return report != null && (report.state().isHolding() || report.claim() > 0);
            })
        .findFirst();
  }

  private Optional<Outcome> started(Event.StartCommand start) {
    for (String node : peers.present()) {
      ServiceReport report = reports.get(node, start.service());
      if (report != null && report.state() == ServiceState.UP) {
        return done(what(start.service()) + " is UP on " + node);
      }
    }
    return Optional.empty();
  }

  private Optional<Outcome> failed(Event.FailCommand fail) {
    LocalService service = services.get(fail.service());
    return service == null || service.state() == ServiceState.FAIL
        ? done(what(fail.service()) + " is in FAIL on this node, until it is recovered here")
        : Optional.empty();
  }

  private Optional<Outcome> inMaintenance() {
    return services.isAnyHolding()
        ? Optional.empty()
        : done("this node is in maintenance: it holds nothing, and takes nothing");
  }

  private static Optional<Outcome> done(String text) {
    return Optional.of(new Outcome(true, false, text));
  }

  private String late(Command command) {
    if (command instanceof Event.MoveCommand move) {
      ServiceReport report = reports.get(move.to(), move.service());
      String why = report == null ? "nothing is heard of it" : report.reason();
      return what(move.service()) + " is still not UP on '" + move.to() + "': " + why;
    } else if (command instanceof Event.StartCommand start) {
      return what(start.service())
          + " may start, but is not UP anywhere yet: ask for an explanation of it";
    } else if (command instanceof Event.StopCommand stop) {
      String node = notStopped(stop.service()).orElseThrow();
      String why = reports.get(node, stop.service()).reason();
      return what(stop.service()) + " is still being stopped on '" + node + "': " + why;
    } else if (command instanceof Event.FailCommand fail) {
      String why = services.find(fail.service()).map(LocalService::reason).orElse("it is gone");
      return what(fail.service()) + " is still being stopped: " + why;
    }
    return "some services are still being stopped; nothing new is taken";
  }

  private static String what(String service) {
    return "service '" + service + "'";
  }

  /** Returns what has to be asked of the nominators now. */
  List<Message.MoveRequest> requests() {
    if (pending.isEmpty()) {
      return List.of();
    }
    return pending.stream()
        .map(Pending::command)
        .filter(Event.MoveCommand.class::isInstance)
        .map(Event.MoveCommand.class::cast)
        .map(c -> new Message.MoveRequest(c.id(), c.service(), c.to()))
        .toList();
  }
}
