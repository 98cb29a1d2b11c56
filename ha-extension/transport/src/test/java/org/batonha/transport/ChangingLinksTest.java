package org.batonha.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Links come, go and change their priority while messages flow. */
class ChangingLinksTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final List<Member> members = new ArrayList<>();

  @AfterEach
  void close() {
    members.forEach(Member::close);
  }

  private Member join(Member member) throws Exception {
    members.add(member);
    return member.connect();
  }

  private void inOneView() {
    Await.until(
        "one view", SOON, () -> members.stream().allMatch(m -> m.viewSize() == members.size()));
  }

  private static String lan(int n) {
    return "lan=udp:127.0.1.%d:%d".formatted(n, Member.LAN_PORT);
  }

  private static String hb(int n) {
    return "hb=tcp:127.0.2.%d:%d".formatted(n, Member.HB_PORT);
  }

  private static Member onLan(int n) throws Exception {
    return new Member("n" + n, lan(n), "lan=127.0.1.1,lan=127.0.1.2");
  }

  private static List<String> names(Member member) {
    return member.transport().linkSnapshots().stream().map(LinkSnapshot::name).toList();
  }

  private static boolean up(Member member, String link, String node) {
    return member.state(link, node) == LinkState.UP;
  }

  private void nobodyWasSuspected() {
    assertThat(members).allMatch(m -> m.transport().getNumSuspicions() == 0);
    assertThat(members).allMatch(m -> m.viewSize() == members.size());
  }

  @Test
  void aLinkThatBothHaveAddedCarriesWhenTheFirstOneDies() throws Exception {
    Member one = join(onLan(1));
    Member two = join(onLan(2));
    inOneView();

    one.transport().addLink(hb(1));
    assertThat(one.peer("hb", "n2")).as("the other does not have it yet").isNull();
    two.transport().addLink(hb(2));
    Await.until("hb is up", SOON, () -> up(one, "hb", "n2") && up(two, "hb", "n1"));
    one.link("lan").sever();
    Await.until("lan is down", SOON, () -> one.state("lan", "n2") == LinkState.DOWN);
    one.broadcast("over hb");

    Await.until("heard", SOON, () -> two.received().contains("over hb"));
    nobodyWasSuspected();
  }

  @Test
  void linksGoAndComeUnderLoadAndEveryMessageArrivesOnceAndInOrder() throws Exception {
    Member one = join(Member.onTwoLinks(1));
    Member two = join(Member.onTwoLinks(2));
    inOneView();
    Await.until("all up", SOON, () -> up(one, "hb", "n2") && up(one, "lan", "n2"));
    List<String> sent = IntStream.range(0, 4_000).mapToObj(i -> "m" + i).toList();
    Thread load = new Thread(() -> sent.forEach(text -> broadcast(one, text)), "load");

    load.start();
    one.transport().removeLink("lan");
    Await.until("gone at the other", SOON, () -> two.peer("lan", "n1") == null);
    assertThat(names(one)).containsExactly("hb");
    one.transport().addLink(lan(1));
    Await.until("lan is up", SOON, () -> up(one, "lan", "n2") && up(two, "lan", "n1"));
    one.transport().removeLink("hb");
    Await.until("gone at the other", SOON, () -> two.peer("hb", "n1") == null);
    one.transport().addLink(hb(1) + "@99");
    Await.until("hb is up", SOON, () -> up(one, "hb", "n2") && up(two, "hb", "n1"));
    load.join();

    Await.until("all received", SOON, () -> two.received().size() >= sent.size());
    assertThat(two.received()).isEqualTo(sent);
    assertThat(names(one)).containsExactly("lan", "hb");
    assertThat(one.transport().linkSnapshots().get(1).priority()).isEqualTo(99);
    nobodyWasSuspected();
  }

  /** Where a tcp link hears last words by UDP, a udp link may come. */
  @Test
  void aUdpLinkIsAddedAtTheAddressAndPortOfATcpLink() throws Exception {
    String there = "hb=127.0.2.1,hb=127.0.2.2";
    Member one = join(new Member("n1", hb(1), there));
    Member two = join(new Member("n2", hb(2), there));
    inOneView();

    one.transport().addLink("lan=udp:127.0.2.1:" + Member.HB_PORT);
    two.transport().addLink("lan=udp:127.0.2.2:" + Member.HB_PORT);

    Await.until("lan is up", SOON, () -> up(one, "lan", "n2") && up(two, "lan", "n1"));
    assertThat(names(one)).containsExactly("hb", "lan");
    nobodyWasSuspected();
  }

  private static void broadcast(Member member, String text) {
    try {
      member.broadcast(text);
      Await.pause();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theOnlyLinkThatReachesSomebodyStays() throws Exception {
    Member one = join(Member.onTwoLinks(1));
    Member two = join(Member.onTwoLinks(2));
    inOneView();
    Await.until("all up", SOON, () -> up(one, "hb", "n2") && up(one, "lan", "n2"));
    two.link("lan").sever();
    Await.until("lan is down", SOON, () -> one.state("lan", "n2") == LinkState.DOWN);

    assertThatIllegalStateException()
        .isThrownBy(() -> one.transport().removeLink("hb"))
        .withMessageContaining("link 'hb' stays: it is the only one that reaches node 'n2' now");
    assertThat(names(one)).containsExactly("lan", "hb");
    one.transport().removeLink("lan"); // the dead one may go
    assertThatIllegalStateException()
        .isThrownBy(() -> one.transport().removeLink("hb"))
        .withMessage(
            "link 'hb' stays: it is the last one that carries messages; add another first");
    nobodyWasSuspected();
  }

  @Test
  void whatDoesNotFitIsRefusedAndChangesNothing() throws Exception {
    Member one = join(onLan(1));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> one.transport().addLink("lan=tcp:127.0.2.1"))
        .withMessageContaining("link 'lan' is there already");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one.transport().addLink("x=sctp:lo"))
        .withMessageContaining("use udp");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one.transport().addLink("x=udp:127.0.1.1:" + Member.LAN_PORT))
        .withMessageContaining("would listen on");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one.transport().removeLink("wan"))
        .withMessage("there is no link 'wan': the links are [lan]");
    try (ServerSocket taken = new ServerSocket(Member.HB_PORT)) {
      Assertions.assertThatIOException()
          .isThrownBy(() -> one.transport().addLink(hb(1)))
          .withMessageContaining("free the port, or give the link another");
      assertThat(taken.isBound()).isTrue();
    }
    for (int i = 1; i < 8; i++) {
      one.transport().addLink("l" + i + "=tcp:127.0.3." + i + ":" + Member.HB_PORT);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one.transport().addLink(hb(1)))
        .withMessageContaining("one more than 8");
    assertThat(names(one)).hasSize(8);
  }

  @Test
  void whoStartsAnewFindsANodeWhoseFirstLinkIsGone() throws Exception {
    Member one = join(Member.onTwoLinks(1));
    Member two = join(Member.onTwoLinks(2));
    inOneView();
    Await.until("all up", SOON, () -> up(one, "hb", "n2") && up(one, "lan", "n2"));
    one.transport().removeLink("lan");
    members.remove(two);
    two.close();
    Await.until("alone", SOON, () -> one.viewSize() == 1);

    Member again = join(Member.onTwoLinks(2));

    inOneView();
    again.broadcast("back");
    Await.until("heard", SOON, () -> one.received().contains("back"));
  }

  @Test
  void changesBeforeTheChannelConnectsHoldAndListenersAreToldOfThoseAfter() throws Exception {
    Member one = onLan(1);
    one.transport().addLink(hb(1));
    one.transport().removeLink("lan");
    one.transport().changePriority("hb", 42);
    join(one);
    List<String> told = new CopyOnWriteArrayList<>();
    one.transport().addLinkListener(new Told(told));

    one.transport().addLink(lan(1));
    one.transport().changePriority("lan", 9);
    one.transport().changePriority("lan", 7);
    one.transport().removeLink("lan");

    assertThat(names(one)).containsExactly("hb");
    assertThat(one.transport().linkSnapshots().get(0).priority()).isEqualTo(42);
    Await.until("told", SOON, () -> told.contains("-lan"));
    assertThat(told).containsExactly("+lan", "lan 7 9", "lan 9 7", "-lan");
  }

  /** Writes down what it is told. */
  private record Told(List<String> lines) implements LinkListener {
    @Override
    public void linkStateChanged(
        String link, String node, LinkState from, LinkState to, String reason) {
      lines.add(link + " " + to);
    }

    @Override
    public void linkAdded(String link) {
      lines.add("+" + link);
    }

    @Override
    public void linkRemoved(String link) {
      lines.add("-" + link);
    }

    @Override
    public void linkPriorityChanged(String link, int from, int to) {
      lines.add(link + " " + from + " " + to);
    }
  }
}
