package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.batonha.core.Given.HEARTBEAT;
import static org.batonha.core.Given.LEASE;
import static org.batonha.core.Given.NODES;
import static org.batonha.core.Given.WEB;

import java.util.List;
import org.batonha.core.Decision.Nominated;
import org.junit.jupiter.api.Test;

/** When a nominator nominates, and how long it waits for what comes of it. */
class NominatorTest extends NominatorFixture {
  // ---- when

  @Test
  void waitsUntilAllHaveReportedOrALeaseHasPassed() {
    assertThat(nominations(node.says("n1", Given.idle(WEB)))).isEmpty();
    assertThat(nominations(node.says("n3", Given.idle(WEB))))
        .containsExactly(new Nominated(WEB, 301, "n1", Cause.START, "it had no holder yet"));
  }

  @Test
  void waitsNoLongerThanALeaseForWhoSaysNothing() {
    node.says("n1", Given.idle(WEB));
    assertThat(nominations(node.passes(500))).isEmpty();

    assertThat(nominations(node.passes(100))).hasSize(1);
  }

  @Test
  void aMinorityNominatesNobody() {
    node.step(new Event.ViewChanged(List.of("n2")));

    assertThat(nominations(node.passes(2000))).isEmpty();
  }

  @Test
  void onlyTheFirstThatHasTheServiceNominates() {
    node.step(new Event.ViewChanged(NODES));
    allIdle();

    assertThat(nominations(node.passes(1000))).isEmpty();
  }

  @Test
  void aNodeThatWasLateNominatesNobodyForAWindow() {
    node.passes(1000);
    node.now += 10 * HEARTBEAT;
    node.tick();

    allIdle();
    assertThat(nominations(node.passes(400))).isEmpty();
    assertThat(nominations(node.passes(200))).isNotEmpty();
  }

  // ---- patience

  @Test
  void aNomineeThatHasNotHeardIsToldAgainUntilItHas() {
    allIdle();
    Message grants =
        new Message.Grants(
            List.of(new Message.Grant(WEB, 301, Cause.START, "it had no holder yet")));
    assertThat(OneNode.sentTo("n1", node.passes(100))).contains(grants);

    node.says("n1", heardOf(301));
    assertThat(OneNode.sentTo("n1", node.passes(200))).doesNotContain(grants);
  }

  private static ServiceReport heardOf(long epoch) {
    return new ServiceReport(
        WEB, ServiceState.RECOVER, 0, Cause.START, 0, epoch, 0, false, "", "", "not started yet");
  }

  @Test
  void aNomineeHasFourLeasesThenItIsNominatedAnew() {
    allIdle();
    node.says("n1", heardOf(301));
    long patience = 4 * LEASE / 1_000_000;

    assertThat(nominations(node.passes(patience - 1))).isEmpty();
    assertThat(nominations(node.passes(101))).extracting(Nominated::epoch).containsExactly(304L);
  }

  @Test
  void aNomineeThatKnowsANewerEpochIsNominatedAboveIt() {
    allIdle();
    node.passes(100);

    assertThat(nominations(node.says("n1", heardOf(400))))
        .extracting(Nominated::epoch)
        .containsExactly(403L);
  }

  @Test
  void twoNominationsAreAHeartbeatApart() {
    allIdle();
    assertThat(nominations(node.says("n1", heardOf(400)))).isEmpty();
    node.now += HEARTBEAT - 1;
    assertThat(nominations(node.says("n1", heardOf(401)))).isEmpty();
    node.now += 1;
    assertThat(nominations(node.says("n1", heardOf(402)))).hasSize(1);
  }

  @Test
  void anEpochIsAboveTheBootOfEveryVoter() {
    node.hears("n3", new Message.Renew(900, 1, 1, 0, List.of(Given.idle(WEB))));

    assertThat(nominations(node.says("n1", Given.idle(WEB))))
        .extracting(Nominated::epoch)
        .containsExactly(901L);
  }

  @Test
  void aNomineeThatLetGoIsNominatedAnew() {
    allIdle();
    node.passes(100);

    assertThat(nominations(node.says("n1", Given.released(WEB, 301)))).hasSize(1);
  }

  @Test
  void aNomineeThatIsNotFitAnyMoreMakesRoomForTheNext() {
    allIdle();
    node.passes(100);

    assertThat(nominations(node.says("n1", Given.unavailable(WEB, "maintenance"))))
        .extracting(Nominated::holder)
        .containsExactly("n3");
  }

  /** Else what must be apart from it could never go there. */
  @Test
  void whoWasNominatedForAServiceThatIsStoppedThenIsFreeForAnother() {
    ServiceConfig mail = new ServiceConfig("mail", NODES);
    node = nominator(mail, new ServiceConfig(WEB, List.of("n1")).apart("mail"));
    node.says("n1", Given.idle(WEB), Given.idle("mail"));
    assertThat(nominations(node.says("n3", Given.idle("mail"))))
        .extracting(Nominated::service)
        .containsExactly("mail");
    assertThat(nominations(node.passes(200))).isEmpty();

    List<Decision> then = node.says("n3", Given.ordered("mail", 500, true));
    then.addAll(node.passes(200));

    assertThat(nominations(then))
        .extracting(Nominated::service, Nominated::holder)
        .containsExactly(tuple(WEB, "n1"));
  }
}
