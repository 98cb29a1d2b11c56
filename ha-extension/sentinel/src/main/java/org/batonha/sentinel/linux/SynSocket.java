package org.batonha.sentinel.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * A packet socket that hears the first segments of TCP connections that come to one device, from
 * when it is {@link #listen told to} on: until then the kernel hands it nothing, so it costs
 * nothing. One thread reads, and closes; any may send. A failure is a {@link LastErrorException}.
 */
final class SynSocket implements AutoCloseable {
  private static final int AF_PACKET = 17;
  private static final int SO_RCVTIMEO = 20;
  private static final int SO_ATTACH_FILTER = 26;
  private static final short ETH_P_ALL = 3;
  private static final int NO_PROTOCOL = 0;
  private static final int ADDRESS = 20; // sockaddr_ll
  private static final int LONGEST = 256;
  private static final int PATIENCE_MICROS = 50_000;

  static {
    Native.register(SynSocket.class, "c");
  }

  private final Link link;
  private final Urgency urgency;
  private final int fd;
  private final byte[] buffer = new byte[LONGEST];
  private boolean listening;
  private boolean retired;
  private boolean closed;

  private static native int close(int fd) throws LastErrorException;

  /**
   * Creates one.
   *
   * @param urgency of the thread that reads: ordinary otherwise, for the network decides how much
   *     there is to do
   */
  SynSocket(Link link, Urgency urgency) {
    this.link = link;
    this.urgency = urgency;
    this.fd = Libc.socket(AF_PACKET, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, NO_PROTOCOL);
    try {
      attach(SynFilter.PROGRAM);
      set(SO_RCVTIMEO, longs(0, PATIENCE_MICROS));
    } catch (LastErrorException e) {
      close(fd);
      throw e;
    }
  }

  /** The kernel copies the program before it returns. */
  private void attach(byte[] program) {
    try (Memory instructions = new Memory(program.length)) {
      instructions.write(0, program, 0, program.length);
      ByteBuffer filter =
          ByteBuffer.allocate(2 * Native.POINTER_SIZE).order(ByteOrder.nativeOrder());
      filter.putShort((short) (program.length / SynFilter.INSTRUCTION));
      filter.position(Native.POINTER_SIZE);
      long address = Pointer.nativeValue(instructions);
      if (Native.POINTER_SIZE == Long.BYTES) {
        filter.putLong(address);
      } else {
        filter.putInt((int) address);
      }
      set(SO_ATTACH_FILTER, filter.array());
    }
  }

  private void set(int option, byte[] value) {
    Libc.setsockopt(fd, Libc.SOL_SOCKET, option, value, value.length);
  }

  private static byte[] longs(long... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Native.LONG_SIZE).order(ByteOrder.nativeOrder());
    for (long value : values) {
      if (Native.LONG_SIZE == Long.BYTES) {
        bytes.putLong(value);
      } else {
        bytes.putInt((int) value);
      }
    }
    return bytes.array();
  }

  Link link() {
    return link;
  }

  Urgency urgency() {
    return urgency;
  }

  /** Returns whether this is a socket of the device that the link now is. */
  boolean serves(Link now) {
    return now.index() == link.index() && Arrays.equals(now.mac(), link.mac());
  }

  /** Returns whether somebody reads, who will close it. */
  synchronized boolean isListening() {
    return listening;
  }

  /** Begins to hear; returns false if it does already. */
  synchronized boolean listen() {
    if (listening || retired || closed) {
      return false;
    }
    byte[] address =
        ByteBuffer.allocate(ADDRESS)
            .order(ByteOrder.nativeOrder())
            .putShort((short) AF_PACKET)
            .putShort(
                ByteBuffer.wrap(new byte[] {0, ETH_P_ALL})
                    .order(ByteOrder.nativeOrder())
                    .getShort())
            .putInt(link.index())
            .array();
    Libc.bind(fd, address, ADDRESS);
    listening = true;
    notifyAll();
    return true;
  }

  /**
   * Waits until it hears. Returns false if it never will, for it was retired.
   *
   * @throws InterruptedException if the thread is told to end
   */
  synchronized boolean awaitListening() throws InterruptedException {
    while (!listening && !retired) {
      wait();
    }
    return listening;
  }

  /** Makes whoever waits until it hears close it, if it does not hear. Never waits itself. */
  synchronized void retire() {
    retired = true;
    notifyAll();
  }

  /** Waits a moment for the next frame to this host; empty if none has come. */
  Optional<byte[]> next() {
    try {
      int length = Libc.recv(fd, buffer, new NativeLong(LONGEST), 0).intValue();
      byte[] frame = Arrays.copyOf(buffer, length);
      boolean toThisHost = Arrays.equals(frame, 0, Math.min(6, length), link.mac(), 0, 6);
      return toThisHost ? Optional.of(frame) : Optional.empty();
    } catch (LastErrorException e) {
      if (e.getErrorCode() == Libc.EAGAIN || e.getErrorCode() == Libc.EINTR) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Puts a frame on the wire, if it is not closed. To be called after {@link #listen}. */
  synchronized void send(byte[] frame) {
    if (closed) {
      return; // its number may be another file's by now
    }
    Libc.send(fd, frame, new NativeLong(frame.length), Libc.MSG_DONTWAIT);
  }

  /**
   * To be called by whoever reads, or when nobody does. The kernel waits for all processors in it:
   * up to tens of milliseconds.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    close(fd); // nobody sends any more, and who has begun to has ended
  }
}
