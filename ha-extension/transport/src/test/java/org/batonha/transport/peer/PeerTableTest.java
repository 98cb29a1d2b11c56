package org.batonha.transport.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.batonha.transport.peer.PeerTable.Learned;
import org.batonha.transport.wire.Hello;
import org.batonha.transport.wire.LinkAddress;
import org.batonha.transport.wire.LinkProtocol;
import org.jgroups.stack.IpAddress;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.Test;

class PeerTableTest {
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
