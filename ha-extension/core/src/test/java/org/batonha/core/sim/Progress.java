package org.batonha.core.sim;

import org.batonha.core.Explanation;
import org.batonha.core.ServiceConfig;
import org.batonha.core.ServiceState;

/**
 * I3: after the heal, every service that some node could hold is {@code UP}. Knows from outside
 * which ones these are; where a choice of places matters, only what is possible without moving
 * others is asked for.
 */
final class Progress {
  private final World world;

  Progress(World world) {
    this.world = world;
  }

  /**
   * Returns a service that should be {@code UP} and is not, or that should not be and is; or -1.
   */
  int unsettled() {
    for (int service = 0; service < world.services(); service++) {
      int acting = 0;
      boolean isUp = false;
      for (Host host : world.hosts) {
        if (host.sentinel.isActing(service)) {
          acting++;
          isUp |= state(host, service) == ServiceState.UP;
        }
      }
      boolean wanted = !isStopped(service);
      if (acting > 1 || (acting == 1 && !wanted) || (!isUp && wanted && canBeUp(service))) {
        return service;
      }
    }
    return -1;
  }

  private ServiceState state(Host host, int service) {
    return host.isRunning() && !host.isArbiter
        ? world.checkers.reasons.state(host, service)
        : ServiceState.FAIL;
  }

  /** Whether a start or a stop that takes long has not ended yet. */
  boolean isAnythingUnderWay() {
    for (Host host : world.hosts) {
      for (int service = 0; service < world.services(); service++) {
        ServiceState state = state(host, service);
        if (state == ServiceState.STARTING || state == ServiceState.STOPPING) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether an operator has stopped a service, as any node knows. */
  boolean isStopped(int service) {
    String name = world.serviceName(service);
    for (Host host : world.hosts) {
      if (host.isRunning()
          && !host.isArbiter
          && host.server.core.report(host.name, name).map(r -> r.stopped()).orElse(false)) {
        return true;
      }
    }
    return false;
  }

  private boolean canBeUp(int service) {
    for (Host host : world.hosts) {
      if (!host.isArbiter && host.isRunning() && couldTake(host, service)) {
        return true;
      }
    }
    return false;
  }

  private boolean couldTake(Host host, int service) {
    Duties.Told told = world.checkers.duties.told(host);
    if (told.takesNothing() || told.removed[service] || host.sentinel.isDead()) {
      return false;
    }
    for (int member = 0; member < world.services(); member++) {
      if (world.groups.areTogether(service, member) && (member == service || !isStopped(member))) {
        boolean fit =
            world.setup.services.get(member).preference().contains(host.name)
                && !told.failing[member]
                && !told.failed[member]
                && state(host, member) != ServiceState.FAIL;
        if (!fit || !isRoomFor(host, member)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean isRoomFor(Host host, int service) {
    for (int other = 0; other < world.services(); other++) {
      if (world.groups.areApart(service, other)
          && (host.sentinel.epoch(other) > 0 || world.groups.areTogether(service, other))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Who was told to take nothing has given up what it had, whether another could take it or not.
   */
  void requireNothingOnUnfit() {
    for (Host host : world.hosts) {
      Duties.Told told = world.checkers.duties.told(host);
      for (int service = 0; service < world.services() && host.isRunning(); service++) {
        boolean unfit = told.takesNothing() || told.failing[service] || told.failed[service];
        if (unfit && host.sentinel.epoch(service) > 0) {
          throw new Violation(
              "duties",
              host.name + " still holds " + world.serviceName(service) + ", though unfit");
        }
      }
    }
  }

  /** Every node can say of every service why it is where it is, and what would move it. */
  void requireExplanations() {
    for (Host host : world.hosts) {
      for (ServiceConfig service : world.setup.services) {
        if (host.isRunning() && !host.isArbiter) {
          Explanation why = host.server.core.explain(service.name(), host.clock());
          if (why.summary().isBlank() || why.nodes().size() != service.preference().size()) {
            throw new Violation("explain", host.name + " says " + why);
          }
        }
      }
    }
  }

  /** What every node says of a service, for a person who asks why it is not {@code UP}. */
  String explain(int service) {
    StringBuilder text = new StringBuilder();
    for (Host host : world.hosts) {
      if (host.isRunning() && !host.isArbiter) {
        Explanation why = host.server.core.explain(world.serviceName(service), host.clock());
        text.append("\n  ").append(host.name).append(": ").append(why);
      }
    }
    return text.toString();
  }
}
