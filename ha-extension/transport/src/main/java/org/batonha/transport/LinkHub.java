package org.batonha.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.batonha.transport.link.DropCounters;
import org.batonha.transport.link.Link;
import org.batonha.transport.link.Settings;
import org.batonha.transport.link.Threads;
import org.batonha.transport.peer.Peer;
import org.batonha.transport.peer.PeerLink;
import org.batonha.transport.peer.PeerTable;
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

  private volatile List<Link> links;
  private final PeerTable table = new PeerTable();
  private final Greeter greeter;
  private final Introductions introductions;
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
  private final Log log;

  LinkHub(
      Wire wire,
      Opener opener,
      Own own,
      Settings settings,
      LinkMode mode,
      Stack stack,
      Transitions transitions,
      LastWords lastWords,
      DropCounters drops,
      Threads threads,
      Predicate<String> judge,
      Log log) {
    this.wire = wire;
    this.opener = opener;
    this.links = own.links();
    this.settings = settings;
    this.threads = threads;
    this.log = log;
    this.transitions = transitions;
    this.lastWords = lastWords;
    this.runner = new SerialRunner("baton-suspicions", threads, log);
    this.greeter = new Greeter(own, table, stack, lastWords, settings.heartbeatNanos());
    this.watch = new Watch(table, stack, transitions, settings.windowNanos(), runner, judge, log);
    this.sender = new Sender(links, table, stack, drops, mode, settings);
    this.heart = new Heart(table, greeter, watch, sender, settings, log);
    this.introductions =
        new Introductions(wire.boot(), links, settings, table, watch, greeter, sender, log);
    this.receiver =
        new Receiver(
            wire,
            opener,
            table,
            transitions,
            watch,
            greeter,
            introductions,
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
    threads.keep("baton-heart", heart);
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

  /** One link more: starts it, and tells the peers. */
  void add(Link link, Own then) {
    link.start(wire, receiver);
    use(then);
    greet(then);
  }

  /** Greets whom there is to look for now. */
  void greet(Own then) {
    greeter.change(then);
    greeter.greetAll();
  }

  /**
   * Refuses to go on without a link.
   *
   * @throws IllegalStateException when it is the only one that reaches a living peer now
   */
  void requireOthersThan(Link leaving) {
    for (Peer peer : table.all()) {
      PeerLink here = peer.on(leaving);
      boolean needed = !peer.stopped() && here != null && here.state() != LinkState.DOWN;
      if (needed && peer.links().stream().noneMatch(other -> other != here && carries(other))) {
        throw new IllegalStateException(
            "link '%s' stays: it is the only one that reaches node '%s' now; bring another link to that node up, or add one, first"
                .formatted(leaving.name(), peer.node()));
      }
    }
  }

  private static boolean carries(PeerLink link) {
    return link.link().carriesMessages() && link.state() == LinkState.UP;
  }

  /**
   * One link less: uses it no more, and tells the peers until each must have heard it. The link
   * itself has to stay open until then, for a peer that finds it closed takes us for dead.
   */
  void remove(Link leaving, Own then) {
    greeter.change(then);
    greeter.greetAll(); // also over the leaving link: on tcp, ahead of the end of its connections
    use(then);
    boolean interrupted = false; // it takes its time all the same
    for (int beat = 0; beat < settings.heartbeatLimit(); beat++) {
      greeter.greetAll();
      long end = System.nanoTime() + settings.heartbeatNanos();
      for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
        LockSupport.parkNanos(left);
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    log.info("link '%s' is removed", leaving.name());
  }

  private void use(Own then) {
    links = then.links();
    introductions.links(then.links(), System.nanoTime());
    sender.links(then.links());
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
        link.place(),
        link.priority(),
        link.queuedBytes(),
        settings.queueBytes(),
        link.drops().occurred(),
        peers);
  }
}
