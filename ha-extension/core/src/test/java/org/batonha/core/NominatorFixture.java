package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batonha.core.Given.WEB;

import java.util.ArrayList;
import java.util.List;
import org.batonha.core.Decision.Nominated;

/** Node n2 as nominator: it is the coordinator, and holds nothing itself. */
abstract class NominatorFixture {
  static final ServiceConfig SERVICE = new ServiceConfig(WEB, List.of("n1", "n3", "n2"));

  OneNode node = nominator(SERVICE);

  static OneNode nominator(ServiceConfig... services) {
    OneNode node = new OneNode(Given.node("n2"), services);
    node.step(new Event.ViewChanged(List.of("n2", "n1", "n3")));
    return node;
  }

  void allIdle() {
    node.says("n1", Given.idle(WEB));
    node.says("n3", Given.idle(WEB));
  }

  static List<Nominated> nominations(List<Decision> decisions) {
    return decisions.stream()
        .filter(Nominated.class::isInstance)
        .map(Nominated.class::cast)
        .toList();
  }

  void heldBy(String holder, long epoch) {
    allIdle();
    node.says(holder, Given.report(WEB, ServiceState.UP, epoch));
  }

  Nominated next(List<Decision> decisions) {
    List<Nominated> all = new ArrayList<>(nominations(decisions));
    all.addAll(nominations(node.passes(300)));
    return all.get(0);
  }

  void isNext(List<Decision> decisions, String holder, Cause cause, String reason) {
    Nominated nominated = next(decisions);
    assertThat(nominated.holder()).isEqualTo(holder);
    assertThat(nominated.cause()).isEqualTo(cause);
    assertThat(nominated.reason()).isEqualTo(reason);
  }
}
