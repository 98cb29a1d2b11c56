package org.batonha.transport.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.batonha.transport.link.Link;
import org.batonha.transport.link.Settings;
import org.batonha.transport.peer.PeerTable.Learned;
import org.batonha.transport.wire.Hello;
import org.batonha.transport.wire.LinkAddress;
import org.batonha.transport.wire.LinkProtocol;
import org.jgroups.stack.IpAddress;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.Test;

class PeerTableTest {
  /** Only itself: nothing is sent on it. */
  private static final Link HB =
      (Link)
          Proxy.newProxyInstance(
              Link.class.getClassLoader(),
              new Class<?>[] {Link.class},
              (link, asked, with) -> null);

  private final PeerTable table = new PeerTable();

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress("127.0.0.1", port);
  }

  private static Hello hello(String node, long member, int port) {
    LinkAddress link = new LinkAddress(1, LinkProtocol.UDP, address(port));
    return new Hello(false, 0, member, member, node, address(port), 0, List.of(link));
  }

  private Learned learn(long boot, Hello hello) {
    return table.learn(boot, hello, said -> new Peer(boot, said, List.of(), 1));
  }

  @Test
  void aHelloTeachesWhoIsWhere() {
    Learned learned = learn(10, hello("n1", 1, 7600));

    assertThat(learned.isNew()).isTrue();
    assertThat(table.byBoot(10)).isSameAs(learned.peer());
    assertThat(table.byCanonical(new IpAddress(address(7600)))).isSameAs(learned.peer());
    assertThat(table.byMember(new UUID(1, 1))).containsSame(learned.peer());
    assertThat(table.byMember(new UUID(1, 2))).isEmpty();
  }

  @Test
  void theSameHelloAgainIsNoNews() {
    Peer peer = learn(10, hello("n1", 1, 7600)).peer();

    Learned again = learn(10, hello("n1", 1, 7600));

    assertThat(again.isNew()).isFalse();
    assertThat(again.peer()).isSameAs(peer);
  }

  @Test
  void aNewStartOnTheSameAddressReplacesTheOldOneForGood() {
    Peer old = learn(10, hello("n1", 1, 7600)).peer();

    Learned restarted = learn(11, hello("n1", 2, 7600));

    assertThat(restarted.gone()).containsSame(old);
    assertThat(table.isRetired(10)).isTrue();
    assertThat(table.isRetired(11)).isFalse();
    assertThat(table.all()).containsExactly(restarted.peer());
    assertThat(table.byMember(new UUID(1, 1)))
        .as("the old member may still be in the view")
        .containsSame(old);
  }

  private Peer learnOn(Link link, long boot, String node, int canonical, int at) throws Exception {
    Settings settings =
        new Settings(100, 5, InetAddress.getByName("230.0.0.9"), 45_690, 2, 1 << 20, true);
    PeerLink there = new PeerLink(node, link, address(at), settings, 0);
    Hello hello = hello(node, boot, canonical);
    return table.learn(boot, hello, said -> new Peer(boot, said, List.of(there), 1)).peer();
  }

  private static void die(Peer peer) {
    peer.links().forEach(link -> link.lost("it is dead"));
  }

  @Test
  void ofTwoAtOneAddressTheOneThatLivesIsMeantAndThenTheNewerOne() throws Exception {
    Peer older = learnOn(HB, 10, "a", 7601, 9_000);
    Peer newer = learnOn(HB, 11, "b", 7602, 9_000);
    assertThat(table.at(HB, address(9_000))).containsSame(newer);

    die(newer);
    assertThat(table.at(HB, address(9_000))).containsSame(older);

    die(older);
    assertThat(table.at(HB, address(9_000))).containsSame(newer);
    newer.stop();
    older.stop();
    assertThat(table.at(HB, address(9_000))).containsSame(newer);
  }

  @Test
  void whoHasANodesAddressTakesItFromOneThatIsGoneButNotFromOneThatLives() throws Exception {
    Peer silent = learnOn(HB, 10, "silent", 7601, 9_000);
    die(silent);
    Peer stopped = learnOn(HB, 11, "stopped", 7602, 9_000);
    stopped.stop();
    Peer living = learnOn(HB, 12, "living", 7603, 9_000);
    Peer elsewhere = learnOn(HB, 13, "elsewhere", 7604, 9_001);
    die(elsewhere);

    Peer newcomer = learnOn(HB, 14, "newcomer", 7605, 9_000);

    assertThat(table.moveIn(newcomer)).containsExactly(silent, stopped);
    assertThat(silent.links()).isEmpty();
    assertThat(silent.silent()).isTrue();
    assertThat(living.links()).hasSize(1);
    assertThat(elsewhere.links()).hasSize(1);
    assertThat(newcomer.links()).hasSize(1);
    assertThat(table.moveIn(newcomer)).isEmpty();
  }

  @Test
  void peersAreListedByName() {
    learn(1, hello("b", 1, 7601));
    learn(2, hello("a", 2, 7602));

    assertThat(table.all()).extracting(Peer::node).containsExactly("a", "b");
  }

  @Test
  void aFullTableGivesUpTheOldestSilentPeer() {
    for (int n = 0; n < PeerTable.MAX_PEERS; n++) {
      learn(n, hello("n" + n, n, 1_000 + n));
    }

    Learned learned = learn(999, hello("late", 999, 9_999));

    assertThat(learned.gone()).map(Peer::node).contains("n0");
    assertThat(table.all()).hasSize(PeerTable.MAX_PEERS);
  }
}
