package org.batonha.core;

import java.util.List;

/**
 * What nodes say to each other. Any message may be lost, late, repeated or out of order; each is
 * safe to handle then.
 */
public sealed interface Message {
  /**
   * The one message that does it: what the sender holds, wants, has released and knows. Sent to all
   * with every heartbeat, and at once when there is something to gain. What all receivers are known
   * to have already is left out.
   *
   * @param boot tells this run of the sender from its earlier ones, and is greater than theirs
   * @param seq grows with every renewal of this run; at least 1
   * @param version of the sender's list of services; grows when something in it changes
   * @param since the version that {@code changes} are relative to; 0 when they are the whole list
   * @param changes the entries that have changed since then
   */
  record Renew(long boot, long seq, long version, long since, List<ServiceReport> changes)
      implements Message {
    /** Copies the list. */
    public Renew {
      changes = List.copyOf(changes);
    }
  }

  /**
   * A voter's answer to one {@link Renew}.
   *
   * @param boot the {@code boot} of the renewal that is answered
   * @param seq the {@code seq} of the renewal that is answered
   * @param have the version of the sender's list that the voter has now, 0 for none
   * @param judged whether the voter has judged the claims in that version: all that are not in
   *     {@code refused} are acked. A voter that has just started, or that lacks what the renewal
   *     left out, judges nothing
   * @param refused one per claim that is not acked
   */
  record Ack(long boot, long seq, long have, boolean judged, List<Verdict> refused)
      implements Message {
    /** Copies the list. */
    public Ack {
      refused = List.copyOf(refused);
    }
  }

  /**
   * The answer to a renewal of a run of a node that is not its newest: it counts for nothing.
   *
   * @param boot the {@code boot} of that renewal
   * @param newer that of the newest run that was heard of
   */
  record Outdated(long boot, long newer) implements Message {}

  /**
   * A nominator's choices for one node, which may now ask the voters for these batons.
   *
   * @param grants at least one
   */
  record Grants(List<Grant> grants) implements Message {
    /** Copies the list. */
    public Grants {
      grants = List.copyOf(grants);
    }
  }

  /**
   * One nomination.
   *
   * @param service the service
   * @param epoch above all that the nominator knows of, and given out by no other nominator
   * @param cause why this node
   * @param reason the same in a sentence, for people
   */
  record Grant(String service, long epoch, Cause cause, String reason) {}

  /**
   * A nominator asks the holder of {@code epoch} to stop, so that {@code to} can start.
   *
   * @param reason why, for people
   */
  record Yield(String service, long epoch, String to, String reason) implements Message {}

  /**
   * A node passes an operator's wish to the nominator.
   *
   * @param id names the wish, the same in each repetition
   */
  record MoveRequest(long id, String service, String to) implements Message {}
}
