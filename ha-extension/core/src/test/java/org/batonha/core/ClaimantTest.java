package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batonha.core.Given.WEB;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What node n1, which holds a service, makes of what the voters answer. */
class ClaimantTest {
  private OneNode node = OneNode.among(Given.node("n1"), Given.web());

  private long up() {
    node.holds(WEB);
    return node.claim(WEB);
  }

  /** Two nodes, and no quorum: after a split both hold it. */
  private long upWithoutAQuorum(ServiceConfig service) {
    node = OneNode.among(Given.node("n1", List.of("n1", "n2"), QuorumPolicy.NONE), service);
    return up();
  }

  private static List<Decision> stops(List<Decision> decisions) {
    return decisions.stream().filter(Decision.Stop.class::isInstance).toList();
  }

  // ---- a majority

  @Test
  void anAckOfAnotherRunCountsNothing() {
    long epoch = up();
    Message ack =
        new Message.Ack(
            OneNode.BOOT + 1,
            node.renewal.seq(),
            node.renewal.version(),
            true,
            List.of(Given.disowned(WEB, epoch, 900)));

    assertThat(node.hears("n2", ack)).isEmpty();
    assertThat(node.core.epoch(WEB)).isEqualTo(epoch);
  }

  @Test
  void anAckThatJudgesNothingCountsNothing() {
    node.falls("n2");
    node.falls("n3");
    node.passes(100);
    Message ack =
        new Message.Ack(OneNode.BOOT, node.renewal.seq(), node.renewal.version(), false, List.of());

    assertThat(node.hears("n2", ack)).noneMatch(Decision.Start.class::isInstance);
  }

  @Test
  void whoLacksSomethingIsToldAtOnce() {
    up();
    Message ack = new Message.Ack(OneNode.BOOT, node.renewal.seq(), 0, false, List.of());

    List<Decision> out = node.hears("n2", ack);

    assertThat(OneNode.sentTo("n2", out))
        .hasSize(1)
        .allMatch(message -> ((Message.Renew) message).since() == 0);
    assertThat(OneNode.sentTo("n3", out)).isEmpty();
  }

  @Test
  void aVoterThatTheViewLacksIsToldAlone() {
    up();
    node.step(new Event.ViewChanged(List.of("n1", "n3")));
    Message ack = new Message.Ack(OneNode.BOOT, node.renewal.seq(), 0, false, List.of());

    assertThat(OneNode.sentTo("n2", node.hears("n2", ack)))
        .hasSize(1)
        .allMatch(message -> ((Message.Renew) message).since() == 0);
  }

  @Test
  void aVoterThatAckedAnotherMeanwhileIsAskedWithANewerEpoch() {
    long epoch = up();
    List<Decision> out = node.acks("n2", Given.disowned(WEB, epoch, 900));

    assertThat(out)
        .contains(
            new Decision.Transition(
                WEB,
                epoch,
                ServiceState.UP,
                ServiceState.RECLAIM,
                "voter n2 has acked epoch 900 meanwhile"));
    assertThat(node.claim(WEB)).isEqualTo(903);
    assertThat(stops(out)).isEmpty();
    assertThat(stops(node.passes(500))).isEmpty();
  }

  @Test
  void whoIsDisownedByAMajorityStops() {
    long epoch = upByAnothersNomination();
    node.acks("n2", Given.disowned(WEB, epoch, 900));
    assertThat(node.state(WEB)).isEqualTo(ServiceState.RECLAIM);
    List<Decision> out = node.acks("n3", Given.disowned(WEB, epoch, 900));

    assertThat(stops(out))
        .containsExactly(
            new Decision.Stop(WEB, epoch, false, "most voters know a newer holder than " + epoch));
  }

  private long upByAnothersNomination() {
    node = new OneNode(Given.node("n1"), Given.web());
    node.step(new Event.ViewChanged(List.of("n2", "n1", "n3")));
    node.says("n2", Given.idle(WEB));
    node.says("n3", Given.idle(WEB));
    node.passes(1000);
    node.hears("n2", new Message.Grants(List.of(Given.grant(WEB, 601))));
    return up();
  }

