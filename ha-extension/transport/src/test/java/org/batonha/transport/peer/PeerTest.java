package org.batonha.transport.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.batonha.transport.LinkState;
import org.batonha.transport.link.Settings;
import org.batonha.transport.wire.BadFrameException;
import org.batonha.transport.wire.Hello;
import org.batonha.transport.wire.LinkAddress;
import org.batonha.transport.wire.LinkProtocol;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Virtual time: a death that was none, on one link with a heartbeat of 100 ms. */
class PeerTest {
  private static final long HERE = 1;
  private static final long THERE = 2;
  private static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 7_600);

  private PeerLink link;
  private PeerLink back; // as the peer sees this node
  private Peer peer;
  private long millis;

  @BeforeEach
  void aPeerThatIsUp() throws Exception {
    Settings settings =
        new Settings(100, 5, InetAddress.getByName("230.0.0.9"), 45_690, 2, 1 << 20, true);
    link = new PeerLink("n2", null, ADDRESS, settings, 0);
    back = new PeerLink("n1", null, ADDRESS, settings, 0);
    LinkAddress address = new LinkAddress(1, LinkProtocol.UDP, ADDRESS);
    Hello hello = new Hello(false, 0, THERE, THERE, "n2", ADDRESS, 0, List.of(address));
    peer = new Peer(THERE, hello, List.of(link), TimeUnit.MILLISECONDS.toNanos(100));
    exchange();
    exchange();
  }

  /** A tick of the watch follows, as each heartbeat. */
  private void exchange() throws BadFrameException {
    millis += 100;
    long now = TimeUnit.MILLISECONDS.toNanos(millis);
    back.heartbeat(link.next(THERE, now), THERE, now);
    link.heartbeat(back.next(HERE, now), HERE, now);
    peer.reviveIfHeard();
  }

  private void isSaidToBeDead() {
    peer.die();
    link.lost("refuses connections");
  }

  @Test
  void itIsDeadUntilALinkIsUpAgain() throws Exception {
    isSaidToBeDead();
    assertThat(peer.dead()).isTrue();

    exchange();
    assertThat(link.state()).as("one heartbeat may be an old one").isEqualTo(LinkState.DOWN);
    assertThat(peer.dead()).isTrue();
  }

  @Test
  void afterADeathThatWasNoneItsNextSilenceIsASilence() throws Exception {
    isSaidToBeDead();
    for (int beat = 0; beat < 10; beat++) {
      exchange();
    }
    assertThat(link.state()).isEqualTo(LinkState.UP);

    link.lost("silent");

    assertThat(peer.silent()).isTrue();
    assertThat(peer.dead()).isFalse();
  }
}
