package org.batonha.benchmarks.sessions;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How both servers of a pair are configured. */
enum Servers {
  /** Baton as it is installed: durable sessions. */
  BATON(false, List.of()),
  /** Baton, its sessions as the server replicates them. */
  BATON_OFF(false, List.of("/subsystem=baton/sessions=durable:remove")),
  /** The server's own configuration, its default stack. */
  STOCK_UDP(true, Servers.stock("udp")),
  /** The server's own configuration, its other stack. */
  STOCK_TCP(true, Servers.stock("tcp"));

  private final boolean stock;
  private final List<String> commands;

  Servers(boolean stock, List<String> commands) {
    this.stock = stock;
    this.commands = commands;
  }

  /** With {@code udp} the result is the configuration of the server as it is downloaded. */
  private static List<String> stock(String stack) {
    return List.of(
        "/subsystem=jgroups/channel=ee:write-attribute(name=stack, value=" + stack + ")",
        "/subsystem=jgroups/stack=redundant:remove",
        "/subsystem=baton:remove",
        "/extension=org.batonha:remove");
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<String> words() {
    return Arrays.stream(values()).map(Servers::word).toList();
  }

  /** Returns the one with a word, one of {@link #words()}. */
  static Servers of(String word) {
    return values()[words().indexOf(word)];
  }

  /** Returns whether there is nothing of Baton in them. */
  boolean isStock() {
    return stock;
  }

  /** Returns what the management command line has to change in the lab's prepared server. */
  List<String> commands() {
    return commands;
  }
}