  @Test
  void aRefusalByWhoIsAwayChangesNothing() {
    long epoch = up();
    node.step(new Event.ViewChanged(List.of("n1", "n3")));
    List<Decision> out = node.acks("n2", Given.disowned(WEB, epoch, 900));

    assertThat(node.state(WEB)).isEqualTo(ServiceState.UP);
    assertThat(stops(out)).isEmpty();
  }

  @Test
  void aRefusalOfWhatIsNotConfiguredIsNobodysBusiness() {
    up();

    assertThat(stops(node.acks("n2", Given.disowned("wbe", 5, 900)))).isEmpty();
    assertThat(node.state(WEB)).isEqualTo(ServiceState.UP);
  }

  @Test
  void aYieldStopsWhatItNamesAndNothingElse() {
    long epoch = up();
    assertThat(stops(node.hears("n2", new Message.Yield(WEB, epoch - 1, "n3", "a move"))))
        .isEmpty();

    assertThat(stops(node.hears("n2", new Message.Yield(WEB, epoch, "n3", "a move"))))
        .containsExactly(new Decision.Stop(WEB, epoch, true, "a move (asked by n2)"));
    assertThat(stops(node.hears("n2", new Message.Yield(WEB, epoch, "n3", "a move")))).isEmpty();
  }

  // ---- two holders

  @Test
  void theRightfulHolderReclaims() {
    long epoch = upWithoutAQuorum(new ServiceConfig(WEB, List.of("n1", "n2")));
    node.says("n2", Given.report(WEB, ServiceState.UP, 900));

    node.acks("n2", Given.notYet(WEB, epoch, 900, 5));

    assertThat(node.state(WEB)).isEqualTo(ServiceState.RECLAIM);
    assertThat(node.core.log())
        .extracting(LogEntry::reason)
        .contains("'n2' holds it, too, since a split");
  }

  @Test
  void theOtherHolderStopsAtOnce() {
    long epoch = upWithoutAQuorum(new ServiceConfig(WEB, List.of("n2", "n1")), true);
    node.says("n2", Given.report(WEB, ServiceState.UP, 900));

    assertThat(stops(node.acks("n2", Given.disowned(WEB, epoch, 900))))
        .containsExactly(
            new Decision.Stop(WEB, epoch, false, "'n2' holds it, too, and is the rightful holder"));
  }

  /** With n2 unfit for as long as n1 needs to get it. */
  private long upWithoutAQuorum(ServiceConfig service, boolean preferredIsUnfit) {
    node = new OneNode(Given.node("n1", List.of("n1", "n2"), QuorumPolicy.NONE), service);
    node.step(new Event.ViewChanged(List.of("n1", "n2")));
    node.says("n2", preferredIsUnfit ? Given.unavailable(WEB, "maintenance") : Given.idle(WEB));
    return up();
  }

  @Test
  void byTheNewestEpochTheNewerHolderIsRightful() {
    ServiceConfig newest =
        new ServiceConfig(WEB, List.of("n1", "n2")).withReclaim(Reclaim.NEWEST_EPOCH);
    long epoch = upWithoutAQuorum(newest);
    node.says("n2", Given.report(WEB, ServiceState.UP, epoch - 1));
    node.acks("n2", Given.disowned(WEB, epoch, epoch - 1));
    assertThat(node.state(WEB)).isEqualTo(ServiceState.RECLAIM);

    epoch = upWithoutAQuorum(newest);
    node.says("n2", Given.report(WEB, ServiceState.UP, epoch + 1));
    assertThat(stops(node.acks("n2", Given.disowned(WEB, epoch, epoch + 1)))).hasSize(1);
  }

  @Test
  void aNotYetForSomebodyThatHoldsNothingIsNoContest() {
    long epoch = upWithoutAQuorum(new ServiceConfig(WEB, List.of("n1", "n2")));
    node.says("n2", Given.report(WEB, ServiceState.RECOVER, 900));

    node.acks("n2", Given.notYet(WEB, epoch, 900, 5));

    assertThat(node.state(WEB)).isEqualTo(ServiceState.UP);
  }

