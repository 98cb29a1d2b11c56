package org.batonha.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The last word of a member, said by somebody else, as its sentinel would. */
class LastWordsTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final long RUN = 1234;

  private final List<String> heard = new CopyOnWriteArrayList<>();
  private Member one;
  private Member two;

  @BeforeEach
  void join() throws Exception {
    join("");
  }

  private void join(String properties) throws Exception {
    one = Member.onTwoLinks(1, properties).connect();
    two = Member.onTwoLinks(2, properties).connect();
    two.transport()
        .lastWords()
        .addListener((node, run, dead) -> heard.add(node + " " + run + " " + dead));
    one.transport().lastWords().pledge(RUN);
    Await.until("two members", SOON, () -> two.viewSize() == 2 && bothUp());
  }

  private boolean bothUp() {
    return two.state("lan", "n1") == LinkState.UP && two.state("hb", "n1") == LinkState.UP;
  }

  @AfterEach
  void close() {
    two.close();
    one.close();
  }

  private LastWords.Route route(String link) {
    return one.transport().lastWords().routes().stream()
        .filter(route -> route.link().equals(link))
        .findFirst()
        .orElseThrow();
  }

  private static void send(LastWords.Route route, byte[] datagram) {
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(route.local(), 0))) {
      for (InetSocketAddress peer : route.peers()) {
        socket.send(new DatagramPacket(datagram, datagram.length, peer));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private long dropped(String link, String cause) {
    return two.transport().linkSnapshots().stream()
        .filter(snapshot -> snapshot.name().equals(link))
        .mapToLong(snapshot -> snapshot.drops().getOrDefault(cause, 0L))
        .sum();
  }

  /** The pledge is on its way for some heartbeats: says it until it is understood. */
  private void sayUntilHeard(LastWords.Route route, byte[] datagram) {
    Await.until(
        "the last word is taken",
        SOON,
        () -> {
          send(route, datagram);
          return !heard.isEmpty();
        });
  }

  private void awaitPledge() {
    byte[] letGo = route("lan").letGo();
    sayUntilHeard(route("lan"), letGo);
    heard.clear();
  }

  @Test
  void theDeadAreSuspectedAtOnceWhicheverLinkSaysSo() {
    for (String link : List.of("lan", "hb")) {
      assertThat(route(link).peers()).hasSize(1);
    }
    awaitPledge();
    LastWords.Route route = route("hb"); // a tcp link: the word comes to the UDP port beside it
    one.severAll();

    send(route, route.dead());
    Duration took = Await.until("alone", SOON, () -> two.viewSize() == 1);

    assertThat(heard).containsExactly("n1 " + RUN + " true");
    assertThat(took).isLessThan(Duration.ofMillis(400)); // silence takes 500 ms at least
  }

  @Test
  void whatIsSaidAgainIsCountedOnly() {
    awaitPledge();
    LastWords.Route route = route("lan");

    send(route, route.dead());
    send(route, route.dead());
    send(route, route.letGo());

    Await.until("both repetitions", SOON, () -> dropped("lan", "DUPLICATE") >= 2);
    assertThat(heard).containsExactly("n1 " + RUN + " true");
  }

  @Test
  void aNodeThatOnlyLetGoIsNotSuspected() {
    sayUntilHeard(route("lan"), route("lan").letGo());

    assertThat(heard).containsExactly("n1 " + RUN + " false");
    assertThat(two.transport().getNumSuspicions()).isZero();
    assertThat(bothUp()).isTrue();
  }

  @Test
  void aForgedWordIsRefusedAndCountedOnEachKindOfLink() {
    awaitPledge();
    byte[] forged = route("lan").letGo();
    forged[28] = 1; // who heard that it let go says that it is dead
    byte[] ofAnotherRun = route("hb").dead();
    ofAnotherRun[36]++;
    byte[] ofNobody = route("hb").dead();
    ofNobody[12]++;

    send(route("lan"), forged);
    send(route("hb"), ofAnotherRun);
    send(route("hb"), ofNobody);
    send(route("hb"), "GET / HTTP/1.1".getBytes());

    Await.until("forged by UDP", SOON, () -> dropped("lan", "FORGED") == 1);
    Await.until("forged by TCP's port", SOON, () -> dropped("hb", "FORGED") == 1);
    Await.until("of nobody", SOON, () -> dropped("hb", "UNPROVEN") == 1);
    Await.until("no frame", SOON, () -> dropped("hb", "NOT_BATON") == 1);
    assertThat(heard).isEmpty();
    assertThat(two.transport().getNumSuspicions()).isZero();
  }

  @Test
  void aWordOfAStartThatHasEndedIsRefused() throws Exception {
    awaitPledge();
    LastWords.Route old = route("lan");
    one.close();
    Await.until("alone", SOON, () -> two.viewSize() == 1);

    one = Member.onTwoLinks(1).connect();
    Await.until("two members", SOON, () -> two.viewSize() == 2 && bothUp());
    long late = dropped("lan", "RETIRED"); // what it sent at its end may have come late, too

    send(old, old.dead());
    Await.until("refused", SOON, () -> dropped("lan", "RETIRED") > late);
    assertThat(heard).isEmpty();
    assertThat(two.transport().getNumSuspicions()).isZero();
  }

  @Test
  void withAKeyTheWordStillNeedsNoneButThePledgeDoes() throws Exception {
    close();
    join("key='a key that is long enough'");
    awaitPledge();
    one.severAll();

    send(route("lan"), route("lan").dead());
    Await.until("alone", Duration.ofMillis(450), () -> two.viewSize() == 1);

    assertThat(heard).containsExactly("n1 " + RUN + " true");
  }

  @Test
  void anotherRunInTheSameProcessHasAnotherLastWord() {
    awaitPledge();
    byte[] former = route("lan").dead();
    one.transport().lastWords().pledge(RUN + 1);

    sayUntilHeard(route("lan"), route("lan").letGo());
    assertThat(heard).containsExactly("n1 " + (RUN + 1) + " false");

    send(route("lan"), former);
    Await.until("the former is void", SOON, () -> dropped("lan", "FORGED") >= 1);
    assertThat(two.transport().getNumSuspicions()).isZero();
  }
}
