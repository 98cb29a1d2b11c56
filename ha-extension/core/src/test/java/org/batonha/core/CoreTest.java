package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.batonha.core.Given.HEARTBEAT;
import static org.batonha.core.Given.LEASE;
import static org.batonha.core.Given.NODES;
import static org.batonha.core.Given.WEB;

import java.util.List;
import org.junit.jupiter.api.Test;

/** One node among two others that ack all it asks for. */
class CoreTest {
  private final OneNode node = OneNode.among(Given.node("n1"), Given.web());

  // ---- time

  @Test
  void wantsToBeWokenAtOnceAtFirstAndWithEachHeartbeatThen() {
    Core fresh = new Core(Given.node("n1"), 300, 0);
    assertThat(fresh.wakeAt()).isEqualTo(Quorum.NEVER);

    fresh.step(new Event.Tick(), 5000);
    assertThat(fresh.wakeAt()).isEqualTo(5000 + HEARTBEAT);
  }

  @Test
  void wantsToBeWokenWhenALeaseEnds() {
    node.holds(WEB);
    node.falls("n2");
    node.falls("n3");
    long end = node.core.leaseUntil(WEB).orElseThrow();
    while (node.core.wakeAt() < end) {
      node.now = node.core.wakeAt();
      node.tick();
    }

    assertThat(node.core.wakeAt()).isEqualTo(end);
    node.now = end;
    assertThat(node.tick())
        .contains(
            new Decision.Stop(
                WEB, node.claim(WEB), false, "its lease ended: no quorum of voters renewed it"));
    assertThat(node.core.leaseUntil(WEB)).isEmpty();
  }

  @Test
  void renewsWithEachHeartbeatAndNotBefore() {
    node.passes(1000);
    long seq = node.renewal.seq();

    node.now += HEARTBEAT - 1;
    node.tick();
    assertThat(node.renewal.seq()).isEqualTo(seq);
    node.now += 1;
    node.tick();
    assertThat(node.renewal.seq()).isEqualTo(seq + 1);
  }

  @Test
  void aNodeThatWasLateJudgesNobodyForAFreshWindow() {
    node.passes(1000);
    node.now += 4 * HEARTBEAT;
    List<Decision> out = node.tick();

    assertThat(out).noneMatch(Decision.PeerChanged.class::isInstance);
  }

  @Test
  void aNodeThatWasOnlyALittleLateJudgesAsAlways() {
    node.passes(1000);
    node.now += 3 * HEARTBEAT;

    assertThat(node.tick()).anyMatch(Decision.PeerChanged.class::isInstance);
  }

  // ---- what is seen from outside

  @Test
  void tellsWhoIsThere() {
    assertThat(node.core.view()).isEqualTo(NODES);
    assertThat(node.core.coordinator()).contains("n1");
    assertThat(node.core.peer("n2")).isEqualTo(PeerState.UP);
    assertThat(node.core.isQuorate(node.now)).isTrue();
    assertThat(node.core.services()).containsExactly(Given.web());
    assertThat(node.core.isInMaintenance()).isFalse();
  }

  @Test
  void knowsTheHighestEpochThatWasHeldAnywhere() {
    assertThat(new Core(Given.node("n1"), 300, 0).epoch(WEB)).isZero();
    node.says("n2", Given.released(WEB, 450));
    assertThat(node.core.epoch(WEB)).isEqualTo(450);
    node.says("n2", Given.report(WEB, ServiceState.UP, 500));
    assertThat(node.core.epoch(WEB)).isEqualTo(500);
  }

  @Test
  void explainsOnlyWhatItHas() {
    assertThatThrownBy(() -> node.core.explain("wbe", node.now))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no service 'wbe' on this node: it has [web]");
  }

  @Test
  void whatWasSaidOfAServiceBeforeItWasConfiguredHereCounts() {
    OneNode late = new OneNode(Given.node("n1"));
    late.step(new Event.ViewChanged(List.of("n1", "n2", "n3")));
    late.says(
        "n2",
        new ServiceReport(
            WEB, ServiceState.RECOVER, 0, Cause.START, 0, 0, 900, true, "", "", "stopped"));

    late.step(new Event.ServiceAdded(Given.web()));
    late.tick();

    assertThat(late.core.report("n1", WEB).orElseThrow().stopped()).isTrue();
  }

