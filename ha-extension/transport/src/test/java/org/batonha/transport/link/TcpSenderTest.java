package org.batonha.transport.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.batonha.transport.wire.Frame;
import org.batonha.transport.wire.FrameType;
import org.batonha.transport.wire.Keyring;
import org.batonha.transport.wire.OutFrame;
import org.batonha.transport.wire.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One connection on loopback, whose other end reads only when the test does. */
class TcpSenderTest {
  private static final int PAYLOAD = 60_000;
  private static final int QUEUE = 1024 * 1024;
  private static final OutFrame GREETING = new OutFrame(FrameType.HELLO, 0, new byte[20]);
  private static final OutFrame HEARTBEAT = new OutFrame(FrameType.HEARTBEAT, 0, new byte[51]);

  private final TcpSender sender =
      new TcpSender(new SendQueue(QUEUE), new Wire(1, 2, Keyring.NONE).writer(3));
  private ServerSocket server;
  private SocketChannel channel;
  private Socket peer;
  private DataInputStream in;
  private CompletableFuture<Void> ended;

  @BeforeEach
  void connect() throws Exception {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    channel = SocketChannel.open(server.getLocalSocketAddress());
    peer = server.accept();
    in = new DataInputStream(peer.getInputStream());
    ended = CompletableFuture.runAsync(this::run);
  }

  private void run() {
    try {
      sender.run(channel, GREETING);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() throws Exception {
    sender.close();
    channel.close();
    peer.close();
    server.close();
  }

  private static OutFrame data(long sequence, int length) {
    byte[] payload = new byte[length];
    Arrays.fill(payload, (byte) sequence);
    return new OutFrame(FrameType.DATA, sequence, payload);
  }

  private Frame read() throws Exception {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return Frame.decode(bytes, 0, bytes.length);
  }

  private void greeted() throws Exception {
    assertThat(read().type()).isEqualTo(FrameType.HELLO);
  }

  /** Sends until no more is taken; returns how many were. */
  private long flood() {
    long sent = 0;
    while (sender.send(data(sent + 1, PAYLOAD))) {
      sent++;
      assertThat(sent).as("a peer that does not read takes no end of frames").isLessThan(2_000);
    }
    return sent;
  }

  @Test
  void theGreetingComesFirstAndFramesInOrder() throws Exception {
    greeted();
    for (int n = 1; n <= 1_000; n++) {
      assertThat(sender.send(data(n, n))).isTrue();
      Frame frame = read();
      assertThat(frame.sequence()).isEqualTo(n);
      assertThat(frame.length()).isEqualTo(n);
    }
  }

  @Test
  void aPeerThatDoesNotReadHoldsUpNobodyAndGetsAllInTheEnd() throws Exception {
    greeted();
    long sent = flood();

    assertThat(sender.queuedBytes()).isBetween(QUEUE / 2L, (long) QUEUE);
    for (long n = 1; n <= sent; n++) {
      Frame frame = read();
      assertThat(frame.sequence()).isEqualTo(n);
      assertThat(frame.buffer()[frame.offset()]).isEqualTo((byte) n);
      assertThat(frame.buffer()[frame.offset() + PAYLOAD - 1]).isEqualTo((byte) n);
    }
    assertThat(sender.send(data(sent + 1, 1))).isTrue();
    assertThat(read().sequence()).isEqualTo(sent + 1);
  }

  @Test
  void aHeartbeatOvertakesWhatIsQueued() throws Exception {
    greeted();
    long sent = flood();
    assertThat(sender.send(HEARTBEAT)).isTrue();

    long before = 0;
    while (read().type() != FrameType.HEARTBEAT) {
      before++;
    }

    long queued = QUEUE / PAYLOAD - 1;
    assertThat(before).isLessThanOrEqualTo(sent - queued + TcpSender.WIRE_BYTES / PAYLOAD);
  }

  @Test
  void aFrameLongerThanWhatIsWrittenAtATimePasses() throws Exception {
    greeted();
    int length = 3 * TcpSender.WIRE_BYTES;
    sender.send(data(1, 1_000));
    assertThat(sender.send(data(2, length))).isTrue();
    sender.send(data(3, 1_000));

    assertThat(read().sequence()).isEqualTo(1);
    assertThat(read().length()).isEqualTo(length);
    assertThat(read().sequence()).isEqualTo(3);
  }

  @Test
  void itEndsWhenThePeerEnds() throws Exception {
    greeted();
    peer.close();

    assertThat(ended).succeedsWithin(10, TimeUnit.SECONDS);
    assertThat(sender.send(data(1, 1))).isFalse();
  }

  @Test
  void closingDropsWhatWaitsAndEndsIt() throws Exception {
    greeted();
    flood();

    sender.close();

    assertThat(ended).failsWithin(10, TimeUnit.SECONDS);
    assertThat(sender.queuedBytes()).isZero();
    assertThat(sender.send(HEARTBEAT)).isFalse();
  }
}
