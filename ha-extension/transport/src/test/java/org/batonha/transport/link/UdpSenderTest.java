package org.batonha.transport.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.batonha.transport.wire.DropCause;
import org.batonha.transport.wire.Frame;
import org.batonha.transport.wire.FrameType;
import org.batonha.transport.wire.Keyring;
import org.batonha.transport.wire.OutFrame;
import org.batonha.transport.wire.Wire;
import org.jgroups.logging.Log;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A system that takes datagrams only when the test lets it. */
class UdpSenderTest {
  private static final long SOON_SECONDS = 20;
  private static final InetSocketAddress PEER = new InetSocketAddress("127.0.0.1", 1);

  private static final InetSocketAddress GONE = new InetSocketAddress("127.0.0.1", 2);

  private final DropCounters drops = new DropCounters();
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final List<String> infos = new CopyOnWriteArrayList<>();
  private final Log log =
      (Log)
          Proxy.newProxyInstance(
              Log.class.getClassLoader(), new Class<?>[] {Log.class}, this::record);
  private final Gate gate = new Gate();
  private final UdpSender sender = new UdpSender("lan", gate, new SendQueue(1 << 20), drops, log);
  private CompletableFuture<Void> run;

  /** What was taken, and by which thread. */
  private record Sent(long sequence, Thread by) {}

  private static final class Gate implements UdpSender.Outlet {
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final Semaphore waits = new Semaphore(0);
    private final Semaphore taken = new Semaphore(0);
    private final Semaphore more = new Semaphore(0);
    private volatile boolean full;
    private volatile boolean broken;
    private volatile InetSocketAddress refused;

    @Override
    public boolean send(ByteBuffer datagram, InetSocketAddress destination) throws IOException {
      if (broken || destination.equals(refused)) {
        throw new IOException("Network is down");
      }
      if (!full) {
        long sequence = datagram.getLong(Frame.HEADER_LENGTH - Long.BYTES);
        sent.add(new Sent(sequence, Thread.currentThread()));
        taken.release();
      }
      return !full;
    }

    @Override
    public void awaitRoom() {
      waits.release();
      more.acquireUninterruptibly();
    }

    void takeAgain() {
      full = false;
      more.release();
    }

    @Override
    public void close() {
      more.release();
    }
  }

  @BeforeEach
  void start() {
    sender.start(new Wire(1, 2, Keyring.NONE).writer(3));
    run = CompletableFuture.runAsync(sender::run);
  }

  @AfterEach
  void close() throws IOException {
    sender.close();
    run.join();
  }

  private Object record(Object proxy, Method method, Object[] line) {
    switch (method.getName()) {
      case "warn" -> warnings.add(Arrays.toString(line));
      case "info" -> infos.add(Arrays.toString(line));
      default -> {
        // not looked at
      }
    }
    return method.getReturnType() == boolean.class ? false : null;
  }

  private static OutFrame data(long sequence) {
    return new OutFrame(FrameType.DATA, sequence, new byte[1_000]);
  }

  @Test
  void whoHasAFrameSendsItWithoutAnotherThread() {
    assertThat(sender.send(PEER, data(1))).isTrue();

    assertThat(gate.sent).containsExactly(new Sent(1, Thread.currentThread()));
  }

  @Test
  void whatTheSystemDoesNotTakeHoldsUpNobodyAndGoesLaterInItsOrder() throws Exception {
    gate.full = true;
    assertThat(sender.send(PEER, data(1))).isTrue();
    gate.waits.acquireUninterruptibly(); // the link's own thread waits now
    assertThat(sender.send(PEER, data(2))).isTrue();
    assertThat(sender.send(PEER, data(3))).isTrue();
    assertThat(gate.sent).isEmpty();

    gate.takeAgain();

    for (int i = 0; i < 3; i++) {
      assertThat(gate.taken.tryAcquire(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(gate.sent).extracting(Sent::sequence).containsExactly(1L, 2L, 3L);
  }

  @Test
  void whatTheSystemRefusesIsCountedAndTheNextIsTried() {
    gate.broken = true;
    assertThat(sender.send(PEER, data(1))).isTrue();
    gate.broken = false;
    assertThat(sender.send(PEER, data(2))).isTrue();

    assertThat(drops.of(DropCause.SEND_ERROR)).isEqualTo(1);
    assertThat(gate.sent).extracting(Sent::sequence).containsExactly(2L);
  }

  @Test
  void oneDestinationThatFailsBesideOneThatDoesNotIsSaidOnceAndOnceThatItWorksAgain() {
    gate.refused = GONE;
    for (int n = 1; n <= 20; n++) {
      assertThat(sender.send(GONE, data(n))).isTrue();
      assertThat(sender.send(PEER, data(n))).isTrue();
    }
    assertThat(warnings).hasSize(1);
    assertThat(infos).isEmpty();

    gate.refused = null;
    sender.send(GONE, data(21));
    sender.send(GONE, data(22));

    assertThat(warnings).hasSize(1);
    assertThat(infos).hasSize(1);
  }

  @Test
  void ofDestinationsThatFailNoMoreThanTheBoundAreRemembered() {
    gate.broken = true;
    for (int round = 0; round < 2; round++) {
      for (int port = 1; port <= 2 * UdpSender.MAX_FAILING; port++) {
        sender.send(new InetSocketAddress("127.0.0.1", port), data(port));
      }
    }

    assertThat(warnings).hasSize(UdpSender.MAX_FAILING);
    assertThat(drops.of(DropCause.SEND_ERROR)).isEqualTo(4 * UdpSender.MAX_FAILING);
  }

  @Test
  void aSenderThatWaitsForRoomIsClosed() throws IOException {
    gate.full = true;
    sender.send(PEER, data(1));
    gate.waits.acquireUninterruptibly();

    sender.close();

    run.join();
    assertThat(gate.sent).isEmpty();
  }
}
