package org.batonha.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The operator's commands that were given on this node and are not answered yet. A move is asked of
 * the coordinator, whoever that is, again with every heartbeat, until the target reports {@code
 * UP}.
 */
final class Commands {
  private final Reports reports;
  private final long movePatienceNanos;
  private final List<Pending> pending = new ArrayList<>();

  private record Pending(Event.MoveCommand command, long until) {}

  Commands(Reports reports, long movePatienceNanos) {
    this.reports = reports;
    this.movePatienceNanos = movePatienceNanos;
  }

  /** Refuses a move that cannot work, with what would; notes one that can. */
  void move(
      Event.MoveCommand command,
      ServiceConfig service,
      List<String> view,
      List<Decision> out,
      long now) {
    Optional<String> obstacle = obstacle(command, service, view);
    if (obstacle.isPresent()) {
      out.add(new Decision.CommandFailed(command.id(), obstacle.get()));
    } else {
      pending.add(new Pending(command, now + movePatienceNanos));
    }
  }

  private Optional<String> obstacle(
      Event.MoveCommand command, ServiceConfig service, List<String> view) {
    String to = command.to();
    if (!service.preference().contains(to)) {
      return Optional.of(
          "'"
              + to
              + "' is not a node of service '"
              + service.name()
              + "': choose one of "
              + service.preference());
    }
    if (!view.contains(to)) {
      return Optional.of(
          "node '" + to + "' is not reachable; the members now are " + view + ": start it first");
    }
    return reports
        .of(to, service.name())
        .map(report -> obstacle(to, service.name(), report))
        .orElseGet(
            () ->
                Optional.of(
                    "node '"
                        + to
                        + "' does not know service '"
                        + service.name()
                        + "': add it to that server's configuration"));
  }

  private static Optional<String> obstacle(String to, String service, ServiceReport report) {
    if (report.state() == ServiceState.FAIL) {
      return Optional.of(
          "service '"
              + service
              + "' is in FAIL on '"
              + to
              + "' ("
              + report.reason()
              + "): remove the cause, then recover it there");
    }
    if (report.unavailable()) {
      return Optional.of(
          "the server of node '" + to + "' does not serve now: choose another, or resume it first");
    }
    return Optional.empty();
  }

  /** Answers what is done or hopeless. */
  void settle(List<Decision> out, long now) {
    pending.removeIf(
        p -> {
          Event.MoveCommand command = p.command;
          Optional<ServiceReport> target = reports.of(command.to(), command.service());
          ServiceState state = target.map(ServiceReport::state).orElse(null);
          String what = "service '" + command.service() + "'";
          if (state == ServiceState.UP) {
            out.add(new Decision.CommandDone(command.id(), what + " is UP on " + command.to()));
          } else if (state == null || state == ServiceState.FAIL) {
            String why = target.map(ServiceReport::reason).orElse("the node has left");
            out.add(
                new Decision.CommandFailed(
                    command.id(), what + " could not start on '" + command.to() + "': " + why));
          } else if (now > p.until) {
            out.add(
                new Decision.CommandFailed(
                    command.id(),
                    what + " is still not UP on '" + command.to() + "': " + target.get().reason()));
          } else {
            return false;
          }
          return true;
        });
  }

  /** Returns what has to be asked of the coordinator now. */
  List<Message.MoveRequest> requests() {
    return pending.stream()
        .map(Pending::command)
        .map(c -> new Message.MoveRequest(c.id(), c.service(), c.to()))
        .toList();
  }
}
