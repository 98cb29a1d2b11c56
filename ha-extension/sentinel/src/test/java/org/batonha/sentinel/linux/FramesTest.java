package org.batonha.sentinel.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Random;
import org.batonha.sentinel.keeper.Claim;
import org.batonha.sentinel.protocol.IpLiteral;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.ArpPacket;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IcmpV6CommonPacket;
import org.pcap4j.packet.IcmpV6NeighborAdvertisementPacket;
import org.pcap4j.packet.IcmpV6NeighborSolicitationPacket;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.IpV6NeighborDiscoveryTargetLinkLayerAddressOption;
import org.pcap4j.packet.IpV6Packet;
import org.pcap4j.packet.namednumber.ArpOperation;
import org.pcap4j.util.MacAddress;

/** Frames that are built here by hand, read by pcap4j, and by our own reader. */
class FramesTest {
  private static final byte[] MAC = {2, 0, 0, 0, 0, 1};
  private static final String MAC_TEXT = "02:00:00:00:00:01";
  private static final InetAddress IP = IpLiteral.parse("192.0.2.10");
  private static final InetAddress IP6 = IpLiteral.parse("2001:db8::ab:cdef");

  @Test
  void aProbeHasNoSenderAddress() throws IllegalRawDataException {
    ArpPacket.ArpHeader arp = arp(ArpFrames.probe(MAC, IP));

    assertThat(arp.getOperation()).isEqualTo(ArpOperation.REQUEST);
    assertThat(arp.getSrcHardwareAddr()).isEqualTo(MacAddress.getByAddress(MAC));
    assertThat(arp.getSrcProtocolAddr()).isEqualTo(IpLiteral.parse("0.0.0.0"));
    assertThat(arp.getDstProtocolAddr()).isEqualTo(IP);
    assertThat(ClaimReader.read("eth0", ArpFrames.probe(MAC, IP)))
        .contains(new Claim("eth0", IP, MAC_TEXT, Claim.Kind.WANTS));
  }

  @Test
  void gratuitousRequestAndReplyNameTheAddressTwice() throws IllegalRawDataException {
    byte[] request = ArpFrames.gratuitousRequest(MAC, IP);
    byte[] reply = ArpFrames.gratuitousReply(MAC, IP);

    assertThat(arp(request).getOperation()).isEqualTo(ArpOperation.REQUEST);
    assertThat(arp(reply).getOperation()).isEqualTo(ArpOperation.REPLY);
    assertThat(arp(reply).getDstHardwareAddr()).isEqualTo(MacAddress.getByAddress(MAC));
    for (byte[] frame : new byte[][] {request, reply}) {
      assertThat(arp(frame).getSrcProtocolAddr()).isEqualTo(IP);
      assertThat(arp(frame).getDstProtocolAddr()).isEqualTo(IP);
      assertThat(ClaimReader.read("eth0", frame))
          .contains(new Claim("eth0", IP, MAC_TEXT, Claim.Kind.HAS));
    }
  }

  @Test
  void anAdvertisementOverridesAndHasAGoodChecksum() throws IllegalRawDataException {
    byte[] frame = NeighbourFrames.advertisement(MAC, IP6);
    IpV6Packet ip = ip6(frame);
    IcmpV6CommonPacket icmp = ip.get(IcmpV6CommonPacket.class);
    var header = icmp.get(IcmpV6NeighborAdvertisementPacket.class).getHeader();

    assertThat(ip.getHeader().getHopLimitAsInt()).isEqualTo(255);
    assertThat(ip.getHeader().getDstAddr()).isEqualTo(IpLiteral.parse("ff02::1"));
    assertThat(
            icmp.hasValidChecksum(ip.getHeader().getSrcAddr(), ip.getHeader().getDstAddr(), false))
        .isTrue();
    assertThat(header.getOverrideFlag()).isTrue();
    assertThat(header.getSolicitedFlag()).isFalse();
    assertThat(header.getTargetAddress()).isEqualTo(IP6);
    assertThat(header.getOptions())
        .singleElement()
        .isInstanceOfSatisfying(
            IpV6NeighborDiscoveryTargetLinkLayerAddressOption.class,
            option -> assertThat(option.getLinkLayerAddress()).isEqualTo(MAC));
    assertThat(ClaimReader.read("eth0", frame))
        .contains(new Claim("eth0", IP6, MAC_TEXT, Claim.Kind.HAS));
  }

  @Test
  void anIpv6ProbeComesFromNobodyToTheSolicitedNode() throws IllegalRawDataException {
    byte[] frame = NeighbourFrames.probe(MAC, IP6);
    IpV6Packet ip = ip6(frame);
    IcmpV6CommonPacket icmp = ip.get(IcmpV6CommonPacket.class);

    assertThat(EthernetPacket.newPacket(frame, 0, frame.length).getHeader().getDstAddr())
        .hasToString("33:33:ff:ab:cd:ef");
    assertThat(ip.getHeader().getSrcAddr()).isEqualTo(IpLiteral.parse("::"));
    assertThat(ip.getHeader().getDstAddr()).isEqualTo(IpLiteral.parse("ff02::1:ffab:cdef"));
    assertThat(
            icmp.hasValidChecksum(ip.getHeader().getSrcAddr(), ip.getHeader().getDstAddr(), false))
        .isTrue();
    assertThat(icmp.get(IcmpV6NeighborSolicitationPacket.class).getHeader().getTargetAddress())
        .isEqualTo(IP6);
    assertThat(ClaimReader.read("eth0", frame))
        .contains(new Claim("eth0", IP6, MAC_TEXT, Claim.Kind.WANTS));
  }

  @Test
  void whatARouterHasForwardedClaimsNothing() {
    for (byte[] frame :
        new byte[][] {NeighbourFrames.advertisement(MAC, IP6), NeighbourFrames.probe(MAC, IP6)}) {
      byte[] forwarded = frame.clone();
      forwarded[NeighbourFrames.HOP_LIMIT] = (byte) 254;
      byte[] ofAnotherCode = frame.clone();
      ofAnotherCode[NeighbourFrames.ICMP + 1] = 1;

      assertThat(ClaimReader.read("eth0", frame)).isPresent();
      assertThat(ClaimReader.read("eth0", forwarded)).isEmpty();
      assertThat(ClaimReader.read("eth0", ofAnotherCode)).isEmpty();
    }
  }

  @Test
  void anyBytesAreAClaimOrNone() {
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      byte[] frame = new byte[random.nextInt(100)];
      random.nextBytes(frame);
      if (frame.length >= 14) {
        frame[12] = (byte) (random.nextBoolean() ? 0x08 : 0x86);
        frame[13] = (byte) (frame[12] == 0x08 ? 0x06 : 0xdd);
      }
      assertThat(ClaimReader.read("eth0", frame)).isNotNull();
    }
  }

  private static ArpPacket.ArpHeader arp(byte[] frame) throws IllegalRawDataException {
    return EthernetPacket.newPacket(frame, 0, frame.length).get(ArpPacket.class).getHeader();
  }

  private static IpV6Packet ip6(byte[] frame) throws IllegalRawDataException {
    return EthernetPacket.newPacket(frame, 0, frame.length).get(IpV6Packet.class);
  }
}
