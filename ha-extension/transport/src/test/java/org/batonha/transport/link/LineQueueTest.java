package org.batonha.transport.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.batonha.transport.wire.FrameType;
import org.batonha.transport.wire.OutFrame;
import org.junit.jupiter.api.Test;

class LineQueueTest {
  @Test
  void theSenderMayUseItsBufferAgain() throws Exception {
    LineQueue queue = new LineQueue(10_000);
    byte[] buffer = new byte[100];
    queue.offer(new OutFrame(FrameType.DATA, 1, buffer, 10, 50));
    Arrays.fill(buffer, (byte) 9);

    assertThat(queue.take(System.nanoTime()).payload()).isEqualTo(new byte[50]);
  }
}
