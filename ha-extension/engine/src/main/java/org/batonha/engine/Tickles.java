package org.batonha.engine;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The TCP connections that are open on a holder, known to all others: who takes a service's
 * addresses over makes the clients of a host that can speak no more notice. Only as fresh as the
 * last message, and only a help: nothing depends on it. Thread-safe.
 */
final class Tickles {
  private static final System.Logger LOG = System.getLogger(Tickles.class.getName());

  /** Of how many connections of one service is told, as the sentinel does it. */
  static final int CONNECTIONS_LIMIT = 1_000;

  /** Tells such a message from those of core, which begin with their version. */
  static final int KIND = 0xC0;

  /** Begins the second byte: changes when the bytes do. */
  private static final int VERSION = 1;

  /** So many are given to the sentinel in one line, which may have 65,536 bytes. */
  private static final int IN_A_LINE = 256;

  private static final int LEAST_CONNECTION = 12;

  private final Map<String, List<String>> own = new ConcurrentHashMap<>();
  private final Map<String, List<String>> heard = new ConcurrentHashMap<>();
  private final Consumer<byte[]> channel;
  private final Predicate<String> isConfigured;
  private final BiConsumer<String, List<String>> sentinel;

  /**
   * @param channel sends bytes to all others; they may get lost
   * @param isConfigured whether this node has a service of that name
   * @param sentinel tickles the clients of these connections to a service's addresses
   */
  Tickles(
      Consumer<byte[]> channel,
      Predicate<String> isConfigured,
      BiConsumer<String, List<String>> sentinel) {
    this.channel = channel;
    this.isConfigured = isConfigured;
    this.sentinel = sentinel;
  }

  /** This node's sentinel says which connections to a service that is held are open now. */
  void open(String service, List<String> connections) {
    own.put(service, connections);
    share(service, connections);
  }

  /** Says it again: a message may have been lost, or a node have come since. */
  void again(Predicate<String> isHeld) {
    own.keySet().removeIf(isHeld.negate());
    own.forEach(this::share);
  }

  private void share(String service, List<String> connections) {
    ByteWriter out = new ByteWriter();
    out.one(KIND);
    out.one(VERSION);
    out.name(service);
    out.list(
        connections.subList(0, Math.min(CONNECTIONS_LIMIT, connections.size())),
        (connection, to) -> to.text(connection));
    channel.accept(out.toBytes());
  }

  /** Returns whether these are the bytes of such a message. */
  static boolean isOne(byte[] bytes, int offset, int length) {
    return length > 0 && (bytes[offset] & 0xff) == KIND;
  }

  /**
   * Another node's message.
   *
   * @throws IOException when it is malformed; the message says why
   */
  void received(byte[] bytes, int offset, int length) throws IOException {
    ByteReader in = new ByteReader(bytes, offset, length);
    in.one();
    int version = in.one();
    if (version != VERSION) {
      throw new IOException("connections in version " + version + ", this node reads " + VERSION);
    }
    String service = in.name();
    List<String> connections = in.list(LEAST_CONNECTION, ByteReader::text);
    if (connections.size() > CONNECTIONS_LIMIT || in.left() > 0) {
      throw new IOException(connections.size() + " connections of service " + service);
    }
    for (String connection : connections) {
      if (connection.chars().anyMatch(c -> c <= ' ' || c > '~')) {
        throw new IOException("a connection of service " + service + " is malformed");
      }
    }
    if (isConfigured.test(service)) {
      heard.put(service, connections);
    }
  }

  /** This node has taken a service's addresses over. */
  void taken(String service) {
    List<String> connections = heard.remove(service);
    if (connections == null || connections.isEmpty()) {
      return;
    }
    LOG.log(
        Level.INFO,
        "Service {0}: {1} connections of the last holder are reset",
        service,
        connections.size());
    for (int from = 0; from < connections.size(); from += IN_A_LINE) {
      sentinel.accept(
          service, connections.subList(from, Math.min(from + IN_A_LINE, connections.size())));
    }
  }
}
