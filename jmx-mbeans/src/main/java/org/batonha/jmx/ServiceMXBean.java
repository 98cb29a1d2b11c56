package org.batonha.jmx;

import java.util.List;
import java.util.Map;

/**
 * One service, as the node that is asked knows it: watching and commanding. Registered as {@code
 * org.batonha:type=Service,name=SERVICE}. Thread-safe; every attribute is read from one immutable
 * snapshot. A command that was refused changed nothing; one that was not done in time may still
 * come true, and its {@link IllegalStateException} has a {@link
 * java.util.concurrent.TimeoutException} as its cause. Notifications of type {@code
 * org.batonha.service.state} tell each transition on this node, the reason in their message.
 */
public interface ServiceMXBean {
  /** Returns the service's name. */
  String getName();

  /** Returns the state on this node, for example {@code UP}, {@code RECOVER} or {@code FAIL}. */
  String getState();

  /**
   * Returns {@code PRIMARY} when this node is the service's first preference, else {@code BACKUP}.
   */
  String getRole();

  /** Returns the node that is known to hold the service, or an empty string when none is. */
  String getHolder();

  /** Returns the epoch of the newest baton that this node knows, 0 when there was none yet. */
  long getEpoch();

  /** Returns why the service is in this state on this node, in one sentence. */
  String getReason();

  /**
   * Returns why the holder was chosen: {@code START}, {@code FAILURE}, {@code OPERATOR}, {@code
   * FAILBACK}, {@code TOGETHER} or {@code RECLAIM}; an empty string while none holds it.
   */
  String getCause();

  /**
   * Returns why the holder was chosen, in one sentence as it says it itself; an empty string while
   * none holds it, or it is just giving it up.
   */
  String getNominationReason();

  /** Returns when the state on this node was entered, in milliseconds of the wall clock. */
  long getSinceMillis();

  /** Returns the nodes that may hold the service, the most wanted first. */
  List<String> getPreference();

  /** Returns the addresses that move with the service, each as {@code IP/PREFIX@DEVICE}. */
  List<String> getAddresses();

  /**
   * Returns the last reported state per configured node; a node that is gone reads {@code DOWN}.
   */
  Map<String, String> getStates();

  /**
   * Moves the service to another node: it is released here first, then taken there. Returns when
   * the other node is {@code UP}.
   *
   * @param to the node that shall hold the service
   * @throws IllegalArgumentException when {@code to} is not a node of this service, with the nodes
   *     that are
   * @throws IllegalStateException when the move was refused or did not complete in time, with the
   *     reason
   */
  void move(String to);

  /**
   * Stops the service on all nodes, until it is started again or all servers were restarted.
   * Returns when it is active nowhere in this part of the cluster.
   *
   * @throws IllegalStateException when it is still being stopped after 10 s, with the reason
   */
  void stop();

  /**
   * Takes a stop back, and lets a service move again that moved too often. Returns when it is
   * {@code UP} on some node.
   *
   * @throws IllegalStateException when it is {@code UP} nowhere after 10 s; it may start all the
   *     same
   */
  void start();

  /**
   * Declares the service unfit on this node, until it is recovered here: it is stopped here, and
   * another node takes it. Returns when it is in {@code FAIL}.
   *
   * @throws IllegalStateException when it is still being stopped after 10 s, with the reason
   */
  void fail();

  /**
   * Takes the service out of {@code FAIL} on this node: it may be started here again.
   *
   * @throws IllegalStateException when the service is not in {@code FAIL} here
   */
  void recover();

  /**
   * Returns why the service is where it is, and what would have to happen for it to move.
   *
   * @throws IllegalStateException when this node is too busy to answer
   */
  ServiceExplanation explain();
}