  @Test
  void aServiceThatIsAddedTwiceIsOne() {
    node.step(new Event.ServiceAdded(Given.web()));

    assertThat(node.core.services()).containsExactly(Given.web());
  }

  @Test
  void aServiceThatIsAddedWithAnotherConfigurationIsChanged() {
    ServiceConfig other = Given.web().withReclaim(Reclaim.NEWEST_EPOCH);

    node.step(new Event.ServiceAdded(other));

    assertThat(node.core.services()).containsExactly(other);
  }

  @Test
  void aLeaseIsSeenWhileItActs() {
    assertThat(node.core.leaseUntil(WEB)).isEmpty();
    node.holds(WEB);

    assertThat(node.core.leaseUntil(WEB).orElseThrow()).isBetween(node.now, node.now + LEASE);
    assertThat(node.core.log()).isNotEmpty();
  }

  // ---- leaving

  @Test
  void leavesWhenItHasToldThreeTimesThatItHoldsNothing() {
    node.holds(WEB);
    List<Decision> out = node.step(new Event.Leave());
    assertThat(out).contains(new Decision.Stop(WEB, node.claim(WEB), true, "this node is leaving"));
    assertThat(node.passes(1000)).doesNotContain(new Decision.Left());

    node.step(new Event.Stopped(WEB, node.claim(WEB)));

    assertThat(node.passes(200)).doesNotContain(new Decision.Left());
    assertThat(node.passes(100)).containsOnlyOnce(new Decision.Left());
    assertThat(node.passes(1000)).doesNotContain(new Decision.Left());
  }

  @Test
  void leavingTwiceIsLeavingOnce() {
    OneNode backup = OneNode.among(Given.node("n3"), Given.web());
    backup.passes(1000);
    backup.step(new Event.Leave());
    backup.passes(200);
    backup.step(new Event.Leave());

    assertThat(backup.passes(100)).contains(new Decision.Left());
    backup.step(new Event.Leave());
    assertThat(backup.passes(1000)).doesNotContain(new Decision.Left());
  }

  // ---- availability

  @Test
  void aServerThatDoesNotServeHoldsNothing() {
    node.holds(WEB);

    assertThat(node.step(new Event.Availability(false, "it is starting")))
        .contains(new Decision.Stop(WEB, node.claim(WEB), true, "it is starting"));
    assertThat(node.core.report("n1", WEB).orElseThrow().unavailable()).isEqualTo("it is starting");
    node.step(new Event.Availability(true, "whatever"));
    assertThat(node.core.report("n1", WEB).orElseThrow().unavailable()).isEmpty();
  }

  @Test
  void aServerThatDoesNotSayWhyDoesNotServe() {
    node.step(new Event.Availability(false, " "));

    assertThat(node.core.report("n1", WEB).orElseThrow().unavailable())
        .isEqualTo("its server does not serve");
  }

  @Test
  void maintenanceCountsMoreThanAvailabilityAndLeavingMoreThanBoth() {
    node.step(new Event.Availability(false, "it is starting"));
    node.step(new Event.MaintenanceCommand(1, true));
    assertThat(node.core.report("n1", WEB).orElseThrow().unavailable()).isEqualTo("maintenance");
    assertThat(node.core.isInMaintenance()).isTrue();
    node.step(new Event.Leave());
    assertThat(node.core.report("n1", WEB).orElseThrow().unavailable())
        .isEqualTo("this node is leaving");
  }

  // ---- warnings

  @Test
  void aMemberThatHasNoVoteIsWarnedOf() {
    List<Decision> out = node.step(new Event.ViewChanged(List.of("n1", "n2", "x9")));

    assertThat(OneNode.warnings(out))
        .containsExactly(
            "member 'x9' is not one of the configured nodes [n1, n2, n3] and has no vote: add it"
                + " to 'nodes' on every server");
    assertThat(node.core.view()).containsExactly("n1", "n2");
  }

