package org.batonha.core.sim;

import java.util.List;
import java.util.function.Supplier;
import org.batonha.core.CoreConfig;
import org.batonha.core.Decision;
import org.batonha.core.Event;
import org.batonha.core.QuorumPolicy;
import org.batonha.core.ServiceConfig;

/** The broken variants that the simulator has to find, and which rule each of them breaks. */
enum Sabotages {
  NO_WAIT_FOR_THE_LEASE(
      "a voter acks only when the last holder is silent: here no 'not yet' is ever said",
      ForgedMessages.NoNotYet::new,
      "I1"),
  DRIFT_IGNORED(
      "a voter believes for lease x (1 + drift): here it counts with the lease alone",
      DriftIgnored::new,
      "I1"),
  LEASE_FROM_THE_ARRIVAL(
      "a lease counts from the sending of the request: here from the arrival of the ack",
      LeaseFromArrival::new,
      "I1"),
  START_WITHOUT_A_QUORUM(
      "a node acts when a quorum has acked: here every voter seems to ack at once",
      ForgedMessages.ForgedAcks::new,
      "I1"),
  HOLDER_THOUGHT_DEAD(
      "a higher epoch waits for the last holder: here whoever is overtaken is taken for dead",
      ForgedMessages.ThoughtDead::new,
      "I1"),
  RESTARTED_VOTER_ANSWERS(
      "a restarted voter is silent for a lease: here it answers at once",
      RestartedVoterAnswers::new,
      "I1"),
  EPOCH_REUSED(
      "an epoch is given out once: here a nominator gives its last one out again",
      ForgedMessages.EpochReused::new,
      "I2"),
  DISOWNED_BATON_KEPT(
      "a disowned baton is dropped at once: here nobody hears that it is disowned",
      ForgedMessages.DisownedKept::new,
      "I5",
      "I1"),
  STALLED_NODE_GOES_ON(
      "a lease ends without the server's good will: here the sentinel waits for the server",
      SentinelWaits::new,
      "I1"),
  DEMOTION_SKIPPED(
      "a stop ends what acts: here it is answered, and nothing is done", NoStop::new, "I1"),
  PROBE_IGNORED(
      "who is alone takes no address that somebody answers for: here nobody ever answers",
      NoProbe::new,
      "I1"),
  RECLAIM_WITHOUT_STOP(
      "after a split one of two holders lets go: here the loser keeps what it has",
      ReclaimWithoutStop::new,
      "I5",
      "I1"),
  RELEASED_BEFORE_STOPPED(
      "a release is said when nothing acts any more: here as soon as the stop begins",
      StopsEarly::new,
      "I1"),
  LAST_WORD_TOO_EARLY(
      "the last word comes when the sentinel has let go: here as soon as the server is dead",
      EarlyLastWord::new,
      "I1"),
  QUORUM_OF_ONE(
      "every node counts the same voters: here each one counts only itself",
      QuorumOfOne::new,
      "I1"),
  OLD_ACKS_COUNT(
      "an ack is for the request that it names: here it is taken for one to the newest",
      ForgedMessages.OldAcksCount::new,
      "I1"),
  FAILBACK_AT_ONCE(
      "a service goes back after the failback delay: here after none", NoDelay::new, "failback"),
  APART_IGNORED(
      "services that are to be apart never meet: here no node knows of it",
      ApartIgnored::new,
      "apart"),
  MAINTENANCE_IGNORED(
      "a node in maintenance takes nothing: here the command is only said to be done",
      MaintenanceIgnored::new,
      "duties"),
  FAILING_CHECK_IGNORED(
      "a node takes no service whose check fails there: here it does not hear of the check",
      FailingCheckIgnored::new,
      "duties"),
  GRANTS_LOST(
      "a nomination is repeated until the nominee knows it: here none ever leaves its node",
      ForgedMessages.GrantsLost::new,
      "I3"),
  NO_REASON(
      "nothing moves without a reason: here the reason is left out",
      ForgedMessages.NoReason::new,
      "I4");

  final String broken;
  final Supplier<Sabotage> variant;
  final List<String> foundBy;

  Sabotages(String broken, Supplier<Sabotage> variant, String... foundBy) {
    this.broken = broken;
    this.variant = variant;
    this.foundBy = List.of(foundBy);
  }

