package org.batonha.core.sim;

import org.batonha.core.Cause;
import org.batonha.core.Decision;
import org.batonha.core.Event;
import org.batonha.core.ServiceState;

/** All that looks on while the world runs, and throws a {@link Violation}; one way in for all. */
final class Checkers {
  final Holders holders;
  final Reasons reasons;
  final Duties duties;

  private final World world;
  private final Bonds bonds;

  Checkers(World world) {
    this.world = world;
    this.holders = new Holders(world);
    this.reasons = new Reasons(world);
    this.duties = new Duties(world);
    this.bonds = new Bonds(world);
    holders.bonds = bonds;
  }

  /** Looks at everything once per heartbeat, too, from now on. */
  void watch() {
    world.at(
        world.setup.heartbeat,
        () -> {
          bonds.look();
          holders.lookAtLeases();
          watch();
        });
  }

  void booted(Server server) {
    reasons.booted(server);
    duties.booted(server);
  }

  /** A server is about to handle an event. */
  void told(Server server, Event event) {
    reasons.told(server, event);
    duties.told(server, event);
  }

  void decided(Server server, Decision decision) {
    if (decision instanceof Decision.Transition transition) {
      reasons.transition(server, transition);
      if (transition.to() == ServiceState.STOPPING) {
        duties.stopping(world.serviceId(transition.service()));
      }
    } else if (decision instanceof Decision.Nominated nominated) {
      reasons.nominated(server, nominated);
      holders.nominated(server, nominated);
      if (nominated.cause() == Cause.FAILBACK) {
        duties.failsBack(server, nominated);
      }
    } else if (decision instanceof Decision.CommandDone done) {
      duties.answered(server, done.id());
    } else if (decision instanceof Decision.CommandFailed failed) {
      duties.refused(server, failed.id());
    } else if (decision instanceof Decision.Left) {
      duties.left(server);
    }
  }

  /** A server has decided to start a service. */
  void starts(Server server, int service, long epoch) {
    duties.starts(server, service);
    holders.starts(server, service, epoch);
  }

  /** A host begins to act on a service. */
  void began(Host host, int service, long epoch, long boot) {
    holders.began(host, service, epoch, boot);
  }

  /** A host acts that may not have acted just before. */
  void acts(Host host, int service) {
    holders.acts(host, service);
  }
}
