package org.batonha.transport.link;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
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
  private byte[] buffer = new byte[STRANGER_BUFFER]; // what was read, from start to end
  private int start;
  private int end;

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
    InputStream in = socket.getInputStream();
    int strange = 0;
    while (await(in, Integer.BYTES)) {
      int length = nextLength();
      start += Integer.BYTES;
      if (!await(in, length)) {
        throw new EOFException("the stream ended within a frame");
      }
      InetSocketAddress known = handler.received(link, buffer, start, length, from, false);
      start += length;
      if (known != null && sender == null) {
        socket.setSoTimeout(silenceMillis);
        sender = known;
        onKnown.accept(known);
      }
      if (sender == null && ++strange >= STRANGER_FRAMES) {
        throw new IOException(strange + " frames, and still a stranger");
      }
    }
  }

  /**
   * Reads until so many bytes are there; {@code false}: the stream has ended. As much is read at
   * once as there is, and frames are handed on where they lie.
   */
  private boolean await(InputStream in, int bytes) throws IOException {
    while (end - start < bytes) {
      makeRoom(bytes);
      int read = in.read(buffer, end, buffer.length - end);
      if (read < 0) {
        if (end > start) {
          throw new EOFException("the stream ended within a frame");
        }
        return false;
      }
      end += read;
    }
    return true;
  }

  private void makeRoom(int bytes) {
    int least = sender == null ? STRANGER_BUFFER : BUFFER;
    byte[] fitting =
        buffer.length < Math.max(bytes, least) ? new byte[Math.max(bytes, least)] : buffer;
    if (fitting != buffer || start == end || buffer.length - start < bytes) {
      System.arraycopy(buffer, start, fitting, 0, end - start);
      end -= start;
      start = 0;
      buffer = fitting;
    }
  }

  private int nextLength() throws IOException {
    int length = ByteBuffer.wrap(buffer, start, Integer.BYTES).getInt();
    // A stranger's first frame is a HELLO: do not let it make us reserve megabytes.
    int max = sender == null ? Frame.MAX_DATAGRAM : Frame.MAX_STREAM;
    if (length < Frame.HEADER_LENGTH || length > max) {
      throw new IOException(
          "a frame of %d bytes, allowed are %d to %d".formatted(length, Frame.HEADER_LENGTH, max));
    }
    return length;
  }
}
