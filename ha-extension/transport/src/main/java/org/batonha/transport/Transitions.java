package org.batonha.transport;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.batonha.transport.link.Threads;
import org.batonha.transport.peer.LinkHealth;
import org.batonha.transport.peer.PeerLink;
import org.jgroups.logging.Log;

/** Makes the changes of link states known: one line in the log, one call per listener. */
final class Transitions {
  private final List<LinkListener> listeners = new CopyOnWriteArrayList<>();
  private final Log log;
  private volatile SerialRunner runner; // null until the channel is connected for the first time
  private volatile BiConsumer<PeerLink, LinkState> first = (link, to) -> {};

  Transitions(Log log) {
    this.log = log;
  }

  void add(LinkListener listener) {
    listeners.add(listener);
  }

  void remove(LinkListener listener) {
    listeners.remove(listener);
  }

  /** Has somebody told of each change at once, before anybody else. */
  void first(BiConsumer<PeerLink, LinkState> told) {
    first = told;
  }

  /** Tells all listeners something, on their thread. */
  void tell(Consumer<LinkListener> news) {
    SerialRunner running = runner;
    if (running != null) {
      running.run(() -> listeners.forEach(news));
    }
  }

  void start(Threads threads) {
    runner = new SerialRunner("baton-link-events", threads, log);
  }

  void stop() {
    SerialRunner running = runner;
    if (running != null) {
      running.close();
    }
  }

  /** Makes a change known, if there was one. */
  void tell(PeerLink link, Optional<LinkHealth.Change> change) {
    if (change.isPresent()) {
      link.tell(made -> guarded(link, made));
    }
  }

  private void guarded(PeerLink link, LinkHealth.Change made) {
    try {
      tell(link, made);
    } catch (RuntimeException | Error e) { // no memory for a moment: the next one is told of
      log.error("a change of link '%s' was not told".formatted(link.link().name()), e);
    }
  }

  private void tell(PeerLink peerLink, LinkHealth.Change change) {
    first.accept(peerLink, change.to());
    String link = peerLink.link().name();
    String node = peerLink.node();
    String line = "link '%s' to node '%s': %s -> %s: %s";
    if (change.to() == LinkState.DOWN) {
      peerLink.link().unreachable(peerLink.address());
    }
    if (change.from() != LinkState.DOWN && change.to() != LinkState.DOWN) {
      log.debug(line, link, node, change.from(), change.to(), change.reason()); // load, mostly
    } else if (change.to() == LinkState.DOWN && !peerLink.stopped()) {
      log.warn(line, link, node, change.from(), change.to(), change.reason());
    } else {
      log.info(line, link, node, change.from(), change.to(), change.reason());
    }
    tell(
        listener ->
            listener.linkStateChanged(link, node, change.from(), change.to(), change.reason()));
  }
}
