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
import org.batonha.transport.wire.Keyring;
import org.batonha.transport.wire.Opener;
import org.batonha.transport.wire.Wire;
import org.jgroups.logging.Log;
import org.jgroups.stack.IpAddress;

/** All links and what works on them, for one connection of the channel. */
final class LinkHub {
  /**
   * The stack waits so many heartbeats for somebody to answer before it asks its first question.
   */
  private static final int FIRST_MEETING_BEATS = 3;

  private final List<Link> links;
  private final PeerTable table = new PeerTable();
  private final Greeter greeter;
  private final Watch watch;
  private final Heart heart;
  private final Sender sender;
  private final Receiver receiver;
  private final Opener opener;
  private final SerialRunner runner;
  private final Wire wire;
  private final Threads threads;
  private final Transitions transitions;
  private final LastWords lastWords;
  private final Settings settings;

  LinkHub(
      Wire wire,
      Opener opener,
      Hello hello,
      List<Link> links,
      List<Host> hosts,
      Settings settings,
      LinkMode mode,
      Stack stack,
      Transitions transitions,
      LastWords lastWords,
      DropCounters drops,
      Threads threads,
      Log log) {
    this.wire = wire;
    this.opener = opener;
    this.links = links;
    this.settings = settings;
    this.threads = threads;
    this.transitions = transitions;
    this.lastWords = lastWords;
    this.runner = new SerialRunner("baton-suspicions", threads, log);
    this.greeter =
        new Greeter(links, hosts, table, stack, lastWords, hello, settings.heartbeatNanos());
    this.watch = new Watch(table, stack, transitions, settings.windowNanos(), runner, log);
    this.sender = new Sender(links, table, stack, drops, mode, settings);
    this.heart = new Heart(table, greeter, watch, sender, settings, log);
    this.receiver =
        new Receiver(
            wire,
            opener,
            links,
            settings,
            table,
            transitions,
            watch,
            greeter,
            lastWords,
            sender,
            stack,
            log);
    transitions.first(sender::stateChanged);
  }

  /** Starts all threads, greets, and waits a moment for peers. */
  void start(long patienceNanos) {
    transitions.start(threads);
    lastWords.connected(wire, () -> links, table, watch);
    links.forEach(link -> link.start(wire, receiver));
    threads.start("baton-heart", heart);
    greeter.awaitPeers(
        patienceNanos, Math.min(patienceNanos, FIRST_MEETING_BEATS * settings.heartbeatNanos()));
  }

  /** Says BYE and stops; the links are closed by whoever opened them. */
  void stop() {
    heart.stop();
    greeter.bye();
    lastWords.disconnected();
    runner.close();
    transitions.stop();
  }

  void mode(LinkMode mode) {
    sender.mode(mode);
  }

  /** Accepts other keys, and sends with the first of them. */
  void keys(Keyring keys) {
    opener.keys(keys);
    wire.keys(keys);
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
    return links.stream().map(this::snapshot).toList();
  }

  private LinkSnapshot snapshot(Link link) {
    List<PeerSnapshot> peers = new ArrayList<>();
    for (Peer peer : table.all()) {
      PeerLink peerLink = peer.on(link);
      if (peerLink != null) {
        peers.add(peerLink.snapshot(peer.route().includes(peerLink)));
      }
    }
    return new LinkSnapshot(
        link.name(),
        link.protocol().word(),
        link.device(),
        Addresses.text(link.address()),
        link.priority(),
        link.queuedBytes(),
        settings.queueBytes(),
        link.drops().occurred(),
        peers);
  }
}
