package org.batonha.sentinel.lan;

import java.util.Locale;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.packet.ArpPacket;
import org.pcap4j.packet.EthernetPacket;
import org.pcap4j.packet.IcmpV6NeighborAdvertisementPacket;
import org.pcap4j.packet.IllegalRawDataException;

/**
 * Runs on a host and prints what it hears there: {@code REQUEST|REPLY IP MAC for TARGET}, {@code
 * ADVERTISEMENT IP MAC}.
 */
public final class FrameDump {
  private FrameDump() {}

  /** Prints until it is killed. */
  public static void main(String[] args) throws Exception {
    try (PcapHandle handle =
        new PcapHandle.Builder("eth0")
            .snaplen(128)
            .promiscuousMode(PromiscuousMode.NONPROMISCUOUS)
            .timeoutMillis(100)
            .immediateMode(true)
            .build()) {
      handle.setFilter("arp or icmp6", BpfCompileMode.OPTIMIZE);
      System.out.println("listening");
      handle.loop(-1, FrameDump::print);
    }
  }

  private static void print(byte[] frame) {
    try {
      EthernetPacket packet = EthernetPacket.newPacket(frame, 0, frame.length);
      ArpPacket arp = packet.get(ArpPacket.class);
      IcmpV6NeighborAdvertisementPacket advertisement =
          packet.get(IcmpV6NeighborAdvertisementPacket.class);
      if (arp != null) {
        ArpPacket.ArpHeader header = arp.getHeader();
        System.out.printf(
            "%s %s %s for %s%n",
            header.getOperation().name().toUpperCase(Locale.ROOT),
            header.getSrcProtocolAddr().getHostAddress(),
            header.getSrcHardwareAddr(),
            header.getDstProtocolAddr().getHostAddress());
      } else if (advertisement != null) {
        System.out.printf(
            "ADVERTISEMENT %s %s%n",
            advertisement.getHeader().getTargetAddress().getHostAddress(),
            packet.getHeader().getSrcAddr());
      }
    } catch (IllegalRawDataException e) {
      System.out.println("unreadable: " + e.getMessage());
    }
  }
}
