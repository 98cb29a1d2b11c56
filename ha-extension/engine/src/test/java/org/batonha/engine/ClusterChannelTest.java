package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.batonha.core.Event;
import org.jgroups.JChannel;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.fork.ForkChannel;
import org.jgroups.protocols.FORK;
import org.jgroups.protocols.NAKACK4;
import org.jgroups.protocols.SHARED_LOOPBACK;
import org.jgroups.protocols.SHARED_LOOPBACK_PING;
import org.jgroups.protocols.UNICAST4;
import org.jgroups.protocols.pbcast.GMS;
import org.junit.jupiter.api.Test;

/** A fork of a channel, as a server gives it. */
class ClusterChannelTest {
  private static final int SECONDS = 10;

  private static JChannel main(String name) throws Exception {
    JChannel channel =
        new JChannel(
            new SHARED_LOOPBACK(),
            new SHARED_LOOPBACK_PING(),
            new NAKACK4(),
            new UNICAST4(),
            new GMS().printLocalAddress(false).setJoinTimeout(500),
            new FORK());
    return channel.setName(name);
  }

  @Test
  void aForkThatConnectsWhileAViewIsInstalledSeesThatView() throws Exception {
    List<Event> events = new CopyOnWriteArrayList<>();
    CountDownLatch installing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (JChannel one = main("one");
        JChannel two = main("two")) {
      one.connect("group");
      // The forks are told of a view before the main channel is, one after the other.
      JChannel slow = new ForkChannel(one, "slow", "slow");
      slow.setReceiver(
          new Receiver() {
            @Override
            public void viewAccepted(View view) {
              if (view.size() == 2) {
                installing.countDown();
                await(goOn);
              }
            }
          });
      slow.connect("any");
      CompletableFuture<Void> joined = CompletableFuture.runAsync(() -> connect(two));
      await(installing);
      assertThat(one.getView().size()).isEqualTo(1);

      try (ClusterChannel late =
          new ClusterChannel(
              new ForkChannel(one, "late", "late"), events::add, (b, o, l) -> {}, name -> true)) {
        late.connect();
        goOn.countDown();
        joined.get(SECONDS, TimeUnit.SECONDS);
        late.look();

        assertThat(events).last().isEqualTo(new Event.ViewChanged(List.of("one", "two")));
      }
    }
  }

  private static void connect(JChannel channel) {
    try {
      channel.connect("group");
    } catch (Exception e) {
      throw new IllegalStateException("cannot connect", e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }
}
