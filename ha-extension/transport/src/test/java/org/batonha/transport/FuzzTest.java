package org.batonha.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody on the network shoots mutated, recorded and random frames at a member, on each of its
 * links: some over the sockets, and many more right behind them, where a frame costs no system
 * call. The same seed gives the same frames; {@code -Dfuzz.frames=10000000} (behind the sockets)
 * and {@code -Dfuzz.shots=N} (over them) shoot for longer, and {@code -Dfuzz.seed=N} otherwise.
 */
class FuzzTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int FRAMES = Integer.getInteger("fuzz.frames", 100_000);
  private static final int SHOTS = Integer.getInteger("fuzz.shots", 10_000);
  private static final long SEED = Long.getLong("fuzz.seed", 20_261_124);
  private static final int BLOCK = 500; // what a socket's buffer holds
  private static final int INJECTED_BLOCK = 20_000;
  private static final int RECORDED = 400;
  private static final long MAX_GROWTH = 32L * 1024 * 1024;

  private final List<byte[]> recorded = new CopyOnWriteArrayList<>();
  private final Random random = new Random(SEED);
  private final List<Member> members = new ArrayList<>();
  private Member one;
  private Member two;

  @AfterEach
  void close() {
    members.forEach(Member::close);
  }

  private Member join(int n, String properties) throws Exception {
    Member member = Member.onTwoLinks(n, properties);
    members.add(member);
    return member.connect();
  }

  /**
   * With a key, the frames are made of the cluster's own. Without one, whoever knows the boot id of
   * a member can end it or take its place, so they are made of those of starts that are over.
   */
  private void start(String key) throws Exception {
    String properties = key.isEmpty() ? "" : "key='" + key + "'";
    one = join(1, properties);
    Member recordedMember = join(2, properties);
    areOneView(one, recordedMember);
    for (String link : List.of("lan", "hb")) {
      one.link(link)
          .tap(
              frame -> {
                if (recorded.size() < RECORDED && frame.length < 2_000) {
                  recorded.add(frame);
                }
              });
    }
    for (int i = 0; recorded.size() < RECORDED; i++) {
      recordedMember.broadcast("recorded " + i);
      Await.pause();
    }
    two = recordedMember;
    if (key.isEmpty()) {
      recordedMember.close();
      one.close();
      one = join(1, properties);
      two = join(2, properties);
      areOneView(one, two);
    }
  }

  private static void areOneView(Member... all) {
    for (Member member : all) {
      Await.until("one view", SOON, () -> member.viewSize() == all.length);
    }
  }

  private byte[] frame() {
    byte[] bytes = recorded.get(random.nextInt(recorded.size())).clone();
    switch (random.nextInt(5)) {
      case 0 -> flip(bytes, 0);
      case 1 -> flip(bytes, 28); // a valid header, mostly
      case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(2 * bytes.length));
      case 3 -> {
        bytes = new byte[random.nextInt(1_500)];
        random.nextBytes(bytes);
      }
      default -> {
        // as it was: a replay
      }
    }
    return bytes;
  }

  private void flip(byte[] bytes, int from) {
    for (int i = 1 + random.nextInt(4); i > 0 && bytes.length > from; i--) {
      bytes[from + random.nextInt(bytes.length - from)] = (byte) random.nextInt();
    }
  }

  private long dropped() {
    return one.transport().linkSnapshots().stream()
        .flatMap(link -> link.drops().values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  /** Shoots in blocks, each followed by a message that has to arrive. */
  private void shoot(String link, int frames, int block, Gun gun) throws Exception {
    for (int shot = 0; shot < frames; shot += block) {
      long before = dropped();
      for (int i = 0; i < block; i++) {
        gun.shoot(frame());
      }
      String text = link + " " + shot;
      two.broadcast(text);
      Await.until(text + " of seed " + SEED, SOON, () -> one.received().contains(text));
      Await.until("taken in", SOON, () -> dropped() > before);
      one.received().clear();
      two.received().clear();
    }
  }

  @FunctionalInterface
  private interface Gun {
    void shoot(byte[] frame) throws IOException;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "the-key-of-this-cluster"})
  void nothingThatIsShotAtAMemberDoesAnythingToIt(String key) throws Exception {
    start(key);
    shootAtBoth(BLOCK); // all that is made once is there
    injectIntoBoth(INJECTED_BLOCK);
    long before = usedBytes();
    shootAtBoth(SHOTS);
    injectIntoBoth(FRAMES);

    assertThat(usedBytes() - before).as("growth of the heap").isLessThan(MAX_GROWTH);
    assertThat(one.transport().getDroppedFrames()).as("a bug, see the log").contains("FAILED=0");
    assertThat(one.viewSize()).isEqualTo(2);
    assertThat(one.transport().linkSnapshots().get(0).peers())
        .extracting(PeerSnapshot::node)
        .containsOnly("n2");
    assertThat(two.viewSize()).isEqualTo(2);
  }

  private void injectIntoBoth(int frames) throws Exception {
    InetSocketAddress stranger = new InetSocketAddress("127.0.3.1", 1);
    for (String name : List.of("lan", "hb")) {
      SeverableLink link = one.link(name);
      shoot(name + " behind the socket", frames, INJECTED_BLOCK, f -> link.inject(f, stranger));
    }
  }

  private void shootAtBoth(int frames) throws Exception {
    try (DatagramSocket socket = new DatagramSocket()) {
      InetSocketAddress lan = new InetSocketAddress("127.0.1.1", Member.LAN_PORT);
      shoot(
          "lan", frames, BLOCK, frame -> socket.send(new DatagramPacket(frame, frame.length, lan)));
    }
    try (TcpGun gun = new TcpGun()) {
      shoot("hb", frames, BLOCK, gun);
    }
  }

  /** A stranger's connection is cut off now and then, and made anew. */
  private final class TcpGun implements Gun, AutoCloseable {
    private Socket socket;

    @Override
    public void shoot(byte[] frame) throws IOException {
      try {
        if (socket == null) {
          socket = new Socket("127.0.2.1", Member.HB_PORT);
        }
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(random.nextInt(100) == 0 ? random.nextInt() : frame.length);
        out.write(frame);
      } catch (IOException e) {
        close(); // cut off, as it should be
      }
    }

    @Override
    public void close() throws IOException {
      if (socket != null) {
        socket.close();
        socket = null;
      }
    }
  }

  private static long usedBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void theSameSeedGivesTheSameFrames() {
    recorded.add(new byte[100]);
    byte[] first = frame();
    random.setSeed(SEED);

    assertThat(frame()).isEqualTo(first);
  }
}
