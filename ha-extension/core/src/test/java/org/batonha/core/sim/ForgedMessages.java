package org.batonha.core.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.batonha.core.Decision;
import org.batonha.core.Event;
import org.batonha.core.Message;
import org.batonha.core.QuorumPolicy;
import org.batonha.core.ServiceReport;
import org.batonha.core.ServiceState;
import org.batonha.core.Verdict;

/** Broken variants that change what nodes say to each other, on its way in or out. */
final class ForgedMessages {
  private ForgedMessages() {}

  /** Leaves a kind of refusal out of the acks that come in. */
  private abstract static class WithoutVerdict extends Sabotage {
    private final Verdict.Kind kind;

    WithoutVerdict(Verdict.Kind kind) {
      this.kind = kind;
    }

    @Override
    Event incoming(Server server, Event event) {
      if (!(event instanceof Event.Received received)
          || !(received.message() instanceof Message.Ack ack)
          || ack.refused().isEmpty()) {
        return event;
      }
      List<Verdict> left = new ArrayList<>();
      for (Verdict verdict : ack.refused()) {
        if (verdict.kind() != kind) {
          left.add(verdict);
        }
      }
      return new Event.Received(
          received.from(), new Message.Ack(ack.boot(), ack.seq(), ack.have(), ack.judged(), left));
    }
  }

  static final class NoNotYet extends WithoutVerdict {
    NoNotYet() {
      super(Verdict.Kind.NOT_YET);
    }
  }

  static final class DisownedKept extends WithoutVerdict {
    DisownedKept() {
      super(Verdict.Kind.DISOWNED);
    }

    @Override
    void shape(Setup setup) {
      setup.policy = QuorumPolicy.NONE;
    }

    @Override
    boolean sentinelEndsLeases() {
      return false;
    }
  }

  static final class ForgedAcks extends Sabotage {
    @Override
    List<Decision> outgoing(Server server, List<Decision> decisions) {
      World world = server.host.world;
      for (Decision decision : decisions) {
        if (decision instanceof Decision.Send send
            && send.message() instanceof Message.Renew renew) {
          for (Host voter : world.hosts) {
            Event ack =
                new Event.Received(
                    voter.name,
                    new Message.Ack(renew.boot(), renew.seq(), renew.version(), true, List.of()));
            world.at(1, () -> server.post(ack));
          }
        }
      }
      return decisions;
    }
  }

  /** Before a voter judges one that asks, it is told that all others are dead. */
  static final class ThoughtDead extends Sabotage {
    private final Map<String, Long> boots = new HashMap<>();

    @Override
    Event incoming(Server server, Event event) {
      if (event instanceof Event.Received received
          && received.message() instanceof Message.Renew renew) {
        boots.put(received.from(), renew.boot());
        for (ServiceReport report : renew.changes()) {
          if (report.claim() > 0 && report.state() == ServiceState.RECOVER) {
            for (Host other : server.host.world.hosts) {
              Long boot = boots.get(other.name);
              if (boot != null && !other.name.equals(received.from())) {
                server.core.step(new Event.LastWord(other.name, boot), server.host.clock());
              }
            }
          }
        }
      }
      return event;
    }
  }

  static final class EpochReused extends Sabotage {
    private final Map<String, Long> last = new HashMap<>();

    @Override
    List<Decision> outgoing(Server server, List<Decision> decisions) {
      List<Decision> forged = new ArrayList<>(decisions.size());
      for (Decision decision : decisions) {
        if (decision instanceof Decision.Nominated n) {
          long epoch = last.computeIfAbsent(n.service() + n.holder(), key -> n.epoch());
          forged.add(new Decision.Nominated(n.service(), epoch, n.holder(), n.cause(), n.reason()));
        } else {
          forged.add(decision);
        }
      }
      return forged;
    }
  }

  static final class OldAcksCount extends Sabotage {
    private final Map<Long, Long> newest = new HashMap<>();

    @Override
    List<Decision> outgoing(Server server, List<Decision> decisions) {
      for (Decision decision : decisions) {
        if (decision instanceof Decision.Send send
            && send.message() instanceof Message.Renew renew) {
          newest.merge(renew.boot(), renew.seq(), Math::max);
        }
      }
      return decisions;
    }

    @Override
    Event incoming(Server server, Event event) {
      if (event instanceof Event.Received received
          && received.message() instanceof Message.Ack ack
          && ack.boot() == server.boot
          && newest.containsKey(ack.boot())) {
        return new Event.Received(
            received.from(),
            new Message.Ack(
                ack.boot(), newest.get(ack.boot()), ack.have(), ack.judged(), ack.refused()));
      }
      return event;
    }
  }

  static final class GrantsLost extends Sabotage {
    @Override
    List<Decision> outgoing(Server server, List<Decision> decisions) {
      List<Decision> left = new ArrayList<>(decisions);
      left.removeIf(d -> d instanceof Decision.Send s && s.message() instanceof Message.Grants);
      return left;
    }
  }

  static final class NoReason extends Sabotage {
    @Override
    List<Decision> outgoing(Server server, List<Decision> decisions) {
      List<Decision> left = new ArrayList<>(decisions);
      left.replaceAll(
          decision ->
              decision instanceof Decision.Transition t && t.from() == ServiceState.UP
                  ? new Decision.Transition(t.service(), t.epoch(), t.from(), t.to(), "")
                  : decision);
      return left;
    }
  }
}
