package org.batonha.core.sim;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.batonha.core.Decision;
import org.batonha.core.Event;
import org.batonha.core.Message;
import org.batonha.core.ServiceReport;

/**
 * What a node owes to those who command it: each command is answered once, and nothing starts on a
 * node that was told not to. Judged by what that node itself was told.
 */
final class Duties {
  private final World world;
  private final Told[] told;

  /** By service: when a holder began to stop. */
  private final long[] lastStop;

  /** What one run of a server was told. */
  static final class Told {
    final long boot;
    boolean inMaintenance;
    boolean unavailable;
    boolean leaving;
    boolean hasLeft;
    final boolean[] failing;
    final boolean[] failed;
    final boolean[] removed;

    /** By node, what was heard of it, as far as it can be read without what was lost. */
    final Heard[] heard;

    /** When the whole node took services again, as far as it was told. */
    long fitSince;

    /** By the id of the command: when it was given, or minus one when it is answered. */
    final Map<Long, Long> commands = new HashMap<>();

    /** By the id of a command, the service that it failed and that was not failed before. */
    final Map<Long, Integer> failures = new HashMap<>();

    Told(long boot, int services, int hosts) {
      this.boot = boot;
      this.failing = new boolean[services];
      this.failed = new boolean[services];
      this.removed = new boolean[services];
      this.heard = new Heard[hosts];
      Arrays.setAll(heard, host -> new Heard(services));
    }

    /** What a server has heard of another node. */
    private static final class Heard {
      long boot = -1;
      long seq;
      long version;

      /** By service, when it was heard last that the node takes nothing, or had begun anew. */
      final long[] unfitAt;

      Heard(int services) {
        unfitAt = new long[services];
      }
    }

    boolean takesNothing() {
      return inMaintenance || unavailable || leaving;
    }
  }

  Duties(World world) {
    this.world = world;
    this.told = new Told[world.setup.hosts()];
    this.lastStop = new long[world.services()];
  }

  void booted(Server server) {
    told[server.host.id] = new Told(server.boot, world.services(), world.hosts.length);
    told[server.host.id].fitSince = world.now;
  }

  Told told(Host host) {
    return told[host.id];
  }

  void told(Server server, Event event) {
    if (event instanceof Event.Received received) {
      heard(server, received);
      return;
    }
    if (event instanceof Event.Tick) {
      return;
    }
    Told mine = told[server.host.id];
    boolean wasUnfit = mine.takesNothing();
    if (event instanceof Event.Command command) {
      mine.commands.putIfAbsent(command.id(), world.now);
    }
    if (event instanceof Event.MaintenanceCommand command) {
      mine.inMaintenance = command.on();
    } else if (event instanceof Event.Availability availability) {
      mine.unavailable = !availability.available();
    } else if (event instanceof Event.Behind behind) {
      mine.fitSince = behind.reason().isEmpty() ? mine.fitSince : world.now;
    } else if (event instanceof Event.Leave) {
      mine.leaving = true;
    } else if (event instanceof Event.CheckFailed failed) {
      mine.failing[world.serviceId(failed.service())] = true;
    } else if (event instanceof Event.CheckPassed passed) {
      mine.failing[world.serviceId(passed.service())] = false;
    } else if (event instanceof Event.FailCommand command) {
      fail(mine, command.id(), world.serviceId(command.service()));
    } else if (event instanceof Event.RecoverCommand command) {
      mine.failed[world.serviceId(command.service())] = false;
    }
    if (event instanceof Event.ServiceRemoved removed) {
      configured(mine, world.serviceId(removed.service()), false);
    } else if (event instanceof Event.ServiceAdded added) {
      configured(mine, world.serviceId(added.service().name()), true);
    }
    if (wasUnfit && !mine.takesNothing()) {
      mine.fitSince = world.now;
    }
  }

  private static void fail(Told mine, long id, int service) {
    if (!mine.failed[service]) {
      mine.failures.put(id, service);
    }
    mine.failed[service] = true;
  }

