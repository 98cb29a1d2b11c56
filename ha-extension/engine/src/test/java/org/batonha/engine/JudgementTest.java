package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.batonha.core.Cause;
import org.batonha.core.PeerState;
import org.batonha.core.Preset;
import org.batonha.core.QuorumPolicy;
import org.batonha.core.ServiceConfig;
import org.batonha.core.ServiceReport;
import org.batonha.core.ServiceState;
import org.junit.jupiter.api.Test;

/** Virtual time, of a clock that overflows meanwhile. */
class JudgementTest {
  private static final long BEGIN = Long.MAX_VALUE - 1_000;
  private static final long SECOND = 1_000_000_000L;
  private static final long TAKING = Judgement.TAKING.toNanos();

  private final Judgement judgement = new Judgement("n1", QuorumPolicy.WITNESS, Preset.LAN);

  @Test
  void aPartThatMayDecideAndHasTheServicesGoesOn() {
    assertThat(allows(down(ServiceState.UP), 0)).isTrue();
    assertThat(allows(down(ServiceState.STARTING), 1)).isTrue();
  }

  @Test
  void aPartWithoutQuorumJudgesNobody() {
    Snapshot known = snapshot(false, PeerState.DOWN, says(ServiceState.UP, 7), null);

    assertThat(allows(known, 0)).isFalse();
    assertThat(allows(known, 60 * SECOND)).isFalse();
  }

  @Test
  void whoIsQuorateOnlyWithTheSilentNodeDoesNotJudgeIt() {
    Snapshot known = snapshot(true, PeerState.INDOUBT, says(ServiceState.UP, 7), null);

    assertThat(allows(known, 0)).isFalse();
    assertThat(allows(known, 60 * SECOND)).isFalse();
  }

  @Test
  void whatTheSilentNodeSaidLastDoesNotMakeItTheHolderThatIsWaitedFor() {
    Snapshot standby =
        snapshot(true, PeerState.DOWN, says(ServiceState.RECOVER, 0), says(ServiceState.UP, 7));

    assertThat(allows(standby, 0)).isFalse();
    assertThat(allows(standby, TAKING)).isFalse();
    assertThat(allows(standby, TAKING + 1)).isTrue();
  }

  @Test
  void whoHasAMajorityHasNoRivalAndWaitsForNoService() {
    Judgement major = new Judgement("n1", QuorumPolicy.MAJORITY, Preset.LAN);
    Snapshot standby =
        snapshot(true, PeerState.DOWN, says(ServiceState.RECOVER, 0), says(ServiceState.UP, 7));
    Snapshot heard =
        snapshot(true, PeerState.INDOUBT, says(ServiceState.RECOVER, 0), says(ServiceState.UP, 7));

    assertThat(major.allows(heard, "n2", BEGIN)).isFalse();
    assertThat(major.allows(standby, "n2", BEGIN)).isTrue();
  }

  @Test
  void whoHasTakenWhatTheSilentNodeHeldJudgesAtOnce() {
    Snapshot taken =
        snapshot(true, PeerState.DOWN, says(ServiceState.STARTING, 8), says(ServiceState.UP, 7));

    assertThat(allows(taken, 0)).isTrue();
  }

  @Test
  void aDoubtIsRememberedUntilTheLastHolderIsLookedForAgain() {
    assertThat(allows(down(ServiceState.INDOUBT), 10 * SECOND)).isFalse();
    assertThat(allows(down(ServiceState.RECOVER), 10 * SECOND + 1)).isFalse();
    assertThat(allows(down(ServiceState.RECOVER), 12 * SECOND)).isFalse();
    assertThat(allows(down(ServiceState.INDOUBT), 12 * SECOND)).isFalse();
    assertThat(allows(down(ServiceState.STARTING), 14 * SECOND)).isFalse();
  }

  @Test
  void aDoubtThatNobodyAskedAboutIsRemembered() {
    judgement.saw(down(ServiceState.RECOVER), BEGIN);
    judgement.saw(down(ServiceState.INDOUBT), BEGIN + 9 * SECOND);

    assertThat(allows(down(ServiceState.RECOVER), 10 * SECOND)).isFalse();
  }

  @Test
  void aDoubtOfAnotherNodeOfThisPartIsOne() {
    Snapshot known = snapshot(true, PeerState.UP, says(ServiceState.RECOVER, 0), null);
    Snapshot doubted = withDown(known, says(ServiceState.INDOUBT, 0));

    allows(doubted, 0);
    assertThat(judgement.allows(doubted, "n3", BEGIN + 60 * SECOND)).isFalse();
  }

  @Test
  void aDoubtIsOverAtOnceWhenTheServiceIsUp() {
    assertThat(allows(down(ServiceState.INDOUBT), 10 * SECOND)).isFalse();

    assertThat(allows(down(ServiceState.UP), 10 * SECOND + 1)).isTrue();
  }

  @Test
  void aDoubtThatDoesNotComeBackIsOver() {
    assertThat(allows(down(ServiceState.INDOUBT), 0)).isFalse();

    assertThat(allows(down(ServiceState.FAIL), 10 * SECOND)).isTrue();
  }

  @Test
  void aServiceThatNobodyTakesIsNotWaitedForForEver() {
    for (ServiceState notTaken : List.of(ServiceState.RECOVER, ServiceState.FAIL)) {
      Judgement fresh = new Judgement("n1", QuorumPolicy.WITNESS, Preset.FAST);
      fresh.saw(down(notTaken), BEGIN);

      assertThat(fresh.allows(down(notTaken), "n2", BEGIN + TAKING)).isFalse();
      assertThat(fresh.allows(down(notTaken), "n2", BEGIN + TAKING + 1)).isTrue();
    }
  }

