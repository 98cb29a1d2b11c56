package org.batonha.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jgroups.JChannelProbeHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which link carries, in each mode, and what a fault costs; in one JVM, on loopback. */
class ModesTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final List<Member> members = new ArrayList<>();
  private Member one;
  private Member two;

  @AfterEach
  void close() {
    members.forEach(Member::close);
  }

  private void join(String properties) throws Exception {
    one = member(1, properties);
    two = member(2, properties);
    Await.until("one view", SOON, () -> one.viewSize() == 2 && two.viewSize() == 2);
    Await.until("all up", SOON, () -> allUp(one, "n2") && allUp(two, "n1"));
  }

  private Member member(int n, String properties) throws Exception {
    Member member = Member.onTwoLinks(n, properties);
    members.add(member);
    return member.connect();
  }

  private static boolean allUp(Member member, String node) {
    return member.state("lan", node) == LinkState.UP && member.state("hb", node) == LinkState.UP;
  }

  private void broadcast(int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      one.broadcast("m" + i);
    }
  }

  private void allArrivedOnceAndInOrder(int count) {
    List<String> sent = IntStream.range(0, count).mapToObj(i -> "m" + i).toList();
    Await.until("all received", SOON, () -> two.received().size() >= count);
    assertThat(two.received()).isEqualTo(sent);
    assertThat(one.transport().getNumSuspicions()).isZero();
    assertThat(two.viewSize()).isEqualTo(2);
  }

  private long framesTo(String link) {
    return one.peer(link, "n2").traffic().framesSent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"passive", "active", "round-robin"})
  void nothingIsLostWhenEitherLinkIsCutAndMended(String mode) throws Exception {
    join("mode='" + mode + "'");
    broadcast(0, 500);
    one.link("lan").sever();
    broadcast(500, 1_500);
    Await.until("lan is down", SOON, () -> one.state("lan", "n2") == LinkState.DOWN);
    one.link("lan").mend();
    Await.until("lan is up", SOON, () -> allUp(one, "n2") && allUp(two, "n1"));
    one.link("hb").sever();
    broadcast(1_500, 2_500);
    Await.until("hb is down", SOON, () -> one.state("hb", "n2") == LinkState.DOWN);
    one.link("hb").mend();
    broadcast(2_500, 3_000);

    allArrivedOnceAndInOrder(3_000);
  }

  @Test
  void inPassiveModeOnlyTheLinkOfTheHighestPriorityCarries() throws Exception {
    join("");
    assertThat(one.transport().getMode()).isEqualTo("passive");
    Await.until("lan carries", SOON, () -> one.peer("lan", "n2").carrying());
    one.transport().changePriority("hb", 99);
    Await.until("hb carries", SOON, () -> one.peer("hb", "n2").carrying());
    assertThat(one.peer("lan", "n2").carrying()).isFalse();

    long before = framesTo("lan");
    broadcast(0, 1_000);
    allArrivedOnceAndInOrder(1_000);
    assertThat(framesTo("lan") - before).as("heartbeats only").isLessThan(100);
  }

  @Test
  void probeReadsAndWritesTheModeAndPrioritiesButNeverShowsTheKey() throws Exception {
    join("key='the-key-of-this-cluster'");
    JChannelProbeHandler probe = new JChannelProbeHandler(one.channel());

    probe.handleProbe("jmx=REDUNDANT.mode=active");
    probe.handleProbe("op=REDUNDANT.changePriority[hb,99]");

    assertThat(one.transport().getMode()).isEqualTo("active");
    assertThat(one.transport().linkSnapshots().get(1).priority()).isEqualTo(99);
    assertThat(probe.handleProbe("op=REDUNDANT.getInfo").toString())
        .contains("lan udp")
        .contains("n2");
    assertThat(probe.handleProbe("jmx=REDUNDANT").toString())
        .contains("mode")
        .doesNotContain("the-key-of-this-cluster");
    assertThat(one.channel().getProtocolStack().printProtocolSpec(true))
        .doesNotContain("the-key-of-this-cluster");
  }

  @Test
  void aPriorityOfNoLinkOrOutOfBoundsIsRefused() throws Exception {
    join("");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> one.transport().changePriority("wan", 1))
        .withMessageContaining("no link 'wan': the links are [lan, hb]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one.transport().changePriority("lan", 256))
        .withMessageContaining("between 0 and 255");
  }

  @Test
  void aLinkThatIsSuddenlyDeadCostsAMomentInPassiveMode() throws Exception {
    join("");
    broadcast(0, 100);
    allArrivedOnceAndInOrder(100);
    Await.until("lan carries", SOON, () -> one.peer("lan", "n2").carrying());

    one.link("lan").sever();
    long began = System.nanoTime();
    broadcast(100, 110);
    Await.until("arrived", SOON, () -> two.received().size() == 110);

    // The heartbeat limit is 500 ms, and the next link carries already from the first doubt on.
    assertThat(System.nanoTime() - began).isLessThan(TimeUnit.MILLISECONDS.toNanos(1_000));
    allArrivedOnceAndInOrder(110);
  }

  @Test
  void aPathThatIsDeadInOneDirectionIsDownAtBothEnds() throws Exception {
    join("");
    one.link("lan").mute();

    Await.until("two hears nothing", SOON, () -> two.state("lan", "n1") == LinkState.DOWN);
    Await.until("one is told", SOON, () -> one.state("lan", "n2") == LinkState.DOWN);
    broadcast(0, 500);
    allArrivedOnceAndInOrder(500);

    one.link("lan").mend();
    Await.until("up again", SOON, () -> allUp(one, "n2") && allUp(two, "n1"));
  }

  @Test
  void theModeIsSwitchedWhileMessagesFlow() throws Exception {
    join("");
    String[] modes = {"active", "round-robin", "passive", "round-robin", "active", "passive"};
    for (int i = 0; i < modes.length; i++) {
      one.transport().setMode(modes[i]);
      broadcast(i * 300, (i + 1) * 300);
    }

    allArrivedOnceAndInOrder(300 * modes.length);
    assertThat(one.transport().getMode()).isEqualTo("passive");
  }

  @Test
  void inRoundRobinBothLinksCarry() throws Exception {
    join("mode='round-robin'");
    long lan = framesTo("lan");
    long hb = framesTo("hb");

    for (int i = 0; i < 200; i++) {
      int count = i + 1;
      one.broadcast("m" + i);
      Await.until("arrived", SOON, () -> two.received().size() == count);
    }

    assertThat(framesTo("lan") - lan).isGreaterThan(50);
    assertThat(framesTo("hb") - hb).isGreaterThan(50);
  }

  /** Multicast on both: one of them carries each broadcast, and not both. */
  @Test
  void inRoundRobinABroadcastIsAMulticastOnOneOfTwoLinks() throws Exception {
    for (int n = 1; n <= 2; n++) {
      String links =
          "lan=udp:127.0.1.%d:%d,hb=udp:127.0.2.%d:%d"
              .formatted(n, Member.LAN_PORT, n, Member.HB_PORT);
      Member member = new Member("n" + n, links, "", "mode='round-robin'");
      members.add(member);
      member.connect();
    }
    one = members.get(0);
    two = members.get(1);
    Await.until("one view", SOON, () -> one.viewSize() == 2 && two.viewSize() == 2);
    Await.until("all up", SOON, () -> allUp(one, "n2") && allUp(two, "n1"));
    long lan = framesTo("lan");
    long hb = framesTo("hb");
    long duplicates = duplicates(two);

    for (int i = 0; i < 200; i++) {
      int count = i + 1;
      one.broadcast("m" + i);
      Await.until("arrived", SOON, () -> two.received().size() == count);
    }

    assertThat(duplicates(two) - duplicates).isLessThan(40);
    assertThat(framesTo("lan") - lan).isBetween(60L, 160L);
    assertThat(framesTo("hb") - hb).isBetween(60L, 160L);
  }

  private static long duplicates(Member member) {
    return member.transport().linkSnapshots().stream()
        .mapToLong(link -> link.drops().getOrDefault("DUPLICATE", 0L))
        .sum();
  }
}
