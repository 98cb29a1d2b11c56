package org.batonha.sentinel.linux;

import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLong;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A socket to the kernel. It answers each request before {@code send} returns, so asking never
 * waits for anything but the kernel's own locks. Not safe for use by several threads.
 */
final class NetlinkSocket implements AutoCloseable {
  static final int ROUTE = 0;
  static final int SOCK_DIAG = 4;

  private static final int BUFFER = 32 * 1024;
  private static final int RECEIVE_BUFFER = 512 * 1024;
  private static final int ADDRESS = 12;

  private final byte[] buffer = new byte[BUFFER];
  private final int fd;
  private final int port;
  private int sequence;

  /**
   * Opens a socket.
   *
   * @param groups a bit set of multicast groups to listen to; 0 for a socket that only asks
   * @throws LastErrorException if the kernel has no such protocol
   */
  NetlinkSocket(int protocol, int groups) {
    fd = Libc.socket(Libc.AF_NETLINK, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC, protocol);
    Libc.setsockopt(fd, Libc.SOL_SOCKET, Libc.SO_RCVBUF, ints(RECEIVE_BUFFER), Integer.BYTES);
    Libc.bind(fd, address(groups), ADDRESS);
    byte[] name = new byte[ADDRESS];
    Libc.getsockname(fd, name, ints(ADDRESS));
    port = ByteBuffer.wrap(name).order(ByteOrder.nativeOrder()).getInt(4);
  }

  /** Returns the port that the kernel names in the notifications which this socket causes. */
  int port() {
    return port;
  }

  /**
   * Sends one request and returns the messages that answer it, without acknowledgement and end.
   *
   * @throws NetlinkException if the kernel refuses
   */
  List<NetlinkMessage> ask(NetlinkMessage request) throws NetlinkException {
    return ask(request, Integer.MAX_VALUE);
  }

  /**
   * Does so, but reads no more when it has as many answers as are wanted: then the socket is of no
   * further use, for the kernel would first have the rest read.
   */
  List<NetlinkMessage> ask(NetlinkMessage request, int most) throws NetlinkException {
    int expected = ++sequence;
    try {
      byte[] bytes = request.finish(expected);
      Libc.send(fd, bytes, new NativeLong(bytes.length), 0);
      List<NetlinkMessage> answers = new ArrayList<>();
      while (true) {
        for (NetlinkMessage message : receive(Libc.MSG_DONTWAIT)) {
          if (message.sequence() != expected) {
            continue; // left over from a request that failed half-way
          }
          if (message.type() == NetlinkMessage.TYPE_ERROR && message.errno() != 0) {
            throw new NetlinkException(message.errno());
          }
          if (message.type() == NetlinkMessage.TYPE_ERROR
              || message.type() == NetlinkMessage.TYPE_DONE) {
            return answers;
          }
          answers.add(message);
          if (answers.size() == most) {
            return answers;
          }
        }
      }
    } catch (LastErrorException e) {
      throw new NetlinkException(e.getErrorCode(), e);
    }
  }

  /** Sends finished requests that ask for no acknowledgement; returns the errors that came. */
  List<Integer> tell(byte[] requests) throws NetlinkException {
    List<Integer> errors = new ArrayList<>();
    try {
      Libc.send(fd, requests, new NativeLong(requests.length), 0);
      while (true) {
        for (NetlinkMessage message : receive(Libc.MSG_DONTWAIT)) {
          if (message.type() == NetlinkMessage.TYPE_ERROR && message.errno() != 0) {
            errors.add(message.errno());
          }
        }
      }
    } catch (LastErrorException e) {
      if (e.getErrorCode() == Libc.EAGAIN) {
        return errors; // nothing more to read: the usual end
      }
      throw new NetlinkException(e.getErrorCode(), e);
    }
  }

  /**
   * Waits for notifications of the groups.
   *
   * @throws NetlinkException with {@link Libc#ENOBUFS} if some were lost
   */
  List<NetlinkMessage> await() throws NetlinkException {
    try {
      return receive(0);
    } catch (LastErrorException e) {
      if (e.getErrorCode() == Libc.EINTR) {
        return List.of();
      }
      throw new NetlinkException(e.getErrorCode(), e);
    }
  }

  @Override
  public void close() {
    Libc.close(fd);
  }

  private List<NetlinkMessage> receive(int flags) {
    int length = Libc.recv(fd, buffer, new NativeLong(buffer.length), flags).intValue();
    ByteBuffer received = ByteBuffer.wrap(Arrays.copyOf(buffer, length));
    List<NetlinkMessage> messages = new ArrayList<>();
    while (received.remaining() >= NetlinkMessage.HEADER) {
      messages.add(NetlinkMessage.next(received));
    }
    return messages;
  }

  private static byte[] address(int groups) {
    return ByteBuffer.allocate(ADDRESS)
        .order(ByteOrder.nativeOrder())
        .putShort((short) Libc.AF_NETLINK)
        .putShort((short) 0)
        .putInt(0)
        .putInt(groups)
        .array();
  }

  private static byte[] ints(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(value).array();
  }
}
