package org.batonha.transport.link;

import java.net.InetSocketAddress;
import org.batonha.transport.wire.OutFrame;

/** What a link calls. Must not block for long. */
public interface FrameHandler {
  /**
   * Bytes that should be one frame. They are the callee's only until it returns.
   *
   * @param from the address they came from
   * @param multicast whether they were sent to the group
   * @return the address on this link at which the sender listens, or {@code null} while unknown
   */
  InetSocketAddress received(
      Link link, byte[] buffer, int offset, int length, InetSocketAddress from, boolean multicast);

  /**
   * Nobody listens any more at the address of a peer: one that was connected refuses another
   * connection, or one that was asked for has no port.
   */
  void refused(Link link, InetSocketAddress peer);

  /** A peer was asked whether it lives, several times, and could have answered since. */
  void unanswered(Link link, InetSocketAddress peer);

  /** A connection to a peer has ended, and what was on its way may be lost. */
  void broken(Link link, InetSocketAddress peer);

  /** Tells whether a peer is known, or configured, that listens at an address. */
  boolean expects(Link link, InetSocketAddress address);

  /** Returns the HELLO that opens a connection to an address. */
  OutFrame greeting(Link link, InetSocketAddress peer);
}
