package org.batonha.core.sim;

import java.util.HashSet;
import java.util.Set;
import org.batonha.core.Event;
import org.batonha.core.ServiceConfig;

/** People, checks and servers that want something, now and then, on any node. */
final class Operators {
  private final World world;
  private final Dice dice;

  /** What is out of a configuration now, and will be put back. */
  private final Set<String> reconfigured = new HashSet<>();

  Operators(World world) {
    this.world = world;
    this.dice = world.dice;
  }

  /** One act of somebody. */
  void act() {
    Host host = world.hosts[dice.below(world.setup.nodes.size())];
    if (host.server == null) {
      return;
    }
    String service = world.serviceName(dice.below(world.services()));
    String other = world.setup.nodes.get(dice.below(world.setup.nodes.size()));
    long soon = dice.between(world.setup.lease / 4, 4 * world.setup.lease);
    switch (dice.weighted(8, 2, 3, 2, 3, 3, 4, 2, 2, 2, 2)) {
      case 0 -> world.command(host.name, id -> new Event.MoveCommand(id, service, other));
      case 1 -> world.command(host.name, id -> new Event.StopCommand(id, service));
      case 2 -> world.command(host.name, id -> new Event.StartCommand(id, service));
      case 3 -> world.command(host.name, id -> new Event.FailCommand(id, service));
      case 4 -> world.command(host.name, id -> new Event.RecoverCommand(id, service));
      case 5 -> {
        maintain(host, true);
        world.at(soon, () -> maintain(host, false));
      }
      case 6 -> {
        check(host, service, false);
        world.at(soon, () -> check(host, service, true));
      }
      case 7 -> {
        leave(host);
        world.at(soon, host::start);
      }
      case 8 -> {
        available(host, false);
        world.at(soon, () -> available(host, true));
      }
      case 9 -> {
        behind(host, true);
        world.at(soon, () -> behind(host, false));
      }
      default -> reconfigure(host, service, dice.chance(0.5) ? 0 : soon);
    }
  }

  /** A service is taken out of a server's configuration and put back into it. */
  private void reconfigure(Host host, String service, long after) {
    Server server = host.server;
    ServiceConfig config = world.setup.services.get(world.serviceId(service));
    String what = host.name + " " + service;
    if (!reconfigured.add(what)) {
      return;
    }
    host.event(new Event.ServiceRemoved(service));
    world.at(
        after,
        () -> {
          reconfigured.remove(what);
          if (host.server == server) {
            host.event(new Event.ServiceAdded(config));
          }
        });
  }

  void maintain(Host host, boolean on) {
    if (host.server != null) {
      world.command(host.name, id -> new Event.MaintenanceCommand(id, on));
    }
  }

  void check(Host host, String service, boolean passes) {
    host.event(
        passes ? new Event.CheckPassed(service) : new Event.CheckFailed(service, "check fails"));
  }

  void available(Host host, boolean available) {
    host.event(new Event.Availability(available, available ? "" : "suspended"));
  }

  void behind(Host host, boolean behind) {
    host.event(new Event.Behind(behind ? "old" : ""));
  }

  void leave(Host host) {
    host.event(new Event.Leave());
  }

  /** Takes back whatever was done to a node that keeps it from taking services. */
  void restore(Host host) {
    Duties.Told told = world.checkers.duties.told(host);
    if (host.server == null || host.isArbiter || told.leaving) {
      return;
    }
    if (told.inMaintenance) {
      maintain(host, false);
    }
    behind(host, false);
    if (told.unavailable) {
      available(host, true);
    }
    for (int service = 0; service < world.services(); service++) {
      String name = world.serviceName(service);
      if (told.failing[service]) {
        check(host, name, true);
      }
      world.command(host.name, id -> new Event.RecoverCommand(id, name));
    }
  }

  /** Starts every service, on the first node that runs. */
  void startAll() {
    for (Host host : world.hosts) {
      if (host.server != null && !host.isArbiter) {
        for (int service = 0; service < world.services(); service++) {
          String name = world.serviceName(service);
          world.command(host.name, id -> new Event.StartCommand(id, name));
        }
        return;
      }
    }
  }
}
