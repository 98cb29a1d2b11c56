package org.batonha.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.batonha.core.model.Flaw;
import org.batonha.core.model.Node;

/**
 * The rules of {@code core} as the model check drives them: the real {@link Voter}, {@link Ballots}
 * and {@link Quorum}, put into the state that the model is in. Times in the model are relative to
 * now, so that the same situation later is the same state.
 */
public final class RulesUnderCheck {
  private static final String SERVICE = "web";
  private static final List<String> NODES = List.of("n1", "n2", "n3");
  private static final long NOW = 1000;

  private final CoreConfig config;
  private final Quorum quorum;
  private final Ballots ballots = new Ballots(NODES);
  private final Voter voter;

  /**
   * @param leaseTicks the lease, in ticks of a clock
   * @param drift how much faster one clock may be than another
   */
  public RulesUnderCheck(int leaseTicks, double drift, Flaw flaw) {
    this.config =
        new CoreConfig(
            "n1",
            NODES,
            List.of(),
            Duration.ofNanos(2),
            1,
            Duration.ofNanos(leaseTicks),
            flaw == Flaw.DRIFT_IGNORED ? 0 : drift,
            QuorumPolicy.MAJORITY,
            1);
    this.quorum = new Quorum(config);
    this.voter =
        flaw == Flaw.NO_WAIT_FOR_THE_LEASE
            ? new ImpatientVoter(config.beliefNanos())
            : new Voter(config.beliefNanos(), 0, 0);
  }

  /** Takes over from whoever holds the service, active or not. */
  private static final class ImpatientVoter extends Voter {
    ImpatientVoter(long beliefNanos) {
      super(beliefNanos, 0, 0);
    }

    @Override
    Optional<Verdict> judge(
        String service, long epoch, String node, long boot, boolean acts, long now) {
      Memory last = memory(service);
      if (last != null && epoch > last.epoch()) {
        ended(last.holder(), last.boot());
      }
      return super.judge(service, epoch, node, boot, acts, now);
    }
  }

  /** The voter of {@code node} has just started. */
  public void restart(Node node) {
    voter.remember(SERVICE, null, 0);
    voter.restart(NOW);
    keep(node, node.index);
  }

  /** Returns whether the voter of {@code at} acks a claim. */
  public boolean acks(Node at, int epoch, int claimant, int boot) {
    recall(at);
    if (voter.isSilent(NOW)) {
      return false;
    }
    boolean acked = voter.judge(SERVICE, epoch, NODES.get(claimant), boot, true, NOW).isEmpty();
    keep(at, at.index);
    return acked;
  }

  /** The voter of {@code at} learns that a holder has let go. */
  public void released(Node at, int epoch, int holder, int boot) {
    recall(at);
    voter.released(SERVICE, epoch, NODES.get(holder), boot);
    keep(at, at.index);
  }

  /** The voter of {@code at} learns that a run is over, and its sentinel has let go. */
  public void ended(Node at, int holder, int boot) {
    recall(at);
    voter.ended(NODES.get(holder), boot);
    keep(at, at.index);
  }

  private void recall(Node at) {
    Voter.Memory memory =
        at.epoch == 0
            ? null
            : new Voter.Memory(
                at.epoch,
                NODES.get(at.holder(at.index)),
                at.holderBoot,
                at.holderReleased == 1,
                NOW + at.active - 1);
    voter.remember(SERVICE, memory, NOW + at.silent - 1);
  }

  private void keep(Node at, int index) {
    at.silent = (int) Math.max(0, voter.silentUntil() - NOW + 1);
    Voter.Memory memory = voter.memory(SERVICE);
    if (memory == null) {
      at.forget();
      return;
    }
    at.epoch = (int) memory.epoch();
    at.setHolder(index, NODES.indexOf(memory.holder()));
    at.holderBoot = (int) memory.boot();
    at.holderReleased = memory.released() ? 1 : 0;
    at.active = (int) Math.max(0, memory.activeUntil() - NOW + 1);
  }

  /**
   * Takes in an ack.
   *
   * @param asker has the ages of the requests that the voters have acked last
   * @param voterIndex who acks
   * @param age how long ago the request was sent, on the asker's clock
   */
  public void acked(Node asker, int voterIndex, int age) {
    ballots.configure(NODES);
    int last = asker.ballot(voterIndex);
    if (last > 0) {
      count(voterIndex, last - 1);
    }
    if (count(voterIndex, age)) {
      asker.setBallot(voterIndex, age + 1);
    }
  }

  private boolean count(int voterIndex, int age) {
    return ballots.judged(NODES.get(voterIndex), NOW - age, NOW - age, 1);
  }

  /** Returns for how long an asker may act, by the acks that it has; 0 for not at all. */
  public int lease(Node asker) {
    ballots.configure(NODES);
    for (int v = 0; v < NODES.size(); v++) {
      if (asker.ballot(v) > 0) {
        count(v, asker.ballot(v) - 1);
      }
    }
    long until = quorum.leaseUntil(ballots, 1, Set.of());
    return until == Quorum.NEVER ? 0 : (int) Math.max(0, until - NOW);
  }
}
