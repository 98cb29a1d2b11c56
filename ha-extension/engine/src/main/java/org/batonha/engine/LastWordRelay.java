package org.batonha.engine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.batonha.core.Event;
import org.batonha.transport.LastWordListener;
import org.batonha.transport.LastWords;
import org.batonha.transport.LinkListener;
import org.batonha.transport.REDUNDANT;

/**
 * Keeps this node's sentinel ready to speak for it, and hands on to core what other nodes'
 * sentinels say for theirs. Thread-safe.
 */
final class LastWordRelay {
  private final REDUNDANT transport;
  private final Sentinel sentinel;
  private final Consumer<Event> events;
  private final long run;
  private final LastWordListener words = this::heard;
  private final LinkListener links = (link, node, from, to, reason) -> refresh();

  /**
   * @param run the number of this node's run, as core has it
   */
  LastWordRelay(REDUNDANT transport, Sentinel sentinel, Consumer<Event> events, long run) {
    this.transport = transport;
    this.sentinel = sentinel;
    this.events = events;
    this.run = run;
  }

  /** Begins, once the channel is connected. */
  void start() {
    transport.lastWords().addListener(words);
    transport.addLinkListener(links); // a new peer comes with a change
    transport.lastWords().pledge(run);
    refresh();
  }

  /** Only a death ends a run: a sentinel may let go, and its server hold again. */
  private void heard(String node, long itsRun, boolean dead) {
    if (dead) {
      events.accept(new Event.LastWord(node, itsRun));
    }
  }

  /** Tells the sentinel what to say to whom, if that has changed. */
  void refresh() {
    Map<String, String> words = new TreeMap<>();
    for (LastWords.Route route : transport.lastWords().routes()) {
      words.put(route.link(), arguments(route));
    }
    sentinel.tell(words);
  }

  private static String arguments(LastWords.Route route) {
    HexFormat hex = HexFormat.of();
    return route.peers().stream()
        .map(peer -> " " + text(peer))
        .collect(
            Collectors.joining(
                "",
                "%s %s %s"
                    .formatted(
                        text(route.local()),
                        hex.formatHex(route.dead()),
                        hex.formatHex(route.letGo())),
                ""));
  }

  private static String text(InetSocketAddress peer) {
    String address = text(peer.getAddress());
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + peer.getPort();
  }

  /** Without the name of the interface: the sentinel takes plain addresses only. */
  private static String text(InetAddress address) {
    return address.getHostAddress().replaceFirst("%.*", "");
  }

  /** Ends: nothing is handed on any more. */
  void stop() {
    transport.lastWords().removeListener(words);
    transport.removeLinkListener(links);
  }
}
