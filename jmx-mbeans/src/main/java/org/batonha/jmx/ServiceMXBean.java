package org.batonha.jmx;

import java.util.List;
import java.util.Map;

/**
 * One service, as the node that is asked knows it: watching and commanding. Registered as {@code
 * org.batonha:type=Service,name=SERVICE}. Thread-safe; every attribute is read from one immutable
 * snapshot. Notifications of type {@code org.batonha.service.state} tell each transition on this
 * node, the reason in their message.
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
   * Takes the service out of {@code FAIL} on this node: it may be started here again.
   *
   * @throws IllegalStateException when the service is not in {@code FAIL} here
   */
  void recover();
}
