package org.batonha.lab;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A fault of a {@link Storm}. */
enum Gust {
  /** The server's process is killed. */
  KILL(Fault.KILL),
  /** The server is told to stop. */
  STOP(Fault.STOP),
  /** The server's process hangs. */
  HANG(Fault.HANG),
  /** Both cables are pulled. */
  CABLE(Fault.CABLE),
  /** The ports at both switches die. */
  SWITCH(Fault.SWITCH),
  /** The cable of the network is pulled that the clients are not on. */
  LINK(Fault.LINK),
  /** The service is moved on purpose. */
  MOVE(Fault.MOVE),
  /** Nothing reaches the host. */
  DEAF(true, List.of("lan", "hb")),
  /** Nothing that the host sends passes. */
  MUTE(false, List.of("lan", "hb")),
  /** Nothing reaches the host on the network that the clients are on. */
  LAN_DEAF(true, List.of("lan")),
  /** Nothing that the host sends on that network passes. */
  LAN_MUTE(false, List.of("lan"));

  private final Fault fault;
  private final boolean deaf;
  private final List<String> oneWay;

  Gust(Fault fault) {
    this(fault, false, List.of());
  }

  Gust(boolean deaf, List<String> oneWay) {
    this(null, deaf, oneWay);
  }

  Gust(Fault fault, boolean deaf, List<String> oneWay) {
    this.fault = fault;
    this.deaf = deaf;
    this.oneWay = oneWay;
  }

  void begin(Cluster cluster, Server victim) {
    oneWay.forEach(network -> cluster.lab().cutOneWay(victim.node(), network, deaf));
    if (fault != null) {
      new Injection(cluster, fault, victim).inject();
    }
  }

  /** Takes it back, but for a server that has ended: {@link Cluster#restore} starts it. */
  void end(Cluster cluster, Server victim) {
    oneWay.forEach(network -> cluster.lab().healOneWay(victim.node(), network));
    if (fault != null && fault.heals()) {
      new Injection(cluster, fault, victim).heal();
    }
    if (this == KILL || this == STOP) {
      victim.awaitEnd();
    }
  }

  /** Returns the labels of all. */
  static List<String> labels() {
    return Arrays.stream(values()).map(Gust::label).toList();
  }

  /** Returns the one with a label, one of {@link #labels()}. */
  static Gust of(String label) {
    return values()[labels().indexOf(label)];
  }

  /** Returns whether it needs the holder of the address. */
  boolean isForHolder() {
    return this == MOVE;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
