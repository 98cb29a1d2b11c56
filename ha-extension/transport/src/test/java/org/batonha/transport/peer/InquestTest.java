package org.batonha.transport.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.batonha.transport.link.Settings;
import org.batonha.transport.peer.Inquest.Verdict;
import org.batonha.transport.wire.BadFrameException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Virtual time: one of two links refuses, with a heartbeat of 100 ms and a limit of 5. */
class InquestTest {
  private static final long HERE = 1;
  private static final long THERE = 2;

  private PeerLink lan;
  private PeerLink hb;
  private PeerLink back; // as the peer sees this node
  private long nowMillis;

  @BeforeEach
  void bothLinksAreUp() throws Exception {
    Settings settings =
        new Settings(100, 5, InetAddress.getByName("230.0.0.9"), 45_690, 2, 1 << 20, true);
    lan = new PeerLink("n2", null, new InetSocketAddress("10.9.1.2", 7_600), settings, 0);
    hb = new PeerLink("n2", null, new InetSocketAddress("10.9.2.2", 7_600), settings, 0);
    back = new PeerLink("n1", null, new InetSocketAddress("10.9.1.1", 7_600), settings, 0);
    for (int beat = 0; beat < 3; beat++) {
      after(100);
      back.heartbeat(lan.next(THERE, now()), THERE, now());
      heard(lan);
      heard(hb);
    }
  }

  private long now() {
    return TimeUnit.MILLISECONDS.toNanos(nowMillis);
  }

  private void after(long millis) {
    nowMillis += millis;
  }

  private void heard(PeerLink link) {
    try {
      link.heartbeat(back.next(HERE, now()), HERE, now());
    } catch (BadFrameException e) {
      throw new AssertionError(e);
    }
  }

  private Verdict verdict(Inquest inquest) {
    return inquest.verdict(List.of(lan, hb), now());
  }

  @Test
  void aRefusalAloneProvesNothing() {
    Inquest inquest = new Inquest(hb, now());

    assertThat(inquest.isProven(List.of(lan, hb))).isFalse();
    assertThat(verdict(inquest)).isEqualTo(Verdict.OPEN);
    assertThat(inquest.isProven(List.of(hb))).as("where there is no other link").isTrue();
  }

  @Test
  void aPeerWhoseOtherLinkIsDownIsDeadAtOnce() {
    lan.lost("cut");

    assertThat(new Inquest(hb, now()).isProven(List.of(lan, hb))).isTrue();
  }

  @Test
  void aPeerThatRefusesEverywhereIsDeadAtOnceThoughItWasHeardAMomentAgo() {
    Inquest inquest = new Inquest(hb, now());
    after(10);
    heard(lan); // it waited in a buffer
    assertThat(verdict(inquest)).isEqualTo(Verdict.OPEN);

    inquest.refused(lan);

    assertThat(inquest.isProven(List.of(lan, hb))).isTrue();
    assertThat(inquest.where()).isEqualTo("10.9.2.2:7600, 10.9.1.2:7600");
  }

  @Test
  void aPeerThatGoesOnBeatingLives() {
    after(40);
    Inquest inquest = new Inquest(hb, now());
    after(60);
    heard(lan);

    assertThat(verdict(inquest)).isEqualTo(Verdict.ALIVE);
  }

  @Test
  void aPeerThatIsHeardOnTheVeryLinkThatRefusesLivesAsWell() {
    Inquest inquest = new Inquest(hb, now());
    after(100);
    heard(hb);
    after(100);

    assertThat(lan.silent(now())).isTrue();
    assertThat(verdict(inquest)).isEqualTo(Verdict.ALIVE);
  }

  @Test
  void aPeerThatDoesNotAnswerIsDeadThoughItWasHeardAMomentAgo() {
    Inquest inquest = new Inquest(hb, now());
    after(4);
    heard(lan); // it waited in a buffer
    after(8);

    inquest.unanswered(lan);

    assertThat(inquest.isProven(List.of(lan, hb))).isTrue();
  }

  @Test
  void aPeerThatAnswersIsNotSilent() {
    Inquest inquest = new Inquest(hb, now());
    after(5);
    heard(lan);
    after(7);

    inquest.unanswered(lan);

    assertThat(inquest.isProven(List.of(lan, hb))).isFalse();
  }

  @Test
  void aPeerThatSaysNothingAnyMoreIsDeadOnceItHasMissedAHeartbeat() {
    after(40);
    Inquest inquest = new Inquest(hb, now());
    after(109);
    assertThat(verdict(inquest)).isEqualTo(Verdict.OPEN);
    after(1);

    assertThat(verdict(inquest)).isEqualTo(Verdict.DEAD);
  }

  @Test
  void whenThisNodeStalledItsPeerGetsTimeToBeHeard() {
    Inquest inquest = new Inquest(hb, now());
    after(1_000);
    lan.freshWindow(now());

    assertThat(verdict(inquest)).isEqualTo(Verdict.ALIVE);
  }
}
