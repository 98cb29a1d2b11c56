package org.batonha.core;

import java.time.Duration;
import java.util.List;

/** What the unit tests have in common: nodes n1, n2 and n3 with the timings of a LAN. */
final class Given {
  static final List<String> NODES = List.of("n1", "n2", "n3");
  static final long HEARTBEAT = Preset.LAN.heartbeat().toNanos();
  static final long LEASE = Preset.LAN.lease().toNanos();
  static final String WEB = "web";

  private Given() {}

  static CoreConfig node(String name) {
    return node(name, NODES, QuorumPolicy.MAJORITY);
  }

  static CoreConfig node(String name, List<String> nodes, QuorumPolicy quorum) {
    return CoreConfig.of(name, nodes, Preset.LAN, quorum, 1);
  }

  static ServiceConfig web() {
    return service(WEB);
  }

  static ServiceConfig service(String name) {
    return new ServiceConfig(name, NODES);
  }

  static Message.Grant grant(String service, long epoch) {
    return new Message.Grant(service, epoch, Cause.START, "it had no holder yet");
  }

  /** A service that has just been configured on a node says this. */
  static ServiceReport idle(String service) {
    return report(service, ServiceState.RECOVER, 0);
  }

  static ServiceReport report(String service, ServiceState state, long claim) {
    return new ServiceReport(
        service, state, claim, Cause.START, 0, claim, 0, false, "", "", "because of " + state);
  }

  static ServiceReport up(String service, long claim, Cause cause) {
    return new ServiceReport(
        service, ServiceState.UP, claim, cause, 0, claim, 0, false, "", "", "because of UP");
  }

  static ServiceReport released(String service, long epoch) {
    return new ServiceReport(
        service, ServiceState.RECOVER, 0, Cause.START, epoch, epoch, 0, false, "", "", "let go");
  }

  static ServiceReport unavailable(String service, String why) {
    return new ServiceReport(
        service, ServiceState.RECOVER, 0, Cause.START, 0, 0, 0, false, why, "", "not started yet");
  }

  static ServiceReport behind(String service, String why) {
    return new ServiceReport(
        service, ServiceState.RECOVER, 0, Cause.START, 0, 0, 0, false, "", why, "not started yet");
  }

  static ServiceReport ordered(String service, long order, boolean stop) {
    return new ServiceReport(
        service,
        ServiceState.RECOVER,
        0,
        Cause.START,
        0,
        0,
        order,
        stop,
        "",
        "",
        "not started yet");
  }

  static Verdict disowned(String service, long epoch, long known) {
    return new Verdict(service, epoch, Verdict.Kind.DISOWNED, known, 0);
  }

  static Verdict notYet(String service, long epoch, long known, long wait) {
    return new Verdict(service, epoch, Verdict.Kind.NOT_YET, known, wait);
  }

  static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
