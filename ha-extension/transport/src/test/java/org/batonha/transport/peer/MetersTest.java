package org.batonha.transport.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.batonha.transport.PeerSnapshot.RoundTrip;
import org.batonha.transport.wire.FrameType;
import org.batonha.transport.wire.Hello;
import org.batonha.transport.wire.OutFrame;
import org.junit.jupiter.api.Test;

/** What is measured and remembered per link and peer. */
class MetersTest {
  private final RoundTrips trips = new RoundTrips();
  private final LossMeter loss = new LossMeter();

  @Test
  void roundTripsAreSummedUp() {
    assertThat(trips.summary()).isEqualTo(new RoundTrip(-1, -1, -1, -1, -1));
    for (int i = 1; i <= 100; i++) {
      trips.add(TimeUnit.MICROSECONDS.toNanos(i));
    }

    assertThat(trips.summary()).isEqualTo(new RoundTrip(100, 1, 50, 100, 99));
  }

  @Test
  void oldRoundTripsAreForgotten() {
    trips.add(TimeUnit.SECONDS.toNanos(9));
    for (int i = 0; i < RoundTrips.WINDOW; i++) {
      trips.add(TimeUnit.MICROSECONDS.toNanos(7));
    }

    assertThat(trips.summary()).isEqualTo(new RoundTrip(7, 7, 7, 7, 7));
  }

  @Test
  void lossIsTheShareOfMissingNumbers() {
    for (int n = 1; n <= 100; n++) {
      if (n % 5 != 0) {
        loss.arrived(n);
      }
    }
    assertThat(loss.permille()).isBetween(180, 200);

    for (int n = 101; n <= 150; n++) {
      loss.arrived(n);
    }
    assertThat(loss.permille()).isZero();
  }

  @Test
  void whatComesLateIsNotLost() {
    loss.arrived(1);
    loss.arrived(3);
    assertThat(loss.permille()).isEqualTo(333);

    loss.arrived(2);
    assertThat(loss.permille()).isZero();
  }

  @Test
  void aLongGapCountsAsLostAndANewCountStartsAnew() {
    loss.arrived(1);
    loss.arrived(1_000);
    assertThat(loss.permille()).isEqualTo(980);

    loss.arrived(1);
    assertThat(loss.permille()).isZero();
  }

  @Test
  void theOutboxGivesBackWhatOneMayHaveMissedAndForgetsTheOldest() {
    Outbox outbox = new Outbox(100);
    Peer one = peer(1);
    Peer two = peer(2);
    outbox.add(one, frame(1));
    outbox.add(two, frame(2));
    outbox.add(null, frame(3));
    outbox.add(one, frame(4));

    assertThat(sequences(outbox.between(one, 0, 9))).containsExactly(1L, 3L, 4L);
    assertThat(sequences(outbox.between(one, 1, 3))).containsExactly(3L);

    for (int n = 5; n <= 12; n++) {
      outbox.add(one, frame(n));
    }
    assertThat(sequences(outbox.between(one, 0, 99))).startsWith(3L).hasSize(10);
  }

  @Test
  void whatTheOutboxGivesBackStaysAsItWas() {
    int length = 60_000;
    Outbox outbox = new Outbox(2 * length);
    byte[] buffer = new byte[length];
    for (int n = 1; n <= 2; n++) {
      Arrays.fill(buffer, (byte) n);
      outbox.add(null, new OutFrame(FrameType.DATA, n, buffer));
    }
    OutFrame first = outbox.between(peer(1), 0, 1).get(0);

    Arrays.fill(buffer, (byte) 3);
    outbox.add(null, new OutFrame(FrameType.DATA, 3, buffer));

    assertThat(first.payload()).containsOnly(1);
    assertThat(outbox.between(peer(1), 0, 2).get(0).payload()).containsOnly(2);
  }

  private static OutFrame frame(long sequence) {
    return new OutFrame(FrameType.DATA, sequence, new byte[10]);
  }

  private static List<Long> sequences(List<OutFrame> frames) {
    return frames.stream().map(OutFrame::sequence).toList();
  }

  private static Peer peer(int n) {
    InetSocketAddress address = new InetSocketAddress("127.0.0.1", n);
    return new Peer(n, new Hello(false, 0, n, n, "n" + n, address, 0, List.of()), List.of(), 1);
  }
}
