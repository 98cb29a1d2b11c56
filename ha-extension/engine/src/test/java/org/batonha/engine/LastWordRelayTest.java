package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.batonha.core.Event;
import org.batonha.transport.REDUNDANT;
import org.jgroups.JChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the engine of one node to its sentinel, and from there to the engine of another. */
class LastWordRelayTest {
  private static final long RUN = 77;
  private static final int PORT = 17_650;

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  @TempDir private Path directory;
  private Path log;
  private JChannel one;
  private JChannel two;
  private Sentinel sentinel;
  private LastWordRelay ofOne;
  private LastWordRelay ofTwo;

  @BeforeEach
  void connect() throws Exception {
    log = directory.resolve("sentinel.log");
    sentinel = new Sentinel(PretendedSentinel.command(log), timer, (service, epoch, reason) -> {});
    sentinel.start();
    Sentinel none =
        new Sentinel(
            PretendedSentinel.command(directory.resolve("none.log")), timer, (s, e, r) -> {});
    one = channel("n1", 1);
    two = channel("n2", 2);
    ofOne = new LastWordRelay(transport(one), sentinel, events::add, RUN);
    ofTwo = new LastWordRelay(transport(two), none, events::add, RUN + 1);
    ofOne.start();
    ofTwo.start();
    Engines.await("the sentinel is told", () -> lastTold("lan") != null && lastTold("hb") != null);
  }

  private static JChannel channel(String name, int n) throws Exception {
    String stack =
        """
        <config xmlns="urn:org:jgroups">
          <org.batonha.transport.REDUNDANT links="lan=udp:127.0.3.%1$d:%2$d,hb=tcp:127.0.4.%1$d:%2$d"
            hosts="lan=127.0.3.1,lan=127.0.3.2,hb=127.0.4.1,hb=127.0.4.2" multicast_port="45788"
            key="a key that is long enough"/>
          <RED/><PING/><org.batonha.transport.KEEPING_NAKACK4/><UNICAST4/>
          <pbcast.GMS print_local_addr="false" join_timeout="500"/><FRAG4 frag_size="60k"/>
        </config>
        """
            .formatted(n, PORT);
    JChannel channel =
        new JChannel(new ByteArrayInputStream(stack.getBytes(StandardCharsets.UTF_8)));
    return channel.setName(name).connect("relay");
  }

  private static REDUNDANT transport(JChannel channel) {
    return (REDUNDANT) channel.getProtocolStack().getTransport();
  }

  @AfterEach
  void close() {
    ofOne.stop();
    ofTwo.stop();
    two.close();
    one.close();
    sentinel.close();
    timer.shutdownNow();
  }

  /** Returns the words of the newest line about a link, from {@code LOCAL} on. */
  private String[] lastTold(String link) {
    try {
      return Files.exists(log)
          ? Files.readAllLines(log).stream()
              .filter(line -> line.matches("tell \\d+ " + link + " .*"))
              .reduce((first, second) -> second)
              .map(line -> line.split(" ", 4)[3].split(" "))
              .orElse(null)
          : null;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Says what a sentinel would, until somebody hears it: the pledge is on its way at first. */
  private void say(String[] told, int which) {
    byte[] datagram = HexFormat.of().parseHex(told[which]);
    String[] peer = told[3].split(":");
    try (DatagramSocket socket =
        new DatagramSocket(new InetSocketAddress(InetAddress.getByName(told[0]), 0))) {
      socket.send(
          new DatagramPacket(
              datagram,
              datagram.length,
              new InetSocketAddress(peer[0], Integer.parseInt(peer[1]))));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatTheSentinelIsToldMakesTheOtherNodeKnowOfTheDeath() {
    assertThat(lastTold("lan")).hasSize(4).startsWith("127.0.3.1").endsWith("127.0.3.2:" + PORT);
    assertThat(lastTold("hb")).hasSize(4).startsWith("127.0.4.1").endsWith("127.0.4.2:" + PORT);

    Engines.await(
        "the death is known",
        () -> {
          say(lastTold("hb"), 1);
          return !events.isEmpty();
        });

    assertThat(events).containsExactly(new Event.LastWord("n1", RUN));
  }

  @Test
  void thatASentinelLetGoEndsNoRun() {
    Engines.await(
        "it is taken",
        () -> {
          say(lastTold("lan"), 2);
          return transport(two).getDroppedFrames().contains("DUPLICATE=1");
        });

    assertThat(events).isEmpty();
    assertThat(transport(two).getNumSuspicions()).isZero();
  }

  @Test
  void aSentinelThatIsStartedAnewIsToldAgain() throws Exception {
    long before = lines();
    ProcessHandle process =
        ProcessHandle.current()
            .children()
            .filter(
                child ->
                    child
                        .info()
                        .arguments()
                        .map(List::of)
                        .orElse(List.of())
                        .contains(log.toString()))
            .findFirst()
            .orElseThrow();

    process.destroyForcibly();

    Engines.await("told again", () -> lines() >= before + 2);
  }

  private long lines() {
    try {
      return Files.readAllLines(log).stream().filter(line -> line.startsWith("tell ")).count();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whoHasLeftIsToldNothing() {
    two.close();

    Engines.await(
        "nobody is left",
        () -> {
          ofOne.refresh();
          return lastTold("lan").length == 3 && lastTold("hb").length == 3;
        });
  }
}