  private void heard(Server server, Event.Received received) {
    if (!(received.message() instanceof Message.Renew renew)) {
      return;
    }
    Told.Heard heard = told[server.host.id].heard[world.hostId(received.from())];
    if (renew.boot() > heard.boot) {
      heard.boot = renew.boot();
      heard.seq = 0;
      heard.version = 0;
      Arrays.fill(heard.unfitAt, world.now);
    }
    boolean isOld = renew.boot() < heard.boot || renew.seq() <= heard.seq;
    if (isOld) {
      return;
    }
    heard.seq = renew.seq();
    if (renew.since() <= heard.version) {
      heard.version = Math.max(heard.version, renew.version());
      for (ServiceReport report : renew.changes()) {
        if (!report.unavailable().isEmpty()) {
          heard.unfitAt[world.serviceId(report.service())] = world.now;
        }
      }
    }
  }

  /** A service that is configured anew knows nothing of what it was told before. */
  private static void configured(Told mine, int service, boolean isConfigured) {
    mine.removed[service] = !isConfigured;
    mine.failing[service] = false;
    mine.failed[service] = false;
  }

  void answered(Server server, long id) {
    Long before = told[server.host.id].commands.put(id, -1L);
    if (before == null || before < 0) {
      throw new Violation(
          "commands", server.host.name + " answers command " + id + " again, or unasked");
    }
  }

  /** Nothing is owed to a command that was refused. */
  void refused(Server server, long id) {
    Told mine = told[server.host.id];
    Integer service = mine.failures.remove(id);
    if (service != null) {
      mine.failed[service] = false;
    }
    answered(server, id);
  }

  void left(Server server) {
    if (!told[server.host.id].leaving) {
      throw new Violation("leave", server.host.name + " left though nobody told it to");
    }
    told[server.host.id].hasLeft = true;
    if (server.host.sentinel.holdsAnythingFor(server.boot)) {
      throw new Violation("leave", server.host.name + " left and still holds something");
    }
  }

  /** Only what is taken anew counts: what is held already may go on while it is given up. */
  void starts(Server server, int service) {
    Told mine = told[server.host.id];
    boolean anew = server.host.sentinel.held(service, server.boot) == 0;
    if (anew && (mine.takesNothing() || mine.failing[service] || mine.failed[service])) {
      throw new Violation(
          "duties",
          String.format(
              "%s starts %s though it is%s%s%s%s%s",
              server.host.name,
              world.serviceName(service),
              mine.inMaintenance ? " in maintenance" : "",
              mine.unavailable ? " unavailable" : "",
              mine.leaving ? " leaving" : "",
              mine.failing[service] ? " failing its check" : "",
              mine.failed[service] ? " failed by an operator" : ""));
    }
  }

  /**
   * A service goes back to a node only when that could have held it for the failback delay, as far
   * as the nominator has heard. A node that was unfit after the last holder had stopped for it may
   * still have it: there is no way back then.
   */
  void failsBack(Server nominator, Decision.Nominated nominated) {
    int service = world.serviceId(nominated.service());
    int to = world.hostId(nominated.holder());
    boolean isSelf = to == nominator.host.id;
    Told mine = told[nominator.host.id];
    long unfitAt = isSelf ? mine.fitSince : mine.heard[to].unfitAt[service];
    long fit = (long) ((world.now - unfitAt) * (1 + world.setup.realDrift));
    if (unfitAt < lastStop[service] && fit < world.groups.failbackDelay(service)) {
      throw new Violation(
          "failback", "after " + fit / World.MS + " ms, before its delay: " + nominated);
    }
  }

  void stopping(int service) {
    lastStop[service] = world.now;
  }

  /** Returns a command to a server that still runs that has no answer, 0 when there is none. */
  long unanswered(long givenBefore) {
    for (Host host : world.hosts) {
      if (host.isRunning()) {
        for (Map.Entry<Long, Long> command : told[host.id].commands.entrySet()) {
          if (command.getValue() >= 0 && command.getValue() < givenBefore) {
            return command.getKey();
          }
        }
      }
    }
    return 0;
  }
}
