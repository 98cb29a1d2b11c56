package org.batonha.core;

import static org.batonha.core.Given.LEASE;
import static org.batonha.core.Given.WEB;

import java.util.ArrayList;
import java.util.List;

/** One service on n1, brought into the state that a test begins with. */
abstract class LocalServiceFixture {
  static final long BOOT = 100;
  static final long EPOCH = 101;
  static final long NOW = 1000;

  final List<Decision> out = new ArrayList<>();
  LocalService web = new LocalService(Given.web(), Given.node("n1"), BOOT, "", 0);

  static Decision transition(long epoch, ServiceState from, ServiceState to, String why) {
    return new Decision.Transition(WEB, epoch, from, to, why);
  }

  /** As in a node, a report is taken after each step: it must not be the old one afterwards. */
  void nominated() {
    web.report();
    web.granted(Given.grant(WEB, EPOCH), NOW);
    web.report();
  }

  void asking() {
    nominated();
    web.ask();
    web.report();
  }

  void starting() {
    asking();
    web.start(NOW + LEASE, true, out, NOW);
    web.report();
  }

  void up() {
    starting();
    web.started(EPOCH, out, NOW);
    web.report();
    out.clear();
  }

  void stopping() {
    up();
    web.yield("moved", out, NOW);
    out.clear();
  }

  void reclaiming() {
    up();
    web.reclaim("a split", out, NOW);
    out.clear();
  }
}
