package org.batonha.transport.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.batonha.transport.LinkState;
import org.batonha.transport.link.Settings;
import org.batonha.transport.wire.Heartbeat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Virtual time: what two nodes' heartbeats tell each other on one link. */
class PeerLinkTest {
  private static final long ONE = 1;
  private static final long TWO = 2;

  private PeerLink two; // as node one sees it
  private PeerLink one; // as node two sees it

  @BeforeEach
  void theyBegin() throws Exception {
    Settings settings =
        new Settings(100, 5, InetAddress.getByName("230.0.0.9"), 45_690, 2, 1 << 20, true);
    InetSocketAddress address = new InetSocketAddress("127.0.0.1", 7_600);
    two = new PeerLink("n2", null, address, settings, 0);
    one = new PeerLink("n1", null, address, settings, 0);
  }

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private void exchange(long millis) {
    one.heartbeat(two.next(TWO, millis(millis)), TWO, millis(millis));
    two.heartbeat(one.next(ONE, millis(millis)), ONE, millis(millis));
  }

  @Test
  void aLinkIsUpWhenEachHasHeardTheOther() {
    exchange(100);
    assertThat(two.state()).isEqualTo(LinkState.UP);
    assertThat(one.state()).as("it has not been answered yet").isEqualTo(LinkState.INDOUBT);

    exchange(200);
    assertThat(one.state()).isEqualTo(LinkState.UP);
  }

  @Test
  void aHeartbeatWhoseTimeWasTakenBeforeAnotherCameInDoesNotSayThatNoneEverCame() {
    exchange(100);
    one.heartbeat(two.next(TWO, millis(60_000)), TWO, millis(60_000));

    Heartbeat fromTwo = one.next(ONE, millis(60_000) - 1);

    assertThat(fromTwo.heldNanos()).isZero();
  }

  @Test
  void lossIsSeenByBoth() {
    for (int millis = 100; millis <= 5_000; millis += 100) {
      Heartbeat toOne = one.next(ONE, millis(millis));
      if (millis % 500 != 0) {
        two.heartbeat(toOne, ONE, millis(millis));
      }
      one.heartbeat(two.next(TWO, millis(millis)), TWO, millis(millis + 3));
    }

    assertThat(two.snapshot(true).lossIn()).isBetween(180, 200);
    assertThat(one.snapshot(true).lossOut()).isBetween(180, 200);
    assertThat(one.snapshot(true).lossIn()).isZero();
    assertThat(two.snapshot(true).roundTrip().last()).isGreaterThanOrEqualTo(0);
  }
}
