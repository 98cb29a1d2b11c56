package org.batonha.sentinel.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LatecomersTest {
  /** A client's 10.10.0.9:41210 to 10.10.0.100:8080, with its TCP checksum still to be made. */
  private static final byte[] SYN =
      HexFormat.of()
          .parseHex(
              "0a0000000001" // this host
                  + "0a0000000009"
                  + "0800"
                  + "4500003c1c464000400609f6"
                  + "0a0a0009"
                  + "0a0a0064"
                  + "a0fa1f901122334400000000" // ports and numbers
                  + "a002faf000000000" // flags, window, no checksum
                  + "020405b40402080a9b9b9b9b0000000001030307");

  private static final byte[] HERE = mac("0a0000000001");
  private static final byte[] THERE = mac("0a0000000002");
  private static final List<byte[]> OWN = List.of(HERE);
  private static final long NOW = 1_000_000_000L;

  private final Latecomers latecomers = new Latecomers();
  private InetAddress address;

  @BeforeEach
  void anAddress() throws Exception {
    address = InetAddress.getByName("10.10.0.100");
  }

  private static byte[] mac(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @Test
  void whoComesBeforeTheNewHolderIsKnownIsKeptAndSentOnToIt() {
    latecomers.left(address, NOW);
    assertThat(latecomers.came(syn(), "eth0", HERE, NOW + 1)).isEmpty();

    List<Latecomers.Onward> sent = latecomers.claimed(address, THERE, OWN, NOW + 2);

    assertThat(sent).hasSize(1);
    assertThat(Arrays.copyOf(sent.get(0).frame(), 12)).isEqualTo(concat(THERE, HERE));
    assertThat(latecomers.claimed(address, THERE, OWN, NOW + 3)).as("sent once").isEmpty();
  }

  @Test
  void whoComesWhenTheNewHolderIsKnownIsSentOnAtOnce() {
    latecomers.left(address, NOW);
    latecomers.claimed(address, THERE, OWN, NOW + 1);

    assertThat(latecomers.came(syn(), "eth0", HERE, NOW + 2)).isPresent();
  }

  @Test
  void whatConcernsNoAddressThatWentIsLeftAlone() throws Exception {
    assertThat(latecomers.came(syn(), "eth0", HERE, NOW)).isEmpty();
    latecomers.left(InetAddress.getByName("10.10.0.101"), NOW);
    assertThat(latecomers.came(syn(), "eth0", HERE, NOW)).isEmpty();
    assertThat(latecomers.claimed(address, THERE, OWN, NOW)).isEmpty();
  }

  @Test
  void anAddressThatIsShutFirstAndRemovedLaterForgetsNobodyInBetween() {
    latecomers.left(address, NOW);
    latecomers.came(syn(), "eth0", HERE, NOW + 9);
    long removed = NOW + Latecomers.PATIENCE.toNanos();
    latecomers.left(address, removed);

    assertThat(latecomers.claimed(address, THERE, OWN, removed + 2)).hasSize(1);
  }

  @Test
  void afterAWhileNobodyIsExpected() {
    latecomers.left(address, NOW);
    assertThat(latecomers.isExpecting(NOW)).isTrue();
    long later = NOW + Latecomers.PATIENCE.toNanos() + 1;

    assertThat(latecomers.isExpecting(later)).isFalse();
    assertThat(latecomers.claimed(address, THERE, OWN, later)).isEmpty();
  }

  @Test
  void anAddressThatCameBackIsServedHere() {
    latecomers.left(address, NOW);
    latecomers.came(syn(), "eth0", HERE, NOW);
    latecomers.returned(address);

    assertThat(latecomers.claimed(address, THERE, OWN, NOW)).isEmpty();
  }

  @Test
  void whoseClientHasSentAgainIsForgottenThoughTheAddressIsShutAgainAndAgain() {
    latecomers.left(address, NOW);
    latecomers.came(syn(), "eth0", HERE, NOW);
    long later = NOW + Latecomers.PATIENCE.toNanos() + 1;
    latecomers.left(address, later - 1);

    assertThat(latecomers.claimed(address, THERE, OWN, later)).isEmpty();
    assertThat(latecomers.isExpecting(later)).isTrue();
  }

  @Test
  void whenTheRoomIsFullTheOldestGoes() {
    latecomers.left(address, NOW);
    for (int i = 0; i <= Latecomers.MOST_KEPT; i++) {
      byte[] syn = syn();
      syn[35] = (byte) i; // its port
      syn[34] = (byte) (i >> 8);
      latecomers.came(syn, "eth0", HERE, NOW + i);
    }

    List<Latecomers.Onward> sent = latecomers.claimed(address, THERE, OWN, NOW + 1_000);

    assertThat(sent).hasSize(Latecomers.MOST_KEPT);
    assertThat(sent.get(0).frame()[35]).as("the second that came").isEqualTo((byte) 1);
  }

  @Test
  void aMacOfManyOrOfNoneOrOfThisHostIsNoHolders() {
    latecomers.left(address, NOW);
    latecomers.came(syn(), "eth0", HERE, NOW);

    for (String wrong : List.of("ffffffffffff", "01005e000001", "000000000000", "0a0000000001")) {
      assertThat(latecomers.claimed(address, mac(wrong), OWN, NOW)).as(wrong).isEmpty();
    }
    assertThat(latecomers.claimed(address, THERE, OWN, NOW)).hasSize(1);
  }

  @Test
  void aFrameGoesOnTheDeviceThatItCameInOnAndWhatCouldNotBeSentGoesWithTheNextClaim() {
    latecomers.left(address, NOW);
    latecomers.came(syn(), "eth1", HERE, NOW);

    Latecomers.Onward sent = latecomers.claimed(address, THERE, OWN, NOW).get(0);
    assertThat(sent.device()).isEqualTo("eth1");
    latecomers.notSent(sent, HERE, NOW);

    assertThat(latecomers.claimed(address, THERE, OWN, NOW))
        .singleElement()
        .satisfies(again -> assertThat(again.frame()).isEqualTo(sent.frame()));
  }

  @Test
  void whetherAnybodyIsGoneIsKnownWithoutWaiting() {
    assertThat(latecomers.isAnybodyGone()).isFalse();
    latecomers.left(address, NOW);
    assertThat(latecomers.isAnybodyGone()).isTrue();
    latecomers.returned(address);
    assertThat(latecomers.isAnybodyGone()).isFalse();
  }

  @Test
  void theChecksumIsMadeAnew() {
    byte[] syn = syn();
    byte[] damaged = syn.clone();
    damaged[50] ^= 0x55;

    byte[] sent = TcpSyn.redirected(damaged, THERE, HERE);

    assertThat(checksumOver(sent)).as("the sum with its checksum").isEqualTo(0xffff);
    assertThat(Arrays.copyOfRange(sent, 14, 50)).isEqualTo(Arrays.copyOfRange(syn, 14, 50));
  }

  @Test
  void answersOtherProtocolsFragmentsAndWhatWasCutAreNoFirstSegments() {
    byte[] answer = syn();
    answer[47] = 0x12;
    byte[] udp = syn();
    udp[23] = 17;
    byte[] fragment = syn();
    fragment[21] = 1;

    assertThat(List.of(answer, udp, fragment)).allSatisfy(f -> noFirstSegment(f));
    for (int length = 0; length < SYN.length; length++) {
      noFirstSegment(Arrays.copyOf(SYN, length));
    }
  }

  @Test
  void theExampleIsAFirstSegment() throws Exception {
    assertThat(TcpSyn.target(TcpSyn.example())).contains(InetAddress.getByName("0.0.0.0"));
  }

  @Test
  void ipv6IsKnownToo() throws Exception {
    ByteBuffer frame = ByteBuffer.allocate(14 + 40 + 20);
    frame.put(HERE).put(THERE).putShort((short) 0x86dd);
    frame.putInt(0x60000000).putShort((short) 20).put((byte) 6).put((byte) 64);
    frame.put(InetAddress.getByName("2001:db8::9").getAddress());
    frame.put(InetAddress.getByName("2001:db8::100").getAddress());
    frame.putShort((short) 41210).putShort((short) 8080).putInt(7).putInt(0);
    frame.put((byte) 0x50).put((byte) 2).putShort((short) 1000);

    assertThat(TcpSyn.target(frame.array())).contains(InetAddress.getByName("2001:db8::100"));
  }

  private static void noFirstSegment(byte[] frame) {
    assertThat(TcpSyn.target(frame)).isEmpty();
  }

  private static byte[] syn() {
    return SYN.clone();
  }

  private static byte[] concat(byte[] one, byte[] other) {
    byte[] all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    return all;
  }

  /** RFC 9293, section 3.1: pseudo-header and segment, checksum included, sum up to all ones. */
  private static int checksumOver(byte[] frame) {
    long sum = 6 + frame.length - 34;
    for (int i = 26; i < frame.length; i += 2) {
      sum += (frame[i] & 0xff) << 8 | frame[i + 1] & 0xff;
    }
    while (sum >> 16 != 0) {
      sum = (sum & 0xffff) + (sum >> 16);
    }
    return (int) sum;
  }
}
