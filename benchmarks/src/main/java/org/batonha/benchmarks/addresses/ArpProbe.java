package org.batonha.benchmarks.addresses;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.batonha.lab.Timebase;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.RawPacketListener;

/**
 * Asks for many addresses by ARP (RFC 826), as often as its owner wants, and keeps when another MAC
 * than the old holder's first answered for each. No neighbour table of the client is in the way,
 * which has room for some 1,000. Thread-safe.
 */
final class ArpProbe implements AutoCloseable {
  private static final int ETHERTYPE_ARP = 0x0806;
  private static final int FRAME_BYTES = 42;
  private static final int REQUEST = 1;
  private static final int REPLY = 2;
  private static final int SNAPSHOT_BYTES = 64;
  private static final int BUFFER_BYTES = 4 * 1024 * 1024;
  private static final HexFormat MAC = HexFormat.ofDelimiter(":");

  /** How many questions are sent in one go: what a client's queue takes. */
  private static final int BURST = 50;

  private static final long CLOSE_MILLIS = 5_000;

  private final PcapHandle handle;
  private final Thread listener;
  private final byte[] mac;
  private final byte[] ip;
  private final Timebase time;
  private final Map<String, Instant> answered = new ConcurrentHashMap<>();
  private volatile byte[] old = new byte[6];

  ArpProbe(String device, String mac, String ip, Timebase time) throws IOException {
    this.mac = MAC.parseHex(mac);
    this.ip = InetAddress.getByName(ip).getAddress();
    this.time = time;
    try {
      handle =
          new PcapHandle.Builder(device)
              .snaplen(SNAPSHOT_BYTES)
              .promiscuousMode(PromiscuousMode.NONPROMISCUOUS)
              .bufferSize(BUFFER_BYTES)
              .immediateMode(true)
              .timeoutMillis(100)
              .build();
      handle.setFilter("arp[6:2] = 2", BpfCompileMode.OPTIMIZE);
    } catch (PcapNativeException | NotOpenException e) {
      throw new IOException(device + " cannot be opened for ARP", e);
    }
    listener = new Thread(this::listen, "arp-probe");
    listener.setDaemon(true);
    listener.start();
  }

  private void listen() {
    try {
      handle.loop(-1, (RawPacketListener) this::heard);
    } catch (PcapNativeException | NotOpenException e) {
      System.err.println("the client hears no ARP any more: " + e.getMessage());
    } catch (InterruptedException e) {
      // It is closed.
    }
  }

  private void heard(byte[] frame) {
    if (frame.length >= FRAME_BYTES) {
      heard(ByteBuffer.wrap(frame));
    }
  }

  private void heard(ByteBuffer frame) {
    byte[] from = new byte[6];
    byte[] address = new byte[4];
    byte[] to = new byte[4];
    frame.get(22, from).get(28, address).get(38, to);
    boolean isForUs = Arrays.equals(to, ip) && frame.getShort(20) == REPLY;
    if (isForUs && !Arrays.equals(from, old)) {
      answered.putIfAbsent(text(address), time.now());
    }
  }

  private static String text(byte[] address) {
    try {
      return InetAddress.getByAddress(address).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** From now on, answers of others than this MAC count. */
  void watchFor(String oldMac) {
    old = MAC.parseHex(oldMac);
    answered.clear();
  }

  /** Asks once for each of these. */
  void ask(Set<String> addresses) throws IOException {
    int sent = 0;
    for (String address : addresses) {
      ByteBuffer frame = ByteBuffer.allocate(FRAME_BYTES);
      frame.put(MAC.parseHex("ff:ff:ff:ff:ff:ff")).put(mac).putShort((short) ETHERTYPE_ARP);
      frame.putShort((short) 1).putShort((short) 0x0800).put((byte) 6).put((byte) 4);
      frame.putShort((short) REQUEST).put(mac).put(ip);
      frame.put(new byte[6]).put(InetAddress.getByName(address).getAddress());
      try {
        handle.sendPacket(frame.array());
      } catch (PcapNativeException | NotOpenException e) {
        throw new IOException("a question by ARP could not be sent", e);
      }
      if (++sent % BURST == 0) {
        Pause.of(Duration.ofMillis(1));
      }
    }
  }

  /** Returns when each address was first answered by another host. */
  Map<String, Instant> answered() {
    return Map.copyOf(answered);
  }

  /** Ends the listener first: it keeps the handle for itself while it waits for a frame. */
  @Override
  public void close() throws IOException {
    try {
      handle.breakLoop();
      listener.join(CLOSE_MILLIS);
      handle.close();
    } catch (NotOpenException e) {
      throw new IOException("closed already", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