  private static final class DriftIgnored extends Sabotage {
    @Override
    void shape(Setup setup) {
      setup.policy = QuorumPolicy.MAJORITY;
      setup.drift = 0.2;
      setup.realDrift = 0.2;
    }

    @Override
    CoreConfig config(CoreConfig config) {
      return new CoreConfig(
          config.node(),
          config.nodes(),
          config.arbiters(),
          config.heartbeat(),
          config.indoubtLimit(),
          config.lease(),
          0,
          config.quorum(),
          config.witnessMinimum());
    }
  }

  private static final class LeaseFromArrival extends Sabotage {
    @Override
    void shape(Setup setup) {
      setup.policy = QuorumPolicy.MAJORITY;
      setup.drift = 0.001;
      setup.realDrift = 0.001;
    }

    @Override
    long lease(Server server, long untilNanos) {
      return server.host.clock() + server.host.world.setup.lease;
    }

    /** A core that counts like this would not stop before. */
    @Override
    long stopDelay(Server server, Decision.Stop stop) {
      int service = server.host.world.serviceId(stop.service());
      long left = server.host.sentinel.until(service) - server.host.clock();
      return stop.planned() ? 0 : Math.max(0, left);
    }
  }

  private static final class RestartedVoterAnswers extends Sabotage {
    @Override
    void shape(Setup setup) {
      setup.policy = QuorumPolicy.MAJORITY;
      setup.heartbeat = 1000 * World.MS;
      setup.lease = 6 * setup.heartbeat;
    }

    @Override
    long born(CoreConfig config, long now) {
      return now - 2 * config.lease().toNanos();
    }
  }

  private static final class SentinelWaits extends Sabotage {
    @Override
    boolean sentinelEndsLeases() {
      return false;
    }
  }

  private static final class NoStop extends Sabotage {
    @Override
    boolean stops(Server server) {
      return false;
    }
  }

  private static final class NoProbe extends Sabotage {
    @Override
    void shape(Setup setup) {
      setup.nodes = setup.nodes.subList(0, 2);
      setup.arbiters = List.of();
      setup.lastArbiter = Setup.LastArbiter.STAYS;
      setup.policy = QuorumPolicy.WITNESS;
      setup.services = List.of(new ServiceConfig("s1", setup.nodes));
    }

    @Override
    boolean probes() {
      return false;
    }

    @Override
    Event incoming(Server server, Event event) {
      return event instanceof Event.Probed probed
          ? new Event.Probed(probed.service(), probed.epoch(), java.util.Optional.empty())
          : event;
    }
  }

  private static final class ReclaimWithoutStop extends Sabotage {
    @Override
    void shape(Setup setup) {
      setup.policy = QuorumPolicy.NONE;
    }

    @Override
    boolean stops(Server server) {
      return false;
    }

    @Override
    boolean sentinelEndsLeases() {
      return false;
    }
  }

  private static final class StopsEarly extends Sabotage {
    @Override
    boolean stopsEarly() {
      return true;
    }
  }

  private static final class EarlyLastWord extends Sabotage {
    @Override
    boolean lastWordIsEarly() {
      return true;
    }
  }

  private static final class QuorumOfOne extends Sabotage {
    @Override
    void shape(Setup setup) {
      setup.policy = QuorumPolicy.MAJORITY;
      setup.arbiters = List.of();
      setup.lastArbiter = Setup.LastArbiter.STAYS;
    }

    @Override
    CoreConfig config(CoreConfig config) {
      return config.withVoters(List.of(config.node()), List.of());
    }
  }

  private static final class NoDelay extends Sabotage {
    @Override
    ServiceConfig service(ServiceConfig service) {
      return service.withFailback(java.time.Duration.ZERO);
    }
  }

  private static final class ApartIgnored extends Sabotage {
    @Override
    ServiceConfig service(ServiceConfig service) {
      return service.apart();
    }
  }

  private static final class MaintenanceIgnored extends Sabotage {
    @Override
    Event incoming(Server server, Event event) {
      if (event instanceof Event.MaintenanceCommand command) {
        server.host.world.checkers.decided(
            server, new Decision.CommandDone(command.id(), "done, or so it says"));
        return null;
      }
      return event;
    }
  }

  private static final class FailingCheckIgnored extends Sabotage {
    @Override
    Event incoming(Server server, Event event) {
      return event instanceof Event.CheckFailed ? null : event;
    }
  }
}
