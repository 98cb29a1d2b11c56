package org.batonha.transport;

import java.util.ArrayList;
import java.util.List;
import org.batonha.transport.link.Addresses;
import org.batonha.transport.link.DropCounters;
import org.batonha.transport.link.Host;
import org.batonha.transport.link.Link;
import org.batonha.transport.link.Settings;
import org.batonha.transport.link.Threads;
import org.batonha.transport.peer.Peer;
import org.batonha.transport.peer.PeerLink;
import org.batonha.transport.peer.PeerTable;
import org.batonha.transport.wire.Hello;
import org.batonha.transport.wire.Wire;
import org.jgroups.logging.Log;
import org.jgroups.stack.IpAddress;

/** All links and what works on them, for one connection of the channel. */
final class LinkHub {
  private final List<Link> links;
  private final PeerTable table = new PeerTable();
  private final Greeter greeter;
  private final Watch watch;
  private final Heart heart;
  private final Sender sender;
  private final Receiver receiver;
  private final SerialRunner runner;
  private final Wire wire;
  private final Threads threads;
  private final Transitions transitions;
  private final Settings settings;

  LinkHub(
      Wire wire,
      Hello hello,
      List<Link> links,
      List<Host> hosts,
      Settings settings,
      Stack stack,
      Transitions transitions,
      DropCounters drops,
      Threads threads,
      Log log) {
    this.wire = wire;
    this.links = links;
    this.settings = settings;
    this.threads = threads;
    this.transitions = transitions;
    this.runner = new SerialRunner("baton-suspicions", threads, log);
    this.greeter = new Greeter(links, hosts, table, stack, hello);
    this.watch = new Watch(table, stack, transitions, settings.windowNanos(), runner, log);
    this.heart = new Heart(wire, table, greeter, watch, settings, log);
    this.sender = new Sender(links, table, stack, drops, settings.heartbeatNanos());
    this.receiver =
        new Receiver(wire, links, settings, table, drops, transitions, watch, greeter, stack, log);
  }

  /** Starts all threads, greets, and waits a moment for configured peers. */
  void start(long patienceNanos) {
    transitions.start(threads);
    links.forEach(link -> link.start(wire, receiver));
    threads.start("baton-heart", heart);
    greeter.awaitHosts(patienceNanos);
  }

  /** Says BYE and stops; the links are closed by whoever opened them. */
  void stop() {
    heart.stop();
    greeter.bye();
    runner.close();
    transitions.stop();
  }

  void send(IpAddress destination, byte[] buffer, int offset, int length)
      throws InterruptedException {
    sender.toOne(destination, buffer, offset, length);
  }

  void sendToAll(byte[] buffer, int offset, int length) throws InterruptedException {
    sender.toAll(buffer, offset, length);
  }

  /** Returns how many suspicions were raised. */
  long suspected() {
    return watch.suspected();
  }

  List<LinkSnapshot> snapshots() {
    return links.stream().map(link -> snapshot(link, table)).toList();
  }

  static LinkSnapshot snapshot(Link link, PeerTable table) {
    List<PeerSnapshot> peers = new ArrayList<>();
    for (Peer peer : table.all()) {
      PeerLink peerLink = peer.on(link);
      if (peerLink != null) {
        peers.add(peerLink.snapshot());
      }
    }
    return new LinkSnapshot(
        link.name(), link.protocol().word(), link.device(), Addresses.text(link.address()), peers);
  }
}
