package org.batonha.sentinel;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jdk.net.ExtendedSocketOptions;
import org.batonha.sentinel.keeper.Log;
import org.batonha.sentinel.linux.Priority;

/**
 * The socket on which the servers of this host command the sentinel: each connection is one
 * commander, and its end lets go of what it had. Who may connect is decided by the permissions of
 * the socket and of its directory.
 */
final class SocketServer {
  /** How many servers may be connected at once. */
  static final int CONNECTIONS_LIMIT = 64;

  /** Its user and its group may connect. */
  private static final String PERMISSIONS = "rw-rw----";

  private final Set<Commander> commanders = ConcurrentHashMap.newKeySet();
  private final Path path;
  private final ServerSocketChannel listener;
  private final Sentinel sentinel;
  private final String greeting;
  private final Log log;

  private SocketServer(
      Path path, ServerSocketChannel listener, Sentinel sentinel, String greeting, Log log) {
    this.path = path;
    this.listener = listener;
    this.sentinel = sentinel;
    this.greeting = greeting;
    this.log = log;
  }

  /**
   * Listens.
   *
   * @param greeting the first line to each server
   * @throws IOException when that cannot be; also when another sentinel listens there
   */
  static SocketServer open(Path path, Sentinel sentinel, String greeting, Log log)
      throws IOException {
    removeStale(path);
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      listener.bind(UnixDomainSocketAddress.of(path));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(PERMISSIONS));
    } catch (IOException e) {
      listener.close();
      throw new IOException("cannot listen on %s: %s".formatted(path, e.getMessage()), e);
    }
    SocketServer server = new SocketServer(path, listener, sentinel, greeting, log);
    daemon("accept", server::accept);
    log.info("listens on " + path);
    return server;
  }

  /** A socket stays behind when its process is killed. */
  private static void removeStale(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      Files.delete(path); // nobody listens
      return;
    }
    throw new IOException("another sentinel listens on %s: stop it first".formatted(path));
  }

  private static void daemon(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Returns those that are connected. */
  List<Commander> commanders() {
    return List.copyOf(commanders);
  }

  private void accept() {
    while (listener.isOpen()) {
      try {
        SocketChannel channel = listener.accept();
        if (commanders.size() >= CONNECTIONS_LIMIT) {
          log.warn("refused a connection: %d servers are connected".formatted(CONNECTIONS_LIMIT));
          channel.close();
        } else {
          welcome(channel);
        }
      } catch (IOException e) {
        sentinel.stop("the socket %s has failed: %s".formatted(path, e.getMessage()));
        return;
      }
    }
  }

  /** Where no thread can be had, one server is refused, and the others keep what they have. */
  private void welcome(SocketChannel channel) throws IOException {
    try {
      daemon("commander", () -> serve(channel));
    } catch (OutOfMemoryError e) {
      warnOfLimit(e);
      channel.close();
    }
  }

  private void warnOfLimit(OutOfMemoryError e) {
    log.warn(
        "refused a connection: %s; is there a limit on threads (TasksMax, ulimit -u)?"
            .formatted(e.getMessage()));
  }

  private void serve(SocketChannel channel) {
    try (channel) {
      LineWriter out =
          new LineWriter(
              "commander-out",
              ChannelStreams.out(channel),
              "error - system %d lines were dropped before this one: read faster");
      Commander commander =
          new Commander(out::send, channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user());
      commanders.add(commander);
      try {
        out.send(greeting);
        Priority.lower(); // the server decides how much there is to read
        new CommandReader(sentinel, commander, log).readAll(ChannelStreams.in(channel));
      } finally {
        commanders.remove(commander);
        out.close();
      }
    } catch (IOException e) {
      log.warn("a connection was lost: " + e.getMessage());
    } catch (OutOfMemoryError e) {
      warnOfLimit(e);
    }
  }

  /** Listens no more. */
  void close() {
    try {
      listener.close();
      Files.deleteIfExists(path);
    } catch (IOException e) {
      log.warn("%s is left behind: %s".formatted(path, e.getMessage()));
    }
  }
}
