package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batonha.core.Given.HEARTBEAT;
import static org.batonha.core.Given.NODES;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Node n1 and what it thinks of n2 and n3; five heartbeats may be missed. */
class PeersTest {
  private static final long NOW = 50_000;
  private final Peers peers = new Peers(Given.node("n1"));
  private final List<Decision> out = new ArrayList<>();

  @BeforeEach
  void allAreInTheView() {
    peers.viewChanged(NODES, out, NOW);
    peers.heard("n3", out, NOW + 100 * HEARTBEAT);
  }

  private Decision last() {
    return out.get(out.size() - 1);
  }

  private static Decision changed(PeerState from, PeerState to, String reason) {
    return new Decision.PeerChanged("n2", from, to, reason);
  }

  private void judge(int heartbeats) {
    out.clear();
    peers.judge(out, NOW + heartbeats * HEARTBEAT);
  }

  @Test
  void whoJoinsTheViewIsCountedOnAndOnlyOthersAreReported() {
    assertThat(out)
        .containsExactly(
            changed(PeerState.DOWN, PeerState.UP, "it has joined the view"),
            new Decision.PeerChanged("n3", PeerState.DOWN, PeerState.UP, "it has joined the view"));
    assertThat(peers.present()).isEqualTo(NODES);
    assertThat(peers.view()).isEqualTo(NODES);
    assertThat(peers.isPresent("n2")).isTrue();
    assertThat(peers.state("n1")).isEqualTo(PeerState.UP);
  }

  @Test
  void whoIsNotInTheViewIsDown() {
    assertThat(peers.state("n9")).isEqualTo(PeerState.DOWN);
    assertThat(peers.isPresent("n9")).isFalse();
    assertThat(peers.heard("n9", out, NOW)).isFalse();
  }

  @Test
  void whoWasHeardThreeHeartbeatsAfterAnotherWasNotCutOffWithIt() {
    assertThat(peers.heardWellAfter("n2")).containsExactly("n1", "n3");
    assertThat(peers.heardWellAfter("n3")).containsExactly("n1");

    peers.heard("n2", out, NOW + 97 * HEARTBEAT);
    assertThat(peers.heardWellAfter("n2")).containsExactly("n1", "n3");

    peers.heard("n2", out, NOW + 97 * HEARTBEAT + 1);
    assertThat(peers.heardWellAfter("n2")).containsExactly("n1");
    assertThat(peers.heardWellAfter("n9")).containsExactly("n1", "n2", "n3");
  }

  @Test
  void whoIsNotCountedOnWasNotHeard() {
    peers.heard("n2", out, NOW + 104 * HEARTBEAT);
    judge(108);

    assertThat(peers.state("n3")).isEqualTo(PeerState.DOWN);
    assertThat(peers.heardWellAfter("n9")).containsExactly("n1", "n2");
  }

  @Test
  void oneHeartbeatMayBeOnItsWay() {
    judge(2);
    assertThat(peers.state("n2")).isEqualTo(PeerState.INDOUBT);

    peers.heard("n2", out, NOW + 2 * HEARTBEAT);
    out.clear();
    peers.judge(out, NOW + 4 * HEARTBEAT - 1);
    assertThat(out).isEmpty();
  }

  @Test
  void aMissedHeartbeatIsADoubtThatDecidesNothing() {
    judge(2);

    assertThat(out)
        .containsExactly(changed(PeerState.UP, PeerState.INDOUBT, "it missed a heartbeat"));
    assertThat(peers.present()).isEqualTo(NODES);
  }

  @Test
  void whoIsHeardAgainIsInDoubtNoMore() {
    judge(2);

    assertThat(peers.heard("n2", out, NOW + 2 * HEARTBEAT)).isFalse();
    assertThat(last()).isEqualTo(changed(PeerState.INDOUBT, PeerState.UP, "it was heard"));
  }

  @Test
  void fiveMissedHeartbeatsAreDown() {
    judge(5);
    assertThat(peers.state("n2")).isEqualTo(PeerState.INDOUBT);

    out.clear();
    assertThat(peers.judge(out, NOW + 6 * HEARTBEAT)).isTrue();
    assertThat(out)
        .containsExactly(changed(PeerState.INDOUBT, PeerState.DOWN, "it missed 5 heartbeats"));
    assertThat(peers.present()).containsExactly("n1", "n3");
    assertThat(peers.isPresent("n2")).isFalse();
    assertThat(peers.view()).isEqualTo(NODES);
    assertThat(peers.judge(out, NOW + 7 * HEARTBEAT)).isFalse();
    assertThat(out).hasSize(1);
  }

  @Test
  void whoIsDownIsBackWhenItIsHeard() {
    judge(6);

    assertThat(peers.heard("n2", out, NOW + 7 * HEARTBEAT)).isTrue();
    assertThat(peers.present()).isEqualTo(NODES);
    assertThat(peers.heard("n2", out, NOW + 7 * HEARTBEAT)).isFalse();
  }

  @Test
  void aNodeNeverJudgesItself() {
    judge(50);

    assertThat(peers.state("n1")).isEqualTo(PeerState.UP);
  }

  @Test
  void whoLeavesTheViewIsDownAndIsNewWhenItComesBack() {
    out.clear();
    peers.viewChanged(List.of("n1", "n3"), out, NOW);
    assertThat(out).containsExactly(changed(PeerState.UP, PeerState.DOWN, "it has left the view"));
    assertThat(peers.state("n2")).isEqualTo(PeerState.DOWN);
    assertThat(peers.present()).containsExactly("n1", "n3");

    peers.viewChanged(NODES, out, NOW + 50 * HEARTBEAT);
    judge(51);
    assertThat(peers.state("n2")).isEqualTo(PeerState.UP);
  }

  @Test
  void whoStaysInTheViewGetsNoNewWindow() {
    peers.viewChanged(List.of("n2", "n1", "n3"), out, NOW + 5 * HEARTBEAT);

    judge(6);

    assertThat(peers.state("n2")).isEqualTo(PeerState.DOWN);
    assertThat(peers.view()).containsExactly("n2", "n1", "n3");
  }

  @Test
  void aSentinelsLastWordCountsAtOnce() {
    out.clear();
    peers.died("n2", out);
    peers.died("n9", out);

    assertThat(out)
        .containsExactly(
            changed(PeerState.UP, PeerState.DOWN, "its sentinel says that its server is dead"));
    assertThat(peers.present()).containsExactly("n1", "n3");
  }

  @Test
  void aNodeThatWasLateItselfGivesAFreshWindow() {
    peers.giveFreshWindow(NOW + 5 * HEARTBEAT);

    judge(6);

    assertThat(out).isEmpty();
  }
}
