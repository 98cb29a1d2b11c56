package org.batonha.transport.link;

import java.net.InetSocketAddress;
import org.batonha.transport.wire.LinkProtocol;
import org.batonha.transport.wire.OutFrame;
import org.batonha.transport.wire.Wire;

/** A path to the peers: sends and receives frames, knows nothing of what they mean. */
public interface Link extends AutoCloseable {
  String name();

  /** Returns the id that stands for the name on the wire. */
  int id();

  LinkProtocol protocol();

  /** Tells whether messages of applications go over it, or only what holds the group together. */
  default boolean carriesMessages() {
    return protocol().carriesMessages();
  }

  /** Returns where it is on this host, for people. */
  default String place() {
    return Addresses.text(address());
  }

  /** Returns the interface's or the serial device's name. */
  String device();

  /** Returns the local address, with the port that is really bound. */
  InetSocketAddress address();

  /** Returns the priority, 0 to 255: in passive mode the highest carries. */
  int priority();

  /** Changes the priority; it counts from the next choice on. */
  void priority(int changed);

  /** Returns what was dropped on this link. */
  DropCounters drops();

  /** Returns how many bytes wait to be sent. */
  long queuedBytes();

  /** Starts to receive and to send. */
  void start(Wire wire, FrameHandler handler);

  /** Queues a frame for one peer; never blocks; {@code false}: dropped. */
  boolean send(InetSocketAddress peer, OutFrame frame);

  /** Queues a frame for whoever listens; never blocks; {@code false}: dropped, or no such way. */
  boolean multicast(OutFrame frame);

  /** Waits until there may be room for a frame to the peer, or the time is over. */
  void awaitRoom(InetSocketAddress peer, long nanos) throws InterruptedException;

  /** Somebody at the address lives: connect now, instead of waiting for longer after a failure. */
  void hurry(InetSocketAddress peer);

  /**
   * Asks whether anybody still listens at the address of a peer; that nobody does is told to the
   * handler. Does not block. Where it cannot be asked, nothing is told.
   */
  void ask(InetSocketAddress peer);

  /** The peer is believed dead here: do not let it hold up anything. */
  void unreachable(InetSocketAddress peer);

  /** The peer said BYE: its silence is no news. */
  void departed(InetSocketAddress peer);

  /** Nobody is expected at the address any more. */
  void forget(InetSocketAddress peer);

  /** Tells whether it is known that nobody could be reached at the address just now. */
  boolean failed(InetSocketAddress peer);

  /** Sends what is queued, for a short time only, and closes. */
  @Override
  void close();
}
