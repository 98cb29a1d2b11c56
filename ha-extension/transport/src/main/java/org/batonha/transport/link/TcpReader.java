package org.batonha.transport.link;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.Consumer;
import org.batonha.transport.wire.Frame;

/** Cuts a TCP stream into frames: four bytes of length, then the frame. */
public final class TcpReader {
  public static final int BUFFER = 256 * 1024;

  /** As much is reserved for a stranger, who may be anybody. */
  static final int STRANGER_BUFFER = 2 * 1024;

  /** So many frames may come before one proves who sent them. */
  static final int STRANGER_FRAMES = 64;

  private final Link link;
  private final Socket socket;
  private final FrameHandler handler;
  private InetSocketAddress sender;

  public TcpReader(Link link, Socket socket, FrameHandler handler) {
    this.link = link;
    this.socket = socket;
    this.handler = handler;
  }

  /** Returns where the sender listens on this link, {@code null} while it is a stranger. */
  public InetSocketAddress sender() {
    return sender;
  }

  /**
   * Reads until the stream ends.
   *
   * @param strangerMillis how long a stranger may take until its first valid frame
   * @param silenceMillis how long a known sender may be silent
   * @param onKnown is told once where the sender listens
   */
  public void run(int strangerMillis, int silenceMillis, Consumer<InetSocketAddress> onKnown)
      throws IOException {
    InetSocketAddress from = (InetSocketAddress) socket.getRemoteSocketAddress();
    socket.setSoTimeout(strangerMillis);
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(socket.getInputStream(), STRANGER_BUFFER));
    byte[] buffer = new byte[STRANGER_BUFFER];
    int strange = 0;
    while (true) {
      int length;
      try {
        length = in.readInt();
      } catch (EOFException e) {
        return;
      }
      buffer = fit(buffer, length);
      in.readFully(buffer, 0, length);
      InetSocketAddress known = handler.received(link, buffer, 0, length, from, false);
      if (known != null && sender == null) {
        socket.setSoTimeout(silenceMillis);
        sender = known;
        in = new DataInputStream(new BufferedInputStream(in, BUFFER));
        onKnown.accept(known);
      }
      if (sender == null && ++strange >= STRANGER_FRAMES) {
        throw new IOException(strange + " frames, and still a stranger");
      }
    }
  }

  private byte[] fit(byte[] buffer, int length) throws IOException {
    // A stranger's first frame is a HELLO: do not let it make us reserve megabytes.
    int max = sender == null ? Frame.MAX_DATAGRAM : Frame.MAX_STREAM;
    if (length < Frame.HEADER_LENGTH || length > max) {
      throw new IOException(
          "a frame of %d bytes, allowed are %d to %d".formatted(length, Frame.HEADER_LENGTH, max));
    }
    return length <= buffer.length ? buffer : new byte[Math.max(length, Frame.MAX_DATAGRAM)];
  }
}
