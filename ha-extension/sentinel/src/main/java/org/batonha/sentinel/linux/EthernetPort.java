package org.batonha.sentinel.linux;

import java.time.Duration;
import java.util.function.Consumer;
import org.batonha.sentinel.protocol.ErrorCode;
import org.batonha.sentinel.protocol.Refusal;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.PcapDirection;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.RawPacketListener;

/**
 * A device opened with libpcap: frames go out by {@link #send}, and what others say in ARP and
 * neighbour discovery comes in on a thread of its own. Opening takes milliseconds, sending a
 * fraction of one.
 */
final class EthernetPort implements AutoCloseable {
  private static final String ARP_AND_NEIGHBOURS =
      "arp or (icmp6 and (ip6[40] == 135 or ip6[40] == 136))";
  private static final int SNAPSHOT_BYTES = 128;

  /** How long an old libpcap, which has no other way to be woken, needs to see the end. */
  private static final int TIMEOUT_MILLIS = 500;

  private static final int BUFFER_BYTES = 128 * 1024;

  private final Link link;
  private final PcapHandle handle;
  private final Thread listener;

  /** Ordinary otherwise, for the network decides how much there is to do. */
  private final Urgency urgency = new Urgency();

  private volatile String failure;

  private EthernetPort(Link link, PcapHandle handle, Consumer<byte[]> frames) {
    this.link = link;
    this.handle = handle;
    this.listener = new Thread(() -> listen(frames), "listener-" + link.name());
    listener.setDaemon(true);
  }

  /**
   * Opens a device and starts to listen.
   *
   * @param frames is given each frame, on the listener's thread
   */
  static EthernetPort open(Link link, Consumer<byte[]> frames) throws Refusal {
    try {
      PcapHandle handle = openHandle(link.name());
      EthernetPort port = new EthernetPort(link, handle, frames);
      port.startOrClose();
      return port;
    } catch (PcapNativeException | NotOpenException e) {
      throw new Refusal(
          ErrorCode.DEVICE,
          "%s could not be opened for ARP: %s".formatted(link.name(), e.getMessage()),
          e);
    }
  }

  /** Where no thread can be had, that is a refusal, and not the end of the sentinel. */
  private void startOrClose() throws Refusal {
    try {
      listener.start();
    } catch (OutOfMemoryError e) {
      handle.close();
      throw new Refusal(
          ErrorCode.SYSTEM,
          "nobody can listen on %s: %s; is there a limit on threads (TasksMax, ulimit -u)?"
              .formatted(link.name(), e.getMessage()),
          e);
    }
  }

  private static PcapHandle openHandle(String device) throws PcapNativeException, NotOpenException {
    PcapHandle handle =
        new PcapHandle.Builder(device)
            .snaplen(SNAPSHOT_BYTES)
            .promiscuousMode(PromiscuousMode.NONPROMISCUOUS)
            .timeoutMillis(TIMEOUT_MILLIS)
            .bufferSize(BUFFER_BYTES)
            .immediateMode(true)
            .build();
    try {
      handle.setFilter(ARP_AND_NEIGHBOURS, BpfCompileMode.OPTIMIZE);
      handle.setDirection(PcapDirection.IN);
      return handle;
    } catch (PcapNativeException | NotOpenException e) {
      handle.close();
      throw e;
    }
  }

  /**
   * Loads libpcap and opens a handle once, so that the first taking does not pay for it.
   *
   * @throws PcapNativeException if there is no right to
   * @throws LinkageError if there is no libpcap
   */
  static void warmUp() throws PcapNativeException, NotOpenException {
    openHandle("any").close();
  }

  /** Returns whether this port still serves the device that the name now means. */
  boolean serves(Link now) {
    return failure == null && now.index() == link.index();
  }

  /** Puts one frame on the wire. */
  void send(byte[] frame) throws Refusal {
    try {
      handle.sendPacket(frame);
    } catch (PcapNativeException | NotOpenException e) {
      throw new Refusal(
          ErrorCode.DEVICE, "%s could not send: %s".formatted(link.name(), e.getMessage()), e);
    }
  }

  /** What is heard now, and for so long, is waited for. */
  void hurry(Duration howLong) {
    urgency.hurry(howLong, System.nanoTime());
  }

  @Override
  public void close() {
    try {
      if (failure == null) {
        handle.breakLoop();
      }
      listener.join(2 * TIMEOUT_MILLIS);
    } catch (NotOpenException e) {
      failure = e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    handle.close();
  }

  private void listen(Consumer<byte[]> frames) {
    urgency.begin(Priority.callingThread());
    RawPacketListener each =
        frame -> {
          urgency.look(System.nanoTime());
          frames.accept(frame);
        };
    try {
      handle.loop(-1, each);
      failure = "ended";
    } catch (PcapNativeException | NotOpenException e) {
      failure = e.getMessage(); // the device went down or away: serves() tells, and it is reopened
    } catch (InterruptedException e) {
      failure = "closed";
    } finally {
      urgency.end();
    }
  }
}
