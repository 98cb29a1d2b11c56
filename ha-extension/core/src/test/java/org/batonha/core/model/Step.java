package org.batonha.core.model;

/**
 * One thing that happens.
 *
 * @param node to or by whom, from 0
 * @param other the other node that takes part, or a run
 * @param number an epoch, an age, or the ticks of the three clocks
 */
record Step(Kind kind, int node, int other, int number) {
  /** What can happen. */
  enum Kind {
    /** A node, which may act on an older epoch, is told an epoch, and asks all voters for it. */
    NOMINATE,
    /** A claim is repeated to all voters. */
    RENEW,
    /** A request that is not outdated reaches a voter. */
    REQUEST,
    /** A request of long ago, or of a claim or run that is over, reaches a voter. */
    LATE_REQUEST,
    /** A voter's ack reaches who asked. */
    ACK,
    /** A claim is given up: an order, a refusal, a failing check, the end of the lease. */
    LET_GO,
    /** A voter is told that a claim was given up. */
    RELEASE,
    /** A process dies; its sentinel still holds the addresses. */
    CRASH,
    /** A process starts again. */
    RESTART,
    /** A sentinel without its server lets go. */
    SENTINEL,
    /** A voter is told that a run is over and its addresses are gone. */
    LAST_WORD,
    /** Time passes, on each clock more or less. */
    TIME
  }

  private static String name(int node) {
    return "n" + (node + 1);
  }

  /** Returns the step as a sentence; {@code after} is the state that it led to. */
  String tell(Cluster after) {
    Node at = after.nodes[node];
    String who = name(node);
    return switch (kind) {
      case NOMINATE -> who + " is nominated with epoch " + number + " and asks all voters";
      case RENEW -> who + " asks all voters again for epoch " + at.claim;
      case REQUEST ->
          name(other)
              + "'s request, sent "
              + number
              + " ticks ago, reaches voter "
              + who
              + ", which "
              + belief(at);
      case LATE_REQUEST ->
          "an old request of " + name(other) + " reaches voter " + who + ", which " + belief(at);
      case ACK ->
          name(other)
              + "'s ack of a request sent "
              + number
              + " ticks ago reaches "
              + who
              + (at.acting == 1
                  ? ", which acts on epoch " + at.claim + " for " + at.lease + " ticks"
                  : "");
      case LET_GO -> who + " lets go";
      case RELEASE -> "voter " + who + " hears that " + name(other) + " has let go";
      case CRASH ->
          who + " dies" + (at.ghost > 0 ? "; its addresses stay for " + at.ghost + " ticks" : "");
      case RESTART -> who + " starts again, its voter silent for " + at.silent + " ticks";
      case SENTINEL -> "the sentinel of " + who + " lets go";
      case LAST_WORD -> "voter " + who + " hears the last word of " + name(other) + "'s sentinel";
      case TIME ->
          "time passes: "
              + Rules.ticks(number, 0)
              + ", "
              + Rules.ticks(number, 1)
              + " and "
              + Rules.ticks(number, 2)
              + " ticks on the three clocks";
    };
  }

  private static String belief(Node voter) {
    if (voter.epoch == 0) {
      return "knows of no holder";
    }
    return "takes "
        + name(voter.holder(voter.index))
        + " for the holder of epoch "
        + voter.epoch
        + (voter.holderReleased == 1 ? ", which let go" : " for " + voter.active + " ticks");
  }
}
