package org.batonha.transport.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.batonha.transport.LinkState;
import org.batonha.transport.link.Settings;
import org.batonha.transport.wire.BadFrameException;
import org.batonha.transport.wire.DropCause;
import org.batonha.transport.wire.Frame;
import org.batonha.transport.wire.FrameType;
import org.batonha.transport.wire.Heartbeat;
import org.batonha.transport.wire.Keyring;
import org.batonha.transport.wire.OutFrame;
import org.batonha.transport.wire.Wire;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Virtual time: what two nodes' heartbeats tell each other on one link. */
class PeerLinkTest {
  private static final long ONE = 1;
  private static final long TWO = 2;

  private Settings settings;
  private PeerLink two; // as node one sees it
  private PeerLink one; // as node two sees it

  @BeforeEach
  void theyBegin() throws Exception {
    settings = new Settings(100, 5, InetAddress.getByName("230.0.0.9"), 45_690, 2, 1 << 20, true);
    InetSocketAddress address = new InetSocketAddress("127.0.0.1", 7_600);
    two = new PeerLink("n2", null, address, settings, 0);
    one = new PeerLink("n1", null, address, settings, 0);
  }

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private static Frame frame(FrameType type) throws BadFrameException {
    OutFrame frame = new OutFrame(type, type == FrameType.DATA ? 1 : 0, new byte[10]);
    ByteBuffer out = ByteBuffer.allocate(frame.maxLength());
    new Wire(1, 3, Keyring.NONE).writer(2).write(out, frame);
    return Frame.decode(out.array(), 0, out.position());
  }

  private void exchange(long millis) throws Exception {
    toOne(two.next(TWO, millis(millis)), millis);
    toTwo(one.next(ONE, millis(millis)), millis);
  }

  /** A heartbeat of node two comes to node one's view of it, as a receiver hands it on. */
  private void toOne(Heartbeat heartbeat, long millis) throws Exception {
    one.heard(frame(FrameType.HEARTBEAT), false, millis(millis));
    one.heartbeat(heartbeat, TWO, millis(millis));
  }

  private void toTwo(Heartbeat heartbeat, long millis) throws Exception {
    two.heard(frame(FrameType.HEARTBEAT), false, millis(millis));
    two.heartbeat(heartbeat, ONE, millis(millis));
  }

  /** Two threads may make a change each, and the second be the first to tell of it. */
  @Test
  void changesAreToldInTheirOrderWhoeverTells() throws Exception {
    List<LinkState> told = new ArrayList<>();
    List<LinkState> toldByAnother = new ArrayList<>();
    exchange(100);

    two.tell(
        change -> {
          if (told.isEmpty()) {
            two.lost("cut");
            two.tell(next -> toldByAnother.add(next.to())); // as another thread at this moment
          }
          told.add(change.to());
        });

    assertThat(told).containsExactly(LinkState.UP, LinkState.DOWN);
    assertThat(toldByAnother).isEmpty();
  }

  @Test
  void aLinkIsUpWhenEachHasHeardTheOther() throws Exception {
    exchange(100);
    assertThat(two.state()).isEqualTo(LinkState.UP);
    assertThat(one.state()).as("it has not been answered yet").isEqualTo(LinkState.INDOUBT);

    exchange(200);
    assertThat(one.state()).isEqualTo(LinkState.UP);
  }

  @Test
  void roomIsWaitedForOnALinkThatIsNewOrUpButNotOnOneInDoubt() throws Exception {
    assertThat(two.isWorthWaiting()).as("it may have no connection yet").isTrue();
    exchange(100);
    assertThat(two.isWorthWaiting()).isTrue();

    two.judge(millis(300));
    assertThat(two.state()).isEqualTo(LinkState.INDOUBT);
    assertThat(two.isWorthWaiting()).isFalse();

    exchange(300);
    assertThat(two.isWorthWaiting()).isTrue();
    two.lost("silent");
    assertThat(two.isWorthWaiting()).isFalse();
  }

  @Test
  void aHeartbeatWhoseTimeWasTakenBeforeAnotherCameInDoesNotSayThatNoneEverCame() throws Exception {
    exchange(100);
    toOne(two.next(TWO, millis(60_000)), 60_000);

    Heartbeat fromTwo = one.next(ONE, millis(60_000) - 1);

    assertThat(fromTwo.heldNanos()).isZero();
    assertThat(fromTwo.unheardNanos()).isZero();
  }

