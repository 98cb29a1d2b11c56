package org.batonha.sentinel.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.batonha.sentinel.protocol.IpLiteral;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.TcpPacket;

class TcpSegmentTest {
  private static InetSocketAddress end(String ip, int port) {
    return new InetSocketAddress(IpLiteral.parse(ip), port);
  }

  private static TcpPacket segment(InetSocketAddress from, InetSocketAddress to)
      throws IllegalRawDataException {
    byte[] bytes = TcpSegment.bytes(from, to);
    return TcpPacket.newPacket(bytes, 0, bytes.length);
  }

  @Test
  void itIsAnAcknowledgementOfNothing() throws IllegalRawDataException {
    TcpPacket.TcpHeader header =
        segment(end("192.0.2.10", 8080), end("192.0.2.77", 40_000)).getHeader();

    assertThat(header.getSrcPort().valueAsInt()).isEqualTo(8080);
    assertThat(header.getDstPort().valueAsInt()).isEqualTo(40_000);
    assertThat(header.getAck()).isTrue();
    assertThat(header.getRst() || header.getSyn() || header.getFin()).isFalse();
    assertThat(header.getSequenceNumber()).isZero();
    assertThat(header.getAcknowledgmentNumber()).isZero();
  }

  @Test
  void itsChecksumIsRightInBothFamilies() throws IllegalRawDataException {
    InetSocketAddress from = end("192.0.2.10", 65_535);
    InetSocketAddress to = end("203.0.113.255", 65_000);
    assertThat(segment(from, to).hasValidChecksum(from.getAddress(), to.getAddress(), false))
        .isTrue();
    InetSocketAddress from6 = end("2001:db8::ffff:ffff", 443);
    InetSocketAddress to6 = end("fe80::ffff:1", 1);
    assertThat(segment(from6, to6).hasValidChecksum(from6.getAddress(), to6.getAddress(), false))
        .isTrue();
  }
}