  @Test
  void anUnknownRivalOfThePrimaryIsNotTheRightfulHolder() {
    long epoch = upWithoutAQuorum(new ServiceConfig(WEB, List.of("n1", "n2")));

    node.acks("n2", Given.disowned(WEB, epoch, 900));

    assertThat(node.state(WEB)).isEqualTo(ServiceState.RECLAIM);
    assertThat(node.core.log())
        .extracting(LogEntry::reason)
        .contains("'another node' holds it, too, since a split");
  }

  // ---- alone

  @Test
  void whoIsAloneLooksBeforeItAsksAndAgainWhenItStarts() {
    node =
        new OneNode(
            Given.node("n1", List.of("n1", "n2"), QuorumPolicy.NONE),
            new ServiceConfig(WEB, List.of("n1", "n2")));
    node.step(new Event.ViewChanged(List.of("n1")));
    Decision.Probe probe = nextProbe();

    List<Decision> out = node.step(new Event.Probed(WEB, probe.epoch(), Optional.empty()));

    assertThat(out).anyMatch(decision -> decision instanceof Decision.Start start && start.probe());
  }

  private Decision.Probe nextProbe() {
    for (int i = 0; i < 20; i++) {
      for (Decision decision : node.passes(100)) {
        if (decision instanceof Decision.Probe probe) {
          return probe;
        }
      }
    }
    throw new AssertionError("nothing was probed: " + node.core.log());
  }

  // ---- what is removed

  @Test
  void aRemovedServiceIsReleasedForALeaseAndThenGone() {
    long epoch = up();
    node.step(new Event.ServiceRemoved(WEB));
    assertThat(node.core.services()).isEmpty();
    node.step(new Event.Stopped(WEB, epoch));
    node.passes(400);
    assertThat(node.core.report("n1", WEB)).isPresent();

    node.passes(200);

    assertThat(node.core.report("n1", WEB)).isEmpty();
  }

  @Test
  void aChangedServiceBeginsWhenTheOldOneHasStopped() {
    long epoch = up();
    ServiceConfig changed = Given.web().withFailback(Duration.ZERO);
    node.step(new Event.ServiceRemoved(WEB));
    node.step(new Event.ServiceAdded(changed));
    assertThat(node.core.services()).isEmpty();

    node.step(new Event.Stopped(WEB, epoch));

    assertThat(node.core.services()).containsExactly(changed);
    node.holds(WEB);
    assertThat(node.claim(WEB)).isGreaterThan(epoch);
  }

  @Test
  void whatMustBeElsewhereIsNotTakenHere() {
    node = OneNode.among(Given.node("n3"), Given.web().apart("mail"), Given.service("mail"));
    node.hears("n1", new Message.Grants(List.of(Given.grant("mail", 501))));
    node.hears("n1", new Message.Grants(List.of(Given.grant(WEB, 501))));

    assertThat(node.claim("mail")).isEqualTo(501);
    assertThat(node.claim(WEB)).isZero();
  }

  @Test
  void aSentinelsLastWordLetsTheNextOneIn() {
    OneNode voter = OneNode.among(Given.node("n3"), Given.web());
    voter.passes(1000);
    voter.says("n1", Given.report(WEB, ServiceState.UP, 501));
    List<Decision> refusal = voter.says("n2", Given.report(WEB, ServiceState.RECOVER, 502));
    assertThat(((Message.Ack) OneNode.sentTo("n2", refusal).get(0)).refused()).hasSize(1);

    List<Decision> out = voter.step(new Event.LastWord("n1", 1));

    assertThat(((Message.Ack) OneNode.sentTo("n2", out).get(0)).refused()).isEmpty();
    assertThat(voter.core.peer("n1")).isEqualTo(PeerState.DOWN);
    assertThat(voter.core.coordinator()).contains("n2");
  }
}
