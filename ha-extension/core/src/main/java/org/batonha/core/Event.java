package org.batonha.core;

import java.util.List;
import java.util.Optional;

/** What happened; handed to {@link Core#step} with the time at which it is handled. */
public sealed interface Event {
  /** Time has passed. Comes several times per heartbeat. */
  record Tick() implements Event {}

  /** The group has other members now, the coordinator first. */
  record ViewChanged(List<String> members) implements Event {
    /** Copies the list. */
    public ViewChanged {
      members = List.copyOf(members);
    }
  }

  /** A peer's message arrived. */
  record Received(String from, Message message) implements Event {}

  /**
   * A witness answered.
   *
   * @param sentNanos when it was asked
   */
  record WitnessAnswered(String witness, long sentNanos) implements Event {}

  /**
   * The cluster is configured to have other nodes. This node's voter starts anew, silent at first.
   */
  record NodesChanged(List<String> nodes) implements Event {
    /** Copies the list. */
    public NodesChanged {
      nodes = List.copyOf(nodes);
    }
  }

  /** A service is configured on this node from now on. */
  record ServiceAdded(ServiceConfig service) implements Event {}

  /** A service is no longer configured on this node. */
  record ServiceRemoved(String service) implements Event {}

  /**
   * A probe that was decided is done.
   *
   * @param answer who answers for which address, empty when nobody does
   */
  record Probed(String service, long epoch, Optional<String> answer) implements Event {}

  /** A start that was decided is done. */
  record Started(String service, long epoch) implements Event {}

  /**
   * A start that was decided went wrong; nothing of it is left.
   *
   * @param obstacle what kind of thing was in the way
   */
  record StartFailed(String service, long epoch, Obstacle obstacle, String reason)
      implements Event {}

  /** What can be in the way of a start. */
  enum Obstacle {
    /** Another host answers for one of the addresses. */
    CONFLICT,
    /** It took longer than the lease; trying again may help. */
    LATE,
    /** Anything that will be there the next time, too, until an operator removes it. */
    BROKEN
  }

  /** A stop that was decided is done: nothing acts on the baton here any more. */
  record Stopped(String service, long epoch) implements Event {}

  /** What acts on the baton was lost without a decision, for example the sentinel let go. */
  record Lost(String service, long epoch, String reason) implements Event {}

  /** An operator wants the service on another node. Answered by a decision with the same id. */
  record MoveCommand(long id, String service, String to) implements Event {}

  /** An operator takes the service out of {@code FAIL} here. Answered by a decision. */
  record RecoverCommand(long id, String service) implements Event {}

  /**
   * The server behind this node serves, or does not (yet, or any more). A node that is not
   * available gives up what it holds and takes nothing; it still votes, and may be coordinator.
   * Nodes are available from the start.
   */
  record Availability(boolean available, String reason) implements Event {}

  /** This node is about to leave: everything is stopped, nothing is taken any more. */
  record Leave() implements Event {}
}
