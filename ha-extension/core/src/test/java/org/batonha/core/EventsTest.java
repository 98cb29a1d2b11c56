package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batonha.core.Given.WEB;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each event reaches those whose business it is. */
class EventsTest {
  private final OneNode node = OneNode.among(Given.node("n1"), Given.web());

  private long started() {
    for (Decision decision : node.passes(2000)) {
      if (decision instanceof Decision.Start start) {
        return start.epoch();
      }
    }
    throw new AssertionError("nothing was started: " + node.core.log());
  }

  @Test
  void aStartThatFailedFailsItsService() {
    long epoch = started();

    node.step(new Event.StartFailed(WEB, epoch, Event.Obstacle.BROKEN, "no such address"));

    assertThat(node.state(WEB)).isEqualTo(ServiceState.FAIL);
  }

  /** A majority has acked: the last holder is silent, so whoever answers is no holder. */
  @Test
  void aConflictIsAFailureWhereAMajorityAcked() {
    long epoch = started();

    node.step(new Event.StartFailed(WEB, epoch, Event.Obstacle.CONFLICT, "02:42 answers"));

    assertThat(node.state(WEB)).isEqualTo(ServiceState.FAIL);
  }

  @Test
  void whatWasLostIsStopped() {
    node.holds(WEB);
    long epoch = node.claim(WEB);

    assertThat(node.step(new Event.Lost(WEB, epoch, "the sentinel let go")))
        .contains(new Decision.Stop(WEB, epoch, false, "the sentinel let go"));
  }

  @Test
  void aWitnessMakesTheOneThatIsLeftQuorate() {
    OneNode alone =
        new OneNode(Given.node("n1", List.of("n1", "n2"), QuorumPolicy.WITNESS), Given.web());
    alone.step(new Event.ViewChanged(List.of("n1")));
    assertThat(alone.core.isQuorate(alone.now)).isFalse();

    alone.step(new Event.WitnessAnswered("router", alone.now));

    assertThat(alone.core.isQuorate(alone.now)).isTrue();
  }

  @Test
  void amongOtherVotersTheOwnOneIsSilentAtFirst() {
    node.passes(1000);
    node.step(new Event.VotersChanged(List.of("n1", "n2", "n3", "n4"), List.of()));

    List<Decision> out = node.hears("n2", new Message.Renew(5, 9, 1, 0, List.of()));

    assertThat(OneNode.sentTo("n2", out))
        .containsExactly(new Message.Ack(5, 9, 1, false, List.of()));
  }

  @Test
  void amongMoreVotersAMajorityIsMore() {
    node.step(new Event.ViewChanged(List.of("n1", "n2")));
    assertThat(node.core.isQuorate(node.now)).isTrue();

    node.step(new Event.VotersChanged(List.of("n1", "n2", "n3", "n4"), List.of()));

    assertThat(node.core.isQuorate(node.now)).isFalse();
  }

  @Test
  void whatWasSaidBeforeLeavingCountsNoMoreAfterComingBack() {
    node.passes(1000);
    node.falls("n2");
    node.step(new Event.ViewChanged(List.of("n1", "n3")));
    node.step(new Event.ViewChanged(Given.NODES));

    assertThat(node.core.report("n2", WEB)).isEmpty();
    assertThat(node.core.report("n3", WEB)).isPresent();
  }

  @Test
  void theCoordinatorMovesWhatItIsAskedFor() {
    node.holds(WEB);
    long epoch = node.claim(WEB);
    node.step(new Event.MoveCommand(7, WEB, "n2"));

    assertThat(node.passes(300))
        .contains(new Decision.Stop(WEB, epoch, true, "moved to n2 by an operator (asked by n1)"));
  }

  @Test
  void aStartTakesAStopBack() {
    node.step(new Event.StopCommand(7, WEB));
    assertThat(node.core.report("n1", WEB).orElseThrow().stopped()).isTrue();

    node.step(new Event.StartCommand(8, WEB));

    assertThat(node.core.report("n1", WEB).orElseThrow().stopped()).isFalse();
    assertThat(node.passes(2000)).anyMatch(Decision.Start.class::isInstance);
  }

  @Test
  void aHolderThatReleasesHandsOverWithoutAProbe() {
    OneNode next = OneNode.among(Given.node("n2"), Given.web());
    next.passes(1000);
    next.says("n1", Given.report(WEB, ServiceState.UP, 501));
    next.passes(200);
    next.says("n1", Given.released(WEB, 501));
    next.hears("n1", new Message.Grants(List.of(Given.grant(WEB, 601))));

    assertThat(next.passes(300))
        .anyMatch(decision -> decision instanceof Decision.Start start && !start.probe());
  }

  @Test
  void whoFollowsASilentHolderLooksFirst() {
    OneNode next = OneNode.among(Given.node("n2"), Given.web());
    next.passes(1000);
    next.hears("n1", new Message.Grants(List.of(Given.grant(WEB, 601))));

    assertThat(next.passes(300))
        .anyMatch(decision -> decision instanceof Decision.Start start && start.probe());
  }

  @Test
  void whoHasNothingToGainWaitsForItsHeartbeat() {
    OneNode backup = OneNode.among(Given.node("n3"), Given.web());
    backup.passes(1000);
    long seq = backup.renewal.seq();

    backup.says("n1", Given.report(WEB, ServiceState.UP, 501));

    assertThat(backup.renewal.seq()).isEqualTo(seq);
  }

  @Test
  void whoAsksIsHeardBeforeItsHeartbeat() {
    OneNode backup = OneNode.among(Given.node("n3"), Given.web());
    backup.passes(1000);
    long seq = backup.renewal.seq();

    backup.hears("n1", new Message.Grants(List.of(Given.grant(WEB, 601))));

    assertThat(backup.renewal.seq()).isGreaterThan(seq);
    assertThat(backup.renewal.changes()).extracting(ServiceReport::claim).containsExactly(601L);
  }
}