  @Test
  void aNodeWithoutServicesWarnsOfNobody() {
    OneNode idle = new OneNode(Given.node("n1"));

    assertThat(idle.step(new Event.ViewChanged(List.of("n1", "x9"))))
        .noneMatch(Decision.Warn.class::isInstance);
  }

  @Test
  void manyChangedVotersAreWarnedOfWhileSomethingIsHeld() {
    node.holds(WEB);

    assertThat(OneNode.warnings(voters("n1", "n2", "n4")))
        .contains(
            "the voters change from [n1, n2, n3] to [n1, n2, n4] while services are held: until"
                + " every server has the new list, two parts of the cluster could decide. Change"
                + " one voter at a time");
  }

  @Test
  void oneChangedVoterIsNoReasonToWarn() {
    node.holds(WEB);
    assertThat(OneNode.warnings(voters("n1", "n2")))
        .noneMatch(text -> text.startsWith("the voters change"));
  }

  @Test
  void nothingIsWarnedOfWhileNothingIsHeld() {
    OneNode alone = new OneNode(Given.node("n1"), Given.web());

    assertThat(alone.step(new Event.VotersChanged(List.of("n1", "n7", "n8"), List.of())))
        .noneMatch(Decision.Warn.class::isInstance);
  }

  private List<Decision> voters(String... nodes) {
    return node.step(new Event.VotersChanged(List.of(nodes), List.of()));
  }

  @Test
  void otherVotersCountAtOnce() {
    node.passes(1000);
    voters("n1", "n2");

    assertThat(node.core.view()).containsExactly("n1", "n2");
    assertThat(node.core.peer("n3")).isEqualTo(PeerState.DOWN);
  }

  @Test
  void anOutdatedRunIsWarnedOfOncePerNewerRun() {
    String text =
        "node 'n2' has heard of a newer run of node 'n1' than this one, and will not listen to"
            + " it: stop the other server of that name, or, if this host's clock went back,"
            + " correct it and restart this one";

    assertThat(outdated(OneNode.BOOT, 400)).containsExactly(text);
    assertThat(outdated(OneNode.BOOT, 400)).isEmpty();
    assertThat(outdated(OneNode.BOOT, 401)).containsExactly(text);
    assertThat(outdated(OneNode.BOOT - 1, 500)).isEmpty();
  }

  private List<String> outdated(long boot, long newer) {
    return OneNode.warnings(node.hears("n2", new Message.Outdated(boot, newer)));
  }

  // ---- what is heard

  @Test
  void nobodyListensToStrangersAndToEchoes() {
    node.passes(1000);
    Message renew = new Message.Renew(1, 1, 1, 0, List.of());

    assertThat(node.hears("x9", renew)).isEmpty();
    assertThat(node.hears("n1", renew)).isEmpty();
  }

  @Test
  void aRenewalIsAnsweredAndAnOutdatedRunToldSo() {
    node.passes(1000);
    assertThat(sent("n2", new Message.Renew(5, 9, 1, 0, List.of(Given.idle(WEB)))))
        .containsExactly(new Message.Ack(5, 9, 1, true, List.of()));
    assertThat(sent("n2", new Message.Renew(5, 8, 1, 0, List.of()))).isEmpty();
    assertThat(sent("n2", new Message.Renew(4, 99, 1, 0, List.of())))
        .containsExactly(new Message.Outdated(4, 5));
    assertThat(sent("n2", new Message.Renew(5, 10, 7, 6, List.of())))
        .containsExactly(new Message.Ack(5, 10, 1, false, List.of()));
  }

  private List<Message> sent(String from, Message message) {
    return OneNode.sentTo(from, node.hears(from, message));
  }

  @Test
  void aVoterThatHasJustStartedJudgesNothing() {
    OneNode young = OneNode.among(Given.node("n1"), Given.web());

    List<Decision> out = young.hears("n2", new Message.Renew(5, 9, 1, 0, List.of()));

    assertThat(OneNode.sentTo("n2", out))
        .containsExactly(new Message.Ack(5, 9, 1, false, List.of()));
  }
}
