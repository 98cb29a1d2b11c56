package org.batonha.core;

import java.util.List;

/**
 * What nodes say to each other. Any message may be lost, late, repeated or out of order; each is
 * safe to handle then.
 */
public sealed interface Message {
  /**
   * The one message that does it: what the sender holds, wants, has released and knows. Sent to all
   * with every heartbeat, and at once when there is something to gain.
   *
   * @param boot tells this run of the sender from its earlier ones, and is greater than theirs
   * @param seq grows with every renewal of this run
   * @param services one entry per configured service
   */
  record Renew(long boot, long seq, List<ServiceReport> services) implements Message {
    /** Copies the list. */
    public Renew {
      services = List.copyOf(services);
    }
  }

  /**
   * A voter's answer to the claims in one {@link Renew}.
   *
   * @param boot the {@code boot} of the renewal that is answered
   * @param seq the {@code seq} of the renewal that is answered
   * @param verdicts one per claim
   */
  record Ack(long boot, long seq, List<Verdict> verdicts) implements Message {
    /** Copies the list. */
    public Ack {
      verdicts = List.copyOf(verdicts);
    }
  }

  /** The coordinator nominates {@code holder}, which may now ask the voters for the baton. */
  record Grant(String service, long epoch, String holder) implements Message {}

  /** The coordinator asks the holder of {@code epoch} to stop, so that {@code to} can start. */
  record Yield(String service, long epoch, String to) implements Message {}

  /**
   * A node passes an operator's wish to the coordinator.
   *
   * @param id names the wish, the same in each repetition
   */
  record MoveRequest(long id, String service, String to) implements Message {}
}
