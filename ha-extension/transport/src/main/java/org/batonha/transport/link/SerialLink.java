package org.batonha.transport.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.batonha.transport.wire.DropCause;
import org.batonha.transport.wire.Frame;
import org.batonha.transport.wire.FrameType;
import org.batonha.transport.wire.FrameWriter;
import org.batonha.transport.wire.Heartbeat;
import org.batonha.transport.wire.LineCode;
import org.batonha.transport.wire.LinkAddress;
import org.batonha.transport.wire.LinkProtocol;
import org.batonha.transport.wire.OutFrame;
import org.batonha.transport.wire.Wire;

/**
 * A serial line to one peer: so slow that it carries heartbeats, and what holds the group together,
 * but no messages of applications. A device that is missing, or goes, is tried again and again.
 */
final class SerialLink extends LinkBase {
  /** How long a read waits for the first byte, in ms. */
  static final int READ_MILLIS = 100;

  /** Heartbeats may fill half of the line: so it is never behind. */
  static final int HEARTBEAT_SHARE = 2;

  /** Messages may fill a quarter of it. */
  static final int MESSAGE_SHARE = 4;

  static final long MIN_BACKOFF_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  static final long MAX_BACKOFF_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final int BITS_PER_BYTE = 10; // with start and stop
  private static final long CLOSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final int baud;
  private final int maxFrame;
  private final SerialDevice.Opener opener;
  private final LineQueue queue;
  private volatile SerialDevice open; // null while it is not open
  private volatile Thread reader;
  private volatile boolean writing;
  private volatile boolean closed;

  /** Opens nothing yet: the device may come later. */
  SerialLink(Links.Planned plan, Links.Means means, SerialDevice.Opener opener) {
    super(plan, means);
    this.baud = plan.port();
    this.opener = opener;
    int window = bytesIn(settings.windowNanos());
    this.maxFrame = Math.min(LineCode.MAX_FRAME, window / MESSAGE_SHARE);
    this.queue = new LineQueue(window);
    checkSpeed();
  }

  /**
   * Makes one.
   *
   * @throws IllegalArgumentException when jSerialComm is missing, or the line too slow
   */
  static SerialLink create(Links.Planned plan, Links.Means means) {
    try {
      CommPort.load();
    } catch (LinkageError e) {
      throw new IllegalArgumentException(
          "link '%s' is serial, and for that jSerialComm is missing (%s): put com.fazecast:jSerialComm on the class path, or leave the link out"
              .formatted(plan.name(), e),
          e);
    }
    return new SerialLink(plan, means, CommPort::open);
  }

  private void checkSpeed() {
    int frame = Frame.HEADER_LENGTH + Frame.SEAL_LENGTH + Heartbeat.LENGTH;
    long bits = (long) LineCode.lengthOnLine(frame) * BITS_PER_BYTE * HEARTBEAT_SHARE;
    long needed = bits * 1000 / settings.heartbeatMillis();
    if (baud < needed) {
      throw new IllegalArgumentException(
          "link '%s': at %d baud its heartbeats would fill more than half of the line: write at least %d baud, or a heartbeat_interval of %d ms"
              .formatted(name(), baud, needed, bits * 1000 / baud + 1));
    }
  }

  private int bytesIn(long nanos) {
    return (int) Math.min(Integer.MAX_VALUE, nanos / 1000 * baud / BITS_PER_BYTE / 1_000_000);
  }

  private long nanosFor(int bytes) {
    return (long) bytes * BITS_PER_BYTE * 1_000_000_000 / baud;
  }

  @Override
  public LinkProtocol protocol() {
    return LinkProtocol.SERIAL;
  }

  @Override
  public InetSocketAddress address() {
    return LinkAddress.OTHER_END;
  }

  @Override
  public String place() {
    return device() + ":" + baud;
  }

  @Override
  public long queuedBytes() {
    return queue.bytes();
  }

  @Override
  public void start(Wire wire, FrameHandler handler) {
    reader = threads.keep("baton-" + name() + "-receive", () -> receiveLoop(handler));
    threads.keep("baton-" + name() + "-send", () -> sendLoop(wire));
  }

