package org.batonha.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A transport takes its links from whatever decides on them in this process. */
class LinkSourceTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String LAN = "lan=udp:127.0.1.1:" + Member.LAN_PORT;
  private static final String HB = "hb=tcp:127.0.2.1:" + Member.HB_PORT;

  private final LinkSource source = LinkSource.named("test");
  private Member member;

  @AfterEach
  void close() {
    source.withdraw();
    if (member != null) {
      member.close();
    }
    assertThat(source.followers()).isZero();
  }

  private void publish(String links) throws Exception {
    source.publish(new LinkSource.Wanted(links));
  }

  private void publish(String links, String key) throws Exception {
    source.publish(new LinkSource.Wanted(links), key);
  }

  private void start() throws Exception {
    member = new Member("n1", "@test", "").connect();
  }

  private List<String> links() {
    return member.transport().linkSnapshots().stream()
        .map(link -> link.name() + " " + link.address() + " " + link.priority())
        .toList();
  }

  @Test
  void theTransportFollows() throws Exception {
    publish(LAN);
    start();
    assertThat(links()).containsExactly("lan 127.0.1.1:17600 8");

    publish(HB + "," + LAN + "@99");
    assertThat(links()).containsExactlyInAnyOrder("lan 127.0.1.1:17600 99", "hb 127.0.2.1:17601 8");
    publish(HB);
    assertThat(links()).containsExactly("hb 127.0.2.1:17601 8");
    publish("x=tcp:127.0.3.1:17601," + HB.replace("127.0.2.1", "127.0.2.2"));
    assertThat(links()).containsExactlyInAnyOrder("x 127.0.3.1:17601 8", "hb 127.0.2.2:17601 7");
  }

  /** No multicast, and neither side is told of the other at its start. */
  @Test
  void hostsAreLookedForAsSoonAsTheyAreNamed() throws Exception {
    publish(HB);
    start();
    String there = HB.replace("127.0.2.1", "127.0.2.2");
    try (Member other = new Member("n2", there, "").connect()) {
      assertThat(other.viewSize()).isEqualTo(1);

      source.publish(new LinkSource.Wanted(HB, "hb=127.0.2.2"));

      Await.until("one view", SOON, () -> member.viewSize() == 2 && other.viewSize() == 2);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> source.publish(new LinkSource.Wanted(HB, "lan=127.0.1.2")))
        .withMessageContaining("names link 'lan': the links are [hb]");
  }

  @Test
  void theTransportWaitsForItsLinks() throws Exception {
    CompletableFuture<Void> started =
        CompletableFuture.runAsync(
            () -> {
              try {
                start();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(started).isNotDone();

    publish(LAN);

    Await.until("started", SOON, started::isDone);
    started.join();
    assertThat(links()).containsExactly("lan 127.0.1.1:17600 8");
  }

  @Test
  void whenOneLinkCannotBeAllIsAsBefore() throws Exception {
    publish(LAN);
    start();
    try (ServerSocket taken = new ServerSocket(Member.HB_PORT)) {
      assertThatThrownBy(() -> publish(LAN + "@1,x=tcp:127.0.3.1:7000," + HB))
          .hasMessageContaining("link 'hb' cannot bind")
          .hasNoSuppressedExceptions();
      assertThat(taken.isBound()).isTrue();
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> publish("lan=sctp"))
        .withMessageContaining("use udp, tcp or serial");

    assertThat(links()).containsExactly("lan 127.0.1.1:17600 8");
  }

  @Test
  void theKeyCanComeFromTheSameSource() throws Exception {
    publish(LAN, "a secret of the model");
    member = new Member("n1", "@test", "", "key='@test'").connect();
    Member with =
        new Member(
            "n2",
            LAN.replace("127.0.1.1", "127.0.1.2"),
            "lan=127.0.1.1",
            "key='a secret of the model'");
    Member without = new Member("n3", LAN.replace("127.0.1.1", "127.0.1.3"), "lan=127.0.1.1");
    try (with;
        without) {
      with.connect();
      Await.until("one view", SOON, () -> member.viewSize() == 2 && with.viewSize() == 2);
      without.connect();
      assertThat(without.viewSize()).isEqualTo(1);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> publish(LAN, "short"))
        .withMessageContaining("16");
  }

  /** Else a transport would start unencrypted though the model has a key that is not there yet. */
  @Test
  void linksAloneSayNothingOfAKey() throws Exception {
    publish(LAN);

    assertThatIllegalStateException()
        .isThrownBy(() -> source.key(Duration.ofMillis(1)))
        .withMessageContaining("key '@test': nobody has said within");
    publish(LAN, "");
    assertThat(source.key(Duration.ofMillis(1))).isEmpty();
    source.withdraw();
    publish(LAN);
    assertThatIllegalStateException().isThrownBy(() -> source.key(Duration.ofMillis(1)));
  }

  @Test
  void whoWaitsInVainSaysForWhat() {
    OwnLinks links = new OwnLinks(new Transitions(null), null);

    assertThatIllegalStateException()
        .isThrownBy(() -> source.follow(links, Duration.ofMillis(1), text -> {}))
        .withMessageContaining("links '@test': nobody has said within");
  }
}
