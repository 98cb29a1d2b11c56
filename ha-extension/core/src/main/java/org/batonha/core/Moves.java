package org.batonha.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** The moves that this node, as nominator, has under way: by an operator, or back home. */
final class Moves {
  /** After how long a move that does not succeed is given up, besides the drain time-out. */
  static final long PATIENCE_NANOS = 10_000_000_000L;

  /** How many finished moves are remembered, so that a late repetition does not start one again. */
  private static final int REMEMBERED = 64;

  private final Map<String, Move> underWay = new HashMap<>();
  private final Deque<Long> finished = new ArrayDeque<>();

  /**
   * One move.
   *
   * @param id of the operator's command; 0 for none
   * @param since when it was begun
   */
  record Move(long id, String to, Cause cause, String reason, long since) {
    long until(Placement.Group group) {
      long drain =
          group.members().stream().mapToLong(m -> m.drainTimeout().toNanos()).max().orElse(0);
      return since + PATIENCE_NANOS + drain;
    }
  }

  /** An operator's wish. Repeated until it is done, so the same one is noted once. */
  void request(Message.MoveRequest request, long now) {
    Move move = underWay.get(request.service());
    if (!finished.contains(request.id()) && (move == null || move.id != request.id())) {
      String reason = "moved to " + request.to() + " by an operator";
      underWay.put(
          request.service(), new Move(request.id(), request.to(), Cause.OPERATOR, reason, now));
    }
  }

  /** The service goes back to a node that it prefers. */
  void failback(ServiceConfig service, String to, long now) {
    String reason =
        "goes back to "
            + to
            + ", which it prefers, and which was fit for "
            + service.failbackDelay().toMillis()
            + " ms";
    underWay.put(service.name(), new Move(0, to, Cause.FAILBACK, reason, now));
  }

  /** Returns the move of a service that is under way, or {@code null}. */
  Move of(String service) {
    return underWay.get(service);
  }

  /** Returns the move of any member of a group, which is a move of all; {@code null} for none. */
  Move of(Placement.Group group) {
    for (ServiceConfig member : group.members()) {
      if (underWay.containsKey(member.name())) {
        return underWay.get(member.name());
      }
    }
    return null;
  }

  void finish(String service) {
    Move move = underWay.remove(service);
    if (move != null && move.id != 0) {
      if (finished.size() == REMEMBERED) {
        finished.removeFirst();
      }
      finished.addLast(move.id);
    }
  }

  /** This node has nothing to do with a service's moves now; whoever has may begin anew. */
  void forget(String service) {
    underWay.remove(service);
  }
}
