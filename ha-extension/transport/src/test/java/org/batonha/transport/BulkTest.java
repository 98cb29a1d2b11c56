package org.batonha.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.protocols.RED;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who sends more than a link takes is slowed down; nothing is dropped on its way out. */
class BulkTest {
  private static final int MESSAGES = 40_000;
  private static final int BYTES = 2_000;

  /** A machine so busy that a node is in doubt, and not waited for, is not looked at here. */
  private static final String PATIENT = "heartbeat_interval='2000' heartbeat_limit='10'";

  private static final Duration BOUND = Duration.ofMinutes(2);

  private final List<Member> members = new ArrayList<>();

  @AfterEach
  void close() {
    members.forEach(Member::close);
  }

  private Member join(int n) throws Exception {
    Member member =
        new Member(
            "n" + n,
            "hb=tcp:127.0.2.%d:17661".formatted(n),
            "hb=127.0.2.1:17661,hb=127.0.2.2:17661",
            PATIENT);
    members.add(member);
    return member.connect();
  }

  @Test
  void aBulkOfMessagesArrivesWithoutBeingThinnedOrDropped() throws Exception {
    Member one = join(1);
    Member two = join(2);
    Await.until("both in one view", BOUND, () -> one.viewSize() == 2 && two.viewSize() == 2);
    AtomicLong arrived = new AtomicLong();
    two.channel().setReceiver(counting(arrived));
    one.channel().setReceiver(counting(new AtomicLong()));

    for (int n = 0; n < MESSAGES; n++) {
      one.channel().send(new BytesMessage(null, new byte[BYTES]));
    }

    Await.until("all arrived", BOUND, () -> arrived.get() == MESSAGES);
    assertThat(thins(one.channel())).isFalse();
    assertThat(one.transport().getDroppedFrames()).contains("QUEUE_FULL=0");
    assertThat(one.peer("hb", "n2").traffic().framesDropped()).isZero();
  }

  private static Receiver counting(AtomicLong count) {
    return new Receiver() {
      @Override
      public void receive(Message message) {
        count.incrementAndGet();
      }
    };
  }

  private static boolean thins(JChannel channel) {
    RED red = channel.getProtocolStack().findProtocol("RED");
    return red.isEnabled();
  }
}
