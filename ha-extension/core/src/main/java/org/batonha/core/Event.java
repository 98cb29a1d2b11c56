package org.batonha.core;

import java.util.List;
import java.util.Optional;

/** What happened; handed to {@link Core#step} with the time at which it is handled. */
public sealed interface Event {
  /** Time has passed. Comes at {@link Core#wakeAt} at the latest; more often does no harm. */
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
   * The last word of a peer's sentinel: the run {@code boot} of the server on {@code node} is over,
   * and the sentinel has let go of all that it held for it. Must come from an authenticated source:
   * it is taken as proof.
   */
  record LastWord(String node, long boot) implements Event {}

  /**
   * A witness answered.
   *
   * @param sentNanos when it was asked
   */
  record WitnessAnswered(String witness, long sentNanos) implements Event {}

  /** The cluster is configured to have other voters. This node's voter is silent at first. */
  record VotersChanged(List<String> nodes, List<String> arbiters) implements Event {
    /** Copies the lists. */
    public VotersChanged {
      nodes = List.copyOf(nodes);
      arbiters = List.copyOf(arbiters);
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
  record Probed(String service, long epoch, Optional<Answer> answer) implements Event {}

  /**
   * Who was heard during a probe.
   *
   * @param holds it has an address; else it was about to take it, too
   * @param text who it is, for people
   */
  record Answer(boolean holds, String text) {}

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
    /** Another host was about to take one of the addresses at the same time, and may not get it. */
    CONTENDED,
    /** It took longer than the lease; trying again may help. */
    LATE,
    /** Anything that will be there the next time, too, until an operator removes it. */
    BROKEN
  }

  /** No request runs in this moment, or none that a planned stop would have to wait for. */
  record Drained(String service, long epoch) implements Event {}

  /** A stop that was decided is done: nothing acts on the baton here any more. */
  record Stopped(String service, long epoch) implements Event {}

  /** What acts on the baton was lost without a decision, for example the sentinel let go. */
  record Lost(String service, long epoch, String reason) implements Event {}

  /**
   * Another host claims one of the service's addresses.
   *
   * @param by its hardware address
   */
  record Claimed(String service, String address, String by) implements Event {}

  /** A health check of the service fails on this node: it cannot be here until it passes again. */
  record CheckFailed(String service, String reason) implements Event {}

  /** The health checks of the service pass again on this node. */
  record CheckPassed(String service) implements Event {}

  /** An operator's command; answered by a decision with the same id. */
  sealed interface Command extends Event {
    /** Returns what the answer is found by. */
    long id();
  }

  /** An operator wants the service on another node. */
  record MoveCommand(long id, String service, String to) implements Command {}

  /**
   * An operator wants the service to be {@code UP} nowhere, until it is started again or all nodes
   * have been restarted.
   */
  record StopCommand(long id, String service) implements Command {}

  /** An operator takes a stop back, and forgives the service its moves. */
  record StartCommand(long id, String service) implements Command {}

  /** An operator declares the service unfit on this node, until it is recovered here. */
  record FailCommand(long id, String service) implements Command {}

  /** An operator takes the service out of {@code FAIL} on this node. */
  record RecoverCommand(long id, String service) implements Command {}

  /** An operator takes this node out of service, or back into it. */
  record MaintenanceCommand(long id, boolean on) implements Command {}

  /**
   * The server behind this node serves, or does not (yet, or any more). A node that is not
   * available gives up what it holds and takes nothing; it still votes, and may be coordinator.
   * Nodes are available from the start.
   */
  record Availability(boolean available, String reason) implements Event {}

  /**
   * What this node's applications share is older than what others have, or is so no more. A node
   * that is behind keeps what it holds, but takes nothing that another node could take.
   *
   * @param reason why, for people; empty when it is not
   */
  record Behind(String reason) implements Event {}

  /** This node is about to leave: everything is stopped, nothing is taken any more. */
  record Leave() implements Event {}
}
