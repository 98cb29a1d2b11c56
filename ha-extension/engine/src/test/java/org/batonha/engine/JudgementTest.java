package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.batonha.core.Cause;
import org.batonha.core.PeerState;
import org.batonha.core.ServiceConfig;
import org.batonha.core.ServiceReport;
import org.batonha.core.ServiceState;
import org.junit.jupiter.api.Test;

class JudgementTest {
  private static final long DOWN_SINCE = 1_000_000;
  private static final long NOW = DOWN_SINCE + 1;

  @Test
  void aPartThatMayDecideAndHasTheServicesGoesOn() {
    assertThat(allows(snapshot(true, PeerState.DOWN, ServiceState.UP), NOW)).isTrue();
    assertThat(allows(snapshot(true, PeerState.DOWN, ServiceState.STARTING), NOW)).isTrue();
  }

  @Test
  void aPartWithoutQuorumJudgesNobody() {
    assertThat(allows(snapshot(false, PeerState.DOWN, ServiceState.UP), NOW)).isFalse();
  }

  @Test
  void whoIsQuorateOnlyWithTheSilentNodeDoesNotJudgeIt() {
    assertThat(allows(snapshot(true, PeerState.INDOUBT, ServiceState.UP), NOW)).isFalse();
  }

  @Test
  void whereTwoPartsMayDecideTheOneThatStandsByWaits() {
    assertThat(allows(snapshot(true, PeerState.DOWN, ServiceState.RECOVER), NOW)).isFalse();
    long later = DOWN_SINCE + Judgement.TAKING.toMillis();
    assertThat(allows(snapshot(true, PeerState.DOWN, ServiceState.INDOUBT), later + 1)).isFalse();
  }

  @Test
  void aServiceThatNobodyTakesIsNotWaitedForForEver() {
    long later = DOWN_SINCE + Judgement.TAKING.toMillis();
    Snapshot stopped = snapshot(true, PeerState.DOWN, ServiceState.RECOVER);

    assertThat(allows(stopped, later)).isFalse();
    assertThat(allows(stopped, later + 1)).isTrue();
  }

  @Test
  void aMemberThatIsNoVoterIsJudgedByWhoMayDecide() {
    Snapshot known = snapshot(true, PeerState.UP, ServiceState.RECOVER);

    assertThat(Judgement.allows(known, "n1", "stranger", NOW)).isTrue();
  }

  private static boolean allows(Snapshot known, long now) {
    return Judgement.allows(known, "n1", "n2", now);
  }

  private static Snapshot snapshot(boolean quorate, PeerState peer, ServiceState here) {
    long claim = here.isHolding() ? 7 : 0;
    ServiceReport report =
        new ServiceReport("web", here, claim, Cause.START, 0, 7, 1, false, "", "");
    Snapshot.Service web =
        new Snapshot.Service(
            new ServiceConfig("web", List.of("n1", "n2")), 7, Map.of("n1", report), 0);
    return new Snapshot(
        List.of("n1", "n2"),
        "n1",
        quorate,
        false,
        List.of(new Snapshot.Peer("n2", peer, DOWN_SINCE, "")),
        Map.of("web", web));
  }
}
