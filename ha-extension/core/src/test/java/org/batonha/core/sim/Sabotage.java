package org.batonha.core.sim;

import java.util.List;
import org.batonha.core.CoreConfig;
import org.batonha.core.Decision;
import org.batonha.core.Event;
import org.batonha.core.ServiceConfig;

/**
 * A broken variant of the rules, made at the borders of the core: what goes in, what comes out, and
 * what the sentinel does. The core itself has no switch for it. All methods do nothing here.
 */
class Sabotage {
  static final Sabotage NONE = new Sabotage();

  /** Chooses a cluster in which the variant matters. */
  void shape(Setup setup) {}

  CoreConfig config(CoreConfig config) {
    return config;
  }

  /** Returns when a core believes that it has started. */
  long born(CoreConfig config, long now) {
    return now;
  }

  ServiceConfig service(ServiceConfig service) {
    return service;
  }

  /** Returns what the core is told, null for nothing. */
  Event incoming(Server server, Event event) {
    return event;
  }

  List<Decision> outgoing(Server server, List<Decision> decisions) {
    return decisions;
  }

  /** Returns the deadline that the sentinel is told. */
  long lease(Server server, long untilNanos) {
    return untilNanos;
  }

  boolean sentinelEndsLeases() {
    return true;
  }

  boolean lastWordIsEarly() {
    return false;
  }

  boolean probes() {
    return true;
  }

  /** Whether a stop is said to be done before it is. */
  boolean stopsEarly() {
    return false;
  }

  /** Returns by how much a stop comes later. */
  long stopDelay(Server server, Decision.Stop stop) {
    return 0;
  }

  /** Whether a stop is carried out at all. */
  boolean stops(Server server) {
    return true;
  }
}
