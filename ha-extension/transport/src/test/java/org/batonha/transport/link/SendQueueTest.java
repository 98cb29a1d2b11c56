package org.batonha.transport.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.batonha.transport.wire.FrameType;
import org.batonha.transport.wire.OutFrame;
import org.junit.jupiter.api.Test;

class SendQueueTest {
  private static final int LONG = 60_000;

  private final SendQueue queue = new SendQueue(4 * LONG);

  private static OutFrame data(long sequence, byte[] payload) {
    return new OutFrame(FrameType.DATA, sequence, payload);
  }

  private static byte[] filled(int length, int value) {
    byte[] payload = new byte[length];
    Arrays.fill(payload, (byte) value);
    return payload;
  }

  @Test
  void theSenderMayUseItsBufferAgain() {
    byte[] buffer = filled(LONG, 1);
    queue.offer(null, new OutFrame(FrameType.DATA, 1, buffer, 1_000, 50_000));
    Arrays.fill(buffer, (byte) 2);

    assertThat(queue.poll().frame().payload()).isEqualTo(filled(50_000, 1));
  }

  @Test
  void aPlaceIsUsedAgainOnceItsFrameIsWrittenAndNotBefore() {
    queue.offer(null, data(1, filled(LONG, 1)));
    SendQueue.Item first = queue.poll();
    queue.offer(null, data(2, filled(LONG, 2)));
    assertThat(first.frame().payload()).isEqualTo(filled(LONG, 1));

    queue.release(first);
    queue.offer(null, data(3, filled(LONG, 3)));

    assertThat(queue.poll().frame().payload()).isEqualTo(filled(LONG, 2));
    SendQueue.Item third = queue.poll();
    assertThat(third.frame().payload()).isEqualTo(filled(LONG, 3));
    assertThat(third.frame().buffer()).isSameAs(first.frame().buffer());
  }

  @Test
  void heartbeatsGoFirstAndHaveRoomWhenTheQueueIsFull() {
    while (queue.offer(null, data(1, new byte[LONG]))) {
      assertThat(queue.bytes()).isLessThanOrEqualTo(4 * LONG);
    }

    assertThat(queue.offer(null, new OutFrame(FrameType.HEARTBEAT, 0, new byte[51]))).isTrue();
    assertThat(queue.poll().frame().type()).isEqualTo(FrameType.HEARTBEAT);
    assertThat(queue.poll().frame().type()).isEqualTo(FrameType.DATA);
  }

  @Test
  void itIsEmptyWhenAllIsTakenOrItIsClosed() {
    assertThat(queue.isEmpty()).isTrue();
    queue.offer(null, data(1, new byte[10]));
    assertThat(queue.isEmpty()).isFalse();
    queue.poll();
    assertThat(queue.isEmpty()).isTrue();

    queue.offer(null, data(2, new byte[10]));
    queue.close();
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.offer(null, data(3, new byte[10]))).isFalse();
  }

  @Test
  void whoeverWaitsForRoomGoesOnWhenHalfIsTaken() throws Exception {
    long sequence = 0;
    while (queue.offer(null, data(++sequence, new byte[LONG]))) {
      assertThat(sequence).isLessThan(10);
    }
    Thread waiting =
        new Thread(
            () -> {
              try {
                queue.awaitRoom(TimeUnit.MINUTES.toNanos(1));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    waiting.start();

    while (queue.poll() != null) {
      Thread.onSpinWait();
    }

    waiting.join(TimeUnit.SECONDS.toMillis(10));
    assertThat(waiting.isAlive()).isFalse();
  }
}
