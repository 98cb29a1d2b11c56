package org.batonha.transport.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.batonha.transport.wire.FrameType;
import org.batonha.transport.wire.Keyring;
import org.batonha.transport.wire.OutFrame;
import org.batonha.transport.wire.Wire;
import org.jgroups.logging.Log;
import org.jgroups.logging.LogFactory;
import org.jgroups.util.DefaultSocketFactory;
import org.jgroups.util.DefaultThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One tcp link on loopback, in a system that has not always a thread to give. */
class TcpLinkTest {
  private static final Log LOG = LogFactory.getLog(TcpLinkTest.class);
  private static final OutFrame HELLO = new OutFrame(FrameType.HELLO, 0, new byte[20]);
  private static final int PATIENCE_MILLIS = 10_000;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final Set<String> lacking = ConcurrentHashMap.newKeySet();
  private final Set<InetSocketAddress> expected = ConcurrentHashMap.newKeySet();
  private TcpLink link;

  @BeforeEach
  void start() throws IOException {
    Settings settings =
        new Settings(100, 5, InetAddress.getByName("230.0.0.9"), 45_799, 1, 1 << 20, false);
    Threads threads = new Threads(new Scarce(), LOG);
    Links.Means means =
        new Links.Means(
            settings,
            new DefaultSocketFactory(),
            threads,
            new DropCounters(),
            LOG,
            made -> made,
            new WordPorts());
    List<LinkSpec> specs = LinkSpec.parse("hb=tcp:127.0.1.8");
    link = new TcpLink(Links.plan(specs, null, 0).get(0), means);
    link.start(new Wire(1, 2, Keyring.NONE), new Deaf());
  }

  @AfterEach
  void close() {
    link.close();
  }

  /** Has no thread of a certain name, once. */
  private final class Scarce extends DefaultThreadFactory {
    Scarce() {
      super("test", true);
    }

    @Override
    public Thread newThread(Runnable task, String name) {
      if (lacking.removeIf(name::startsWith)) {
        throw new OutOfMemoryError("unable to create native thread");
      }
      return super.newThread(task, name);
    }
  }

  /** Understands nothing. */
  private final class Deaf implements FrameHandler {
    @Override
    public InetSocketAddress received(
        Link on, byte[] buffer, int offset, int length, InetSocketAddress from, boolean multicast) {
      return null;
    }

    @Override
    public void refused(Link on, InetSocketAddress peer) {
      // Of no interest.
    }

    @Override
    public void unanswered(Link link, InetSocketAddress peer) {}

    @Override
    public void broken(Link on, InetSocketAddress peer) {
      // Of no interest.
    }

    @Override
    public boolean expects(Link on, InetSocketAddress address) {
      return expected.contains(address);
    }

    @Override
    public OutFrame greeting(Link on, InetSocketAddress peer) {
      return HELLO;
    }
  }

  @Test
  void aPeerForWhomThereWasNoThreadIsConnectedToTheNextTime() throws IOException {
    try (ServerSocket peer = new ServerSocket(0, 1, InetAddress.getByName("127.0.1.7"))) {
      peer.setSoTimeout(PATIENCE_MILLIS);
      InetSocketAddress there = (InetSocketAddress) peer.getLocalSocketAddress();
      lacking.add("baton-hb-send-");
      assertThatThrownBy(() -> link.send(there, HELLO)).isInstanceOf(OutOfMemoryError.class);

      assertThat(link.send(there, HELLO)).isTrue();

      peer.accept().close(); // else: a time-out
    }
  }

  @Test
  void aConnectionForWhichThereIsNoThreadIsClosedAndTheNextIsServed() throws IOException {
    lacking.add("baton-hb-receive-");
    try (Socket unserved = connect()) {
      assertThat(unserved.getInputStream().read()).as("closed, else: a time-out").isEqualTo(-1);
      try (Socket served = connect()) {
        served.getOutputStream().write(new byte[4]); // a frame of no length: refused by the reader
        assertThat(served.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  /** Addresses at which nobody listens, as they are in recordings of former starts. */
  private static List<InetSocketAddress> nobodys(int number) {
    return IntStream.range(0, number)
        .mapToObj(n -> new InetSocketAddress("127.0.6." + n, 17_999))
        .toList();
  }

  private static long tried() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("baton-hb-send-127.0.6."))
        .count();
  }

  private static void await(String what, Duration bound, BooleanSupplier condition) {
    long began = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - began).as(what).isLessThan(bound.toNanos());
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  @Test
  void addressesAtWhichNobodyWasReachedMakeRoomForANewcomer() throws IOException {
    List<InetSocketAddress> nobodys = nobodys(TcpLink.MAX_PEERS);
    expected.add(nobodys.get(0));
    nobodys.forEach(nobody -> link.send(nobody, HELLO));
    await("all have failed", Duration.ofSeconds(20), () -> nobodys.stream().allMatch(link::failed));
    try (ServerSocket newcomer = new ServerSocket(0, 1, InetAddress.getByName("127.0.1.7"))) {
      newcomer.setSoTimeout(PATIENCE_MILLIS);

      assertThat(link.send((InetSocketAddress) newcomer.getLocalSocketAddress(), HELLO)).isTrue();

      newcomer.accept().close(); // else: a time-out
    }
    assertThat(link.failed(nobodys.get(0))).as("who is expected is tried further").isTrue();
  }

  @Test
  void anAddressAtWhichNobodyWasReachedIsForgottenUnlessAPeerIsExpectedThere() {
    List<InetSocketAddress> nobodys = nobodys(3);
    expected.add(nobodys.get(1));
    nobodys.forEach(nobody -> link.send(nobody, HELLO));
    assertThat(tried()).isEqualTo(3);

    await("one thread is left", Duration.ofSeconds(25), () -> tried() == 1);

    assertThat(link.failed(nobodys.get(1))).isTrue();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(link.address().getAddress(), link.address().getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }
}