  @Test
  void aServiceIsWaitedForAsLongAsItsLeaseMayLast() {
    Judgement far = new Judgement("n1", QuorumPolicy.WITNESS, Preset.WAN);
    Duration lease = Preset.WAN.lease();
    far.saw(down(ServiceState.RECOVER), BEGIN);

    assertThat(far.allows(down(ServiceState.RECOVER), "n2", BEGIN + lease.toNanos())).isFalse();
    assertThat(far.allows(down(ServiceState.RECOVER), "n2", BEGIN + lease.toNanos() + 1)).isTrue();
  }

  @Test
  void whoWasHeardMeanwhileIsWaitedForAnew() {
    assertThat(allows(down(ServiceState.RECOVER), 0)).isFalse();
    judgement.saw(
        snapshot(true, PeerState.UP, says(ServiceState.RECOVER, 0), null), BEGIN + SECOND);

    assertThat(allows(down(ServiceState.RECOVER), 2 * SECOND)).isFalse();
    assertThat(allows(down(ServiceState.RECOVER), 4 * SECOND)).isFalse();
    assertThat(allows(down(ServiceState.RECOVER), 4 * SECOND + 1)).isTrue();
  }

  /** The way to the witness is back a moment before the other node is heard again. */
  @Test
  void whoHasJustComeBackToAQuorumJudgesNobodyWhoWasSilentBefore() {
    for (QuorumPolicy quorum : List.of(QuorumPolicy.WITNESS, QuorumPolicy.MAJORITY)) {
      Judgement back = new Judgement("n1", quorum, Preset.LAN);
      back.saw(
          snapshot(false, PeerState.DOWN, says(ServiceState.RECOVER, 0), says(ServiceState.UP, 7)),
          BEGIN);
      long again = BEGIN + 5 * SECOND;

      assertThat(back.allows(down(ServiceState.UP), "n2", again)).isFalse();
      assertThat(back.allows(down(ServiceState.UP), "n2", again + TAKING)).isFalse();
      assertThat(back.allows(down(ServiceState.UP), "n2", again + TAKING + 1)).isTrue();
    }
  }

  /** What it heard of the others may be as old as what it heard of the silent one. */
  @Test
  void whoMayBeCutOffItselfJudgesNobody() {
    Snapshot known = down(ServiceState.UP);
    Snapshot.Peer silent = new Snapshot.Peer("n2", PeerState.DOWN, 0, "", false);
    Snapshot doubtful = withPeers(known, List.of(silent));

    assertThat(allows(doubtful, 0)).isFalse();
    assertThat(allows(doubtful, 60 * SECOND)).isFalse();
    assertThat(allows(known, 60 * SECOND + 1)).isTrue();
  }

  @Test
  void theWallClockHasNoSay() {
    long future = System.currentTimeMillis() + Duration.ofDays(1).toMillis();
    Snapshot setBack = withSince(down(ServiceState.RECOVER), future);

    assertThat(allows(setBack, 0)).isFalse();
    assertThat(allows(setBack, TAKING + 1)).isTrue();
  }

  @Test
  void aMemberThatIsNoVoterIsJudgedByWhoMayDecide() {
    Snapshot known = snapshot(true, PeerState.UP, says(ServiceState.RECOVER, 0), null);

    assertThat(judgement.allows(known, "stranger", BEGIN)).isTrue();
  }

  private boolean allows(Snapshot known, long nanosLater) {
    return judgement.allows(known, "n2", BEGIN + nanosLater);
  }

  private static ServiceReport says(ServiceState state, long claim) {
    return new ServiceReport("web", state, claim, Cause.START, 0, 7, 1, false, "", "", "");
  }

  /** Returns what is known where n2 is down, of which nothing was ever heard. */
  private static Snapshot down(ServiceState here) {
    return snapshot(true, PeerState.DOWN, says(here, here.isHolding() ? 7 : 0), null);
  }

  private static Snapshot snapshot(
      boolean quorate, PeerState peer, ServiceReport here, ServiceReport there) {
    Map<String, ServiceReport> reports = new HashMap<>();
    reports.put("n1", here);
    if (there != null) {
      reports.put("n2", there);
    }
    Snapshot.Service web =
        new Snapshot.Service(new ServiceConfig("web", List.of("n1", "n2")), 7, reports, 0);
    return new Snapshot(
        List.of("n1", "n2"),
        "n1",
        quorate,
        false,
        List.of(new Snapshot.Peer("n2", peer, 0, "", true)),
        Map.of("web", web));
  }

  /** Returns the same with n3, which is down, where n2 says something, too. */
  private static Snapshot withDown(Snapshot known, ServiceReport n2) {
    Snapshot.Service web = known.services().get("web");
    Map<String, ServiceReport> reports = new HashMap<>(web.reports());
    reports.put("n2", n2);
    return new Snapshot(
        known.view(),
        known.coordinator(),
        known.quorate(),
        known.maintenance(),
        List.of(known.peers().get(0), new Snapshot.Peer("n3", PeerState.DOWN, 0, "", true)),
        Map.of("web", new Snapshot.Service(web.config(), web.epoch(), reports, 0)));
  }

  private static Snapshot withSince(Snapshot known, long millis) {
    return withPeers(known, List.of(new Snapshot.Peer("n2", PeerState.DOWN, millis, "", true)));
  }

  private static Snapshot withPeers(Snapshot known, List<Snapshot.Peer> peers) {
    return new Snapshot(
        known.view(),
        known.coordinator(),
        known.quorate(),
        known.maintenance(),
        peers,
        known.services());
  }
}