  @Override
  public boolean send(InetSocketAddress peer, OutFrame frame) {
    if (open == null) {
      return false;
    }
    if (frame.maxLength() > maxFrame) {
      drops().count(DropCause.TOO_LARGE);
      return false;
    }
    return queue.offer(frame);
  }

  /** To whoever is at the other end; but no messages, for nobody is known to be there. */
  @Override
  public boolean multicast(OutFrame frame) {
    return frame.type() != FrameType.DATA && send(LinkAddress.OTHER_END, frame);
  }

  @Override
  public void awaitRoom(InetSocketAddress peer, long nanos) {
    // Nobody waits for a serial line.
  }

  private void sendLoop(Wire wire) {
    FrameWriter writer = wire.writer(id());
    ByteBuffer buffer = ByteBuffer.allocate(Math.max(maxFrame, Frame.HEADER_LENGTH));
    long messagesFromNanos = System.nanoTime();
    try {
      for (OutFrame frame = queue.take(messagesFromNanos);
          frame != null;
          frame = queue.take(messagesFromNanos)) {
        writing = true;
        buffer.clear();
        writer.write(buffer, frame);
        byte[] line = LineCode.encode(buffer.array(), 0, buffer.position());
        long beganNanos = System.nanoTime();
        write(line);
        writing = false;
        // What is on its way is not in the system's buffer: a heartbeat must not wait behind it.
        long tookNanos = nanosFor(line.length);
        LockSupport.parkNanos(beganNanos + tookNanos - System.nanoTime());
        if (frame.type() == FrameType.DATA) {
          messagesFromNanos = beganNanos + MESSAGE_SHARE * tookNanos;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(byte[] line) {
    SerialDevice current = open;
    if (current != null) {
      try {
        current.write(line);
      } catch (IOException e) {
        drops().count(DropCause.SEND_ERROR);
        log.debug("link '%s': %s: %s", name(), device(), e.getMessage()); // the reader sees it, too
      }
    }
  }

  private void receiveLoop(FrameHandler handler) {
    long backOffNanos = MIN_BACKOFF_NANOS;
    boolean told = false;
    while (!closed) {
      long openedNanos = Long.MAX_VALUE; // not in this round
      try (SerialDevice opened = opener.open(device(), baud)) {
        log.info("link '%s': %s is open, %d baud", name(), device(), baud);
        openedNanos = System.nanoTime();
        told = false;
        queue.clear();
        open = opened;
        read(opened, handler);
      } catch (IOException e) {
        if (!closed && !told) {
          log.warn(
              "link '%s': %s: %s; trying again, with pauses of up to %d s",
              name(), device(), e.getMessage(), MAX_BACKOFF_NANOS / 1_000_000_000);
          told = true;
        }
      } finally {
        open = null;
      }
      if (!closed) {
        boolean lasted =
            openedNanos != Long.MAX_VALUE && System.nanoTime() - openedNanos > MAX_BACKOFF_NANOS;
        backOffNanos = lasted ? MIN_BACKOFF_NANOS : Math.min(2 * backOffNanos, MAX_BACKOFF_NANOS);
        LockSupport.parkNanos(backOffNanos);
      }
    }
  }

  private void read(SerialDevice opened, FrameHandler handler) throws IOException {
    LineCode.Decoder decoder = new LineCode.Decoder();
    LineCode.Decoder.Sink sink =
        new LineCode.Decoder.Sink() {
          @Override
          public void frame(byte[] buffer, int length) {
            handler.received(SerialLink.this, buffer, 0, length, LinkAddress.OTHER_END, false);
          }

          @Override
          public void noise() {
            drops().count(DropCause.NOISE);
          }
        };
    byte[] buffer = new byte[1024];
    while (!closed) {
      decoder.take(buffer, opened.read(buffer), sink);
    }
  }

  @Override
  public void close() {
    long deadline = System.nanoTime() + CLOSE_NANOS;
    while (open != null
        && (writing || !queue.isEmpty())
        && System.nanoTime() - deadline < 0
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    closed = true;
    queue.close();
    LockSupport.unpark(reader); // it may be waiting for the device; it closes it itself
  }
}
