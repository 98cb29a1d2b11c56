package org.batonha.transport;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.batonha.transport.link.Addresses;
import org.batonha.transport.link.Host;
import org.batonha.transport.link.Link;
import org.batonha.transport.peer.Peer;
import org.batonha.transport.peer.PeerTable;
import org.batonha.transport.wire.FrameType;
import org.batonha.transport.wire.Hello;
import org.batonha.transport.wire.OutFrame;
import org.jgroups.Address;
import org.jgroups.stack.IpAddress;

/** Says HELLO and BYE: to the group, to configured peers, to known ones, to members never heard. */
final class Greeter {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final List<Link> links;
  private final List<Host> hosts;
  private final PeerTable table;
  private final Stack stack;
  private final OutFrame hello;
  private final OutFrame question;

  Greeter(List<Link> links, List<Host> hosts, PeerTable table, Stack stack, Hello hello) {
    this.links = links;
    this.hosts = hosts;
    this.table = table;
    this.stack = stack;
    this.hello = new OutFrame(FrameType.HELLO, 0, hello.wanting(false).encode());
    this.question = new OutFrame(FrameType.HELLO, 0, hello.wanting(true).encode());
  }

  /** Returns the HELLO that opens a connection. */
  OutFrame greeting() {
    return question;
  }

  /** Says HELLO to everybody. */
  void greetAll() {
    links.forEach(link -> link.multicast(hello));
    for (Host host : hosts) {
      if (table.at(host.link(), host.address()).isEmpty()) {
        host.link().send(host.address(), question);
      }
    }
    for (Peer peer : table.all()) {
      if (!peer.stopped()) {
        greet(peer);
      }
    }
    for (Address member : stack.others()) {
      IpAddress physical = stack.physical(member);
      if (physical != null && table.byCanonical(physical) == null) {
        links.get(0).send(Addresses.of(physical), question);
      }
    }
  }

  /** Says HELLO to one peer, on all its links. */
  void greet(Peer peer) {
    peer.links().forEach(link -> link.send(hello));
  }

  /** Says BYE to everybody. */
  void bye() {
    OutFrame bye = new OutFrame(FrameType.BYE, 0, new byte[0]);
    links.forEach(link -> link.multicast(bye));
    for (Peer peer : table.all()) {
      if (!peer.stopped()) {
        peer.links().forEach(link -> link.send(bye));
      }
    }
  }

  /**
   * Waits until each configured peer was heard or has refused, so that the stack's first question
   * does not go out before anybody is there to hear it.
   */
  void awaitHosts(long nanos) {
    long deadline = System.nanoTime() + nanos;
    while (System.nanoTime() - deadline < 0
        && !Thread.currentThread().isInterrupted()
        && !hosts.stream().allMatch(this::settled)) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private boolean settled(Host host) {
    return table.at(host.link(), host.address()).isPresent() || host.link().failed(host.address());
  }
}
