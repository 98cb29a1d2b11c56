package org.batonha.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Members over a udp and a tcp link, in one JVM, on loopback. */
class TwoLinksTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final List<Member> members = new ArrayList<>();
  private Member one;
  private Member two;

  @BeforeEach
  void twoMembersAreOneView() throws Exception {
    one = join(1);
    two = join(2);
    Await.until("both in one view", SOON, () -> one.viewSize() == 2 && two.viewSize() == 2);
    Await.until("all links up", SOON, () -> allUp(one, "n2") && allUp(two, "n1"));
  }

  @AfterEach
  void close() {
    members.forEach(Member::close);
  }

  private Member join(int n) throws Exception {
    Member member = Member.onTwoLinks(n);
    members.add(member);
    return member.connect();
  }

  private static boolean allUp(Member member, String node) {
    return member.state("lan", node) == LinkState.UP && member.state("hb", node) == LinkState.UP;
  }

  @Test
  void snapshotsNameLinksAndPeers() {
    List<LinkSnapshot> links = one.transport().linkSnapshots();

    assertThat(links).extracting(LinkSnapshot::name).containsExactly("lan", "hb");
    assertThat(links).extracting(LinkSnapshot::protocol).containsExactly("udp", "tcp");
    assertThat(links.get(0).address()).isEqualTo("127.0.1.1:" + Member.LAN_PORT);
    assertThat(links.get(1).device()).isEqualTo("lo");
    Await.until(
        "round trips",
        SOON,
        () ->
            one.transport().linkSnapshots().stream()
                .allMatch(link -> link.peers().get(0).roundTrip().last() >= 0));
  }

  @Test
  void everyMessageArrivesOnceAndInOrderWhileOneLinkIsCutAndMended() throws Exception {
    List<String> sent = IntStream.range(0, 3_000).mapToObj(i -> "m" + i).toList();
    for (int i = 0; i < sent.size(); i++) {
      switch (i) {
        case 500 -> one.link("lan").sever();
        case 1_000 -> one.link("lan").mend();
        case 1_500 -> two.link("hb").sever();
        case 2_000 -> two.link("hb").mend();
        default -> {
          // an ordinary message
        }
      }
      one.broadcast(sent.get(i));
    }

    Await.until("all received", SOON, () -> two.received().size() >= sent.size());
    assertThat(two.received()).isEqualTo(sent);
    assertThat(two.viewSize()).isEqualTo(2);
  }

  @Test
  void aCutLinkGoesDownAndComesUpAgainAndTheViewStays() {
    one.link("lan").sever();
    Await.until("down", SOON, () -> one.state("lan", "n2") == LinkState.DOWN);
    Await.until("down at the other", SOON, () -> two.state("lan", "n1") == LinkState.DOWN);

    one.link("lan").mend();
    Await.until("up", SOON, () -> allUp(one, "n2") && allUp(two, "n1"));

    assertThat(one.viewSize()).isEqualTo(2);
    assertThat(one.transport().getNumSuspicions()).isZero();
    Await.until("told", SOON, () -> one.transitions().contains("lan n2 DOWN UP"));
    assertThat(one.transitions())
        .containsSubsequence("lan n2 UP INDOUBT", "lan n2 INDOUBT DOWN", "lan n2 DOWN UP")
        .noneMatch(line -> line.startsWith("hb n2 UP"));
  }

  @Test
  void aMemberThatIsSilentOnAllLinksLeavesTheViewAndMergesAfterwards() {
    two.severAll();
    Duration alone = Await.until("one is alone", SOON, () -> one.viewSize() == 1);
    Await.until("two is alone", SOON, () -> two.viewSize() == 1);
    assertThat(alone).isBetween(Duration.ofMillis(300), Duration.ofMillis(2_000));

    two.mendAll();
    Await.until("merged", Duration.ofSeconds(20), () -> one.viewSize() == 2 && two.viewSize() == 2);
  }

  @Test
  void aMemberThatClosesLeavesWithoutSuspicionAndMayComeBack() throws Exception {
    two.close();
    Await.until("one is alone", SOON, () -> one.viewSize() == 1);
    assertThat(one.transport().getNumSuspicions()).isZero();

    Member again = join(2);
    Await.until("back", SOON, () -> one.viewSize() == 2 && again.viewSize() == 2);
    Await.until("all links up", SOON, () -> allUp(one, "n2") && allUp(again, "n1"));
  }

  @Test
  void aThirdMemberReachesAll() throws Exception {
    Member three = join(3);
    Await.until("three in one view", SOON, () -> members.stream().allMatch(m -> m.viewSize() == 3));

    three.broadcast("hello");

    Await.until(
        "heard by all",
        SOON,
        () -> members.stream().allMatch(m -> m.received().equals(List.of("hello"))));
  }
}
