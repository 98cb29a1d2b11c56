package org.batonha.core;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a step has still to do, in the order in which it is done. Services are named where only some
 * are meant, so that a step costs what has changed and not what there is.
 */
final class Agenda {
  private final Services touched = new Services();
  private final Services considered = new Services();
  private boolean counted;
  private boolean hurry;

  /** Some services, or all. */
  static final class Services {
    private boolean all;
    private final Set<String> names = new TreeSet<>();

    boolean isAll() {
      return all;
    }

    boolean isEmpty() {
      return !all && names.isEmpty();
    }

    /** Returns the names, which matter only when not all are meant. */
    Set<String> names() {
      return names;
    }

    private Services take() {
      Services taken = new Services();
      taken.all = all;
      taken.names.addAll(names);
      all = false;
      names.clear();
      return taken;
    }
  }

  /** Something of every local service may have changed. */
  void touch() {
    touched.all = true;
  }

  /** Something of one local service may have changed. */
  void touch(String service) {
    touched.names.add(service);
  }

  /** The voters, or a witness, have said something new. */
  void count() {
    counted = true;
  }

  /** A renewal is worth sending before the next heartbeat. */
  void hurry() {
    hurry = true;
  }

  /** The nominator has to look at every service again. */
  void consider() {
    considered.all = true;
  }

  /** The nominator has something new to look at. */
  void consider(Collection<String> services) {
    considered.names.addAll(services);
  }

  boolean isOpen() {
    return !touched.isEmpty() || !considered.isEmpty() || counted || hurry;
  }

  Services takeTouched() {
    return touched.take();
  }

  Services takeConsidered() {
    return considered.take();
  }

  boolean takeCounted() {
    boolean was = counted;
    counted = false;
    return was;
  }

  boolean takeHurry() {
    boolean was = hurry;
    hurry = false;
    return was;
  }
}