  @Test
  void lossIsSeenByBoth() throws Exception {
    for (int millis = 100; millis <= 5_000; millis += 100) {
      Heartbeat toOne = one.next(ONE, millis(millis));
      if (millis % 500 != 0) {
        toTwo(toOne, millis);
      }
      toOne(two.next(TWO, millis(millis)), millis + 3);
    }

    assertThat(two.snapshot(true).lossIn()).isBetween(180, 200);
    assertThat(one.snapshot(true).lossOut()).isBetween(180, 200);
    assertThat(one.snapshot(true).lossIn()).isZero();
    assertThat(two.snapshot(true).roundTrip().last()).isGreaterThanOrEqualTo(0);
  }

  /** Node two looks for a node that is no more, at the address that node one has now. */
  @Test
  void heartbeatsForSomebodyElseSayNothing() throws Exception {
    for (int millis = 100; millis <= 5_000; millis += 100) {
      exchange(millis);
      foreignToTwo(millis);
      two.judge(millis(millis));
      assertThat(two.state()).isEqualTo(LinkState.UP);
    }
    two.lost("silent");

    for (int millis = 5_100; millis <= 5_300; millis += 100) {
      foreignToTwo(millis);
      exchange(millis);
    }
    assertThat(two.state()).isEqualTo(LinkState.UP);
  }

  @Test
  void whoIsOnlySentHeartbeatsForSomebodyElseIsNotHeard() throws Exception {
    exchange(100);
    exchange(200);
    for (int millis = 300; millis <= 800; millis += 100) {
      foreignToTwo(millis);
      two.judge(millis(millis));
    }

    assertThat(two.state()).isEqualTo(LinkState.DOWN);
    assertThat(two.next(TWO, millis(800)).unheardNanos()).isEqualTo(millis(600));
  }

  private void foreignToTwo(long millis) throws Exception {
    Heartbeat foreign = new PeerLink("n0", null, null, settings, 0).next(99, millis(millis));
    two.heard(frame(FrameType.HEARTBEAT), false, millis(millis));
    assertThatThrownBy(() -> two.heartbeat(foreign, ONE, millis(millis)))
        .isInstanceOfSatisfying(
            BadFrameException.class,
            e -> assertThat(e.dropCause()).isEqualTo(DropCause.MISDIRECTED));
  }

  /** Node two sends so much that its heartbeats wait behind it for longer than the limit. */
  @Test
  void dataAreHeardLikeTheHeartbeatsThatWaitBehindThem() throws Exception {
    exchange(100);
    exchange(200);

    for (int millis = 300; millis <= 2_000; millis += 100) {
      one.heard(frame(FrameType.DATA), false, millis(millis));
      toTwo(one.next(ONE, millis(millis)), millis);
      one.judge(millis(millis));
      two.judge(millis(millis));
      assertThat(one.state()).isEqualTo(LinkState.UP);
      assertThat(two.state()).isEqualTo(LinkState.UP);
    }
  }

  /** Multicasts arrive though unicasts to the same host do not. */
  @Test
  void multicastsDoNotHideThatNothingElseArrives() throws Exception {
    exchange(100);
    exchange(200);

    for (int millis = 300; millis <= 800; millis += 100) {
      one.heard(frame(FrameType.DATA), true, millis(millis));
      toTwo(one.next(ONE, millis(millis)), millis);
      two.judge(millis(millis));
    }
    assertThat(two.state()).isEqualTo(LinkState.DOWN);
  }

  /** The system that filters unicasts may well let multicasts pass, one with each heartbeat. */
  @Test
  void aLinkOnWhichOnlyMulticastsArriveIsDownAtBothEnds() throws Exception {
    exchange(100);
    exchange(200);

    for (int millis = 300; millis <= 800; millis += 100) {
      one.heard(frame(FrameType.HELLO), true, millis(millis));
      two.heard(frame(FrameType.HELLO), true, millis(millis));
      one.judge(millis(millis));
      two.judge(millis(millis));
    }
    assertThat(one.state()).isEqualTo(LinkState.DOWN);
    assertThat(two.state()).isEqualTo(LinkState.DOWN);
  }

  @Test
  void whoseMulticastsHaveStoppedIsToldWithinThreeHeartbeats() throws Exception {
    for (int millis = 100; millis <= 500; millis += 100) {
      one.heard(frame(FrameType.HELLO), true, millis(millis));
      exchange(millis);
    }
    assertThat(two.hearsMulticast()).isTrue();

    for (int millis = 600; millis <= 800; millis += 100) {
      one.heard(frame(FrameType.DATA), true, millis(millis)); // one of many that gets through
      exchange(millis);
    }

    assertThat(two.hearsMulticast()).isFalse();
    assertThat(two.state()).isEqualTo(LinkState.UP);
  }
}
