package org.batonha.engine;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One line to a sentinel, and the protocol on it. Thread-safe. Writing happens on a thread of its
 * own behind a bounded queue, so that a sentinel that does not read blocks nobody.
 */
final class SentinelClient implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SentinelClient.class.getName());

  /** The version of the sentinel's protocol. */
  static final String PROTOCOL = "6";

  private static final int QUEUE = 1024;

  /** The code of an answer that never came: what was asked for may have been done. */
  static final String GONE = "gone";

  /** The code of an answer by nobody: nothing was asked. */
  static final String ABSENT = "absent";

  /** What a sentinel says without being asked. */
  interface Listener {
    /** It let go of a service's addresses by itself. */
    void dropped(String service, long epoch, String reason);

    /** It gave a service's addresses up, as it was configured to; {@code cause} is one word. */
    void yielded(String service, long epoch, String cause, String reason);

    /** A device can send again, or can not. */
    void carrier(String device, boolean up);

    /** Another host, of this MAC, claims an address, heard at this {@link System#nanoTime()}. */
    void claimed(String service, String ip, String mac, long atNanos);

    /** These TCP connections to a service's addresses are open now. */
    void connections(String service, List<String> connections);

    /** Something about an address that an operator should know. */
    void noticed(String text);

    /** The sentinel has ended, or the line to it, wanted or not. */
    void ended(SentinelClient client);
  }

  /** An answer to one command. */
  record Reply(boolean ok, String code, String text) {
    static Reply of(String word, String rest) {
      if (word.equals("ok")) {
        return new Reply(true, "", rest);
      }
      int space = rest.indexOf(' ');
      return space < 0
          ? new Reply(false, rest, "")
          : new Reply(false, rest.substring(0, space), rest.substring(space + 1));
    }
  }

  private final SentinelLine line;
  private final Listener listener;
  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(QUEUE);
  private final Map<String, CompletableFuture<Reply>> open = new ConcurrentHashMap<>();
  private final AtomicLong tags = new AtomicLong();
  private final CompletableFuture<String> greeting = new CompletableFuture<>();
  private volatile boolean ended;

  private SentinelClient(SentinelLine line, Listener listener) {
    this.line = line;
    this.listener = listener;
  }

  /**
   * Starts the process, or connects to the service.
   *
   * @throws IOException when the program cannot be started, or nobody listens
   */
  static SentinelClient start(SentinelSource source, Listener listener) throws IOException {
    SentinelClient client = new SentinelClient(SentinelLine.open(source), listener);
    if (source instanceof SentinelSocket) {
      client.attach();
    }
    thread("baton-sentinel-in", () -> client.readReplies());
    thread("baton-sentinel-log", () -> client.readLog());
    thread("baton-sentinel-out", () -> client.writeLines());
    return client;
  }

  private static void thread(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** A service has to be told whose death it shall look out for. */
  private void attach() {
    ask("attach", Long.toString(ProcessHandle.current().pid()))
        .thenAccept(
            reply -> {
              if (!reply.ok()) {
                LOG.log(Level.ERROR, "The sentinel does not serve this server: " + reply.text());
              }
            });
  }

  /** Completes with the empty string when it can hold addresses, else with why it cannot. */
  CompletableFuture<String> greeting() {
    return greeting;
  }

  /** Takes a service's addresses, all or none. */
  CompletableFuture<Reply> hold(
      String service, long epoch, long deadlineNanos, int probes, List<AddressConfig> addresses) {
    StringBuilder line = new StringBuilder();
    line.append(service).append(' ').append(epoch).append(' ').append(deadlineNanos);
    line.append(' ').append(probes);
    addresses.forEach(address -> line.append(' ').append(address));
    return ask("hold", line.toString());
  }

  /** Has it look whether the devices are there, and whether another host has an address. */
  CompletableFuture<Reply> check(List<AddressConfig> addresses) {
    return ask("check", words(addresses));
  }

  /** Has it open the devices, so that taking the addresses is fast. */
  CompletableFuture<Reply> prepare(List<AddressConfig> addresses) {
    return ask("prepare", words(addresses));
  }

  private static String words(List<AddressConfig> addresses) {
    return addresses.stream().map(AddressConfig::toString).collect(Collectors.joining(" "));
  }

  /** Says how a service's addresses are to be taken, told and watched. */
  CompletableFuture<Reply> configure(String service, String arguments) {
    return ask("configure", service + " " + arguments);
  }

  /** Prolongs what is held. */
  CompletableFuture<Reply> renew(String service, long epoch, long deadlineNanos) {
    return ask("renew", service + " " + epoch + " " + deadlineNanos);
  }

  /** Tells the network of a service's addresses again. */
  CompletableFuture<Reply> announce(String service) {
    return ask("announce", service);
  }

  /** Makes the clients of a former holder's connections notice that it is gone. */
  CompletableFuture<Reply> tickle(String service, List<String> connections) {
    return ask("tickle", service + " " + String.join(" ", connections));
  }

  /** Lets nothing in any more for a service's addresses, while running requests are answered. */
  CompletableFuture<Reply> shut(String service, long epoch) {
    return ask("shut", service + " " + epoch);
  }

  /** Gives a service's addresses up. */
  CompletableFuture<Reply> release(String service, long epoch) {
    return ask("release", service + " " + epoch);
  }

  /** Asks for all that is known of a service's addresses. */
  CompletableFuture<Reply> status(String service) {
    return ask("status", service);
  }

  /** Says what is to be said on a link, and to whom, when this server can speak no more. */
  CompletableFuture<Reply> tell(String link, String arguments) {
    return ask("tell", link + " " + arguments);
  }

  private CompletableFuture<Reply> ask(String command, String arguments) {
    String tag = Long.toString(tags.incrementAndGet());
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    open.put(tag, reply);
    if (ended) {
      failAll();
    } else if (!lines.offer(command + " " + tag + " " + arguments)) {
      open.remove(tag);
      reply.complete(
          new Reply(false, "system", "the sentinel has not read its last " + QUEUE + " commands"));
    }
    return reply;
  }

  private void writeLines() {
    try (BufferedWriter out =
        new BufferedWriter(new OutputStreamWriter(line.commands(), StandardCharsets.UTF_8))) {
      while (!ended) {
        String next = lines.poll(1, TimeUnit.SECONDS);
        if (next != null) {
          out.write(next);
          out.write('\n');
          if (lines.isEmpty()) {
            out.flush();
          }
        }
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "The sentinel reads no more", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readReplies() {
    try {
      forEachLine(line.replies(), this::reply);
    } finally {
      ended = true;
      greeting.complete("the sentinel ended before it said anything; its log says why");
      failAll();
      listener.ended(this);
      hangUp();
    }
  }

  private void readLog() {
    forEachLine(line.log(), text -> LOG.log(Level.INFO, "sentinel: " + text));
  }

  private static void forEachLine(InputStream stream, Consumer<String> consumer) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String next = in.readLine(); next != null; next = in.readLine()) {
        consumer.accept(next);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "The sentinel says no more", e);
    }
  }

  private void failAll() {
    Reply gone = new Reply(false, GONE, "the sentinel has ended");
    open.keySet()
        .forEach(
            tag -> {
              CompletableFuture<Reply> reply = open.remove(tag);
              if (reply != null) {
                reply.complete(gone);
              }
            });
  }

  private void reply(String said) {
    String[] words = said.split(" ", 3);
    String rest = words.length > 2 ? words[2] : "";
    switch (words[0]) {
      case "ready", "unable" -> greeting.complete(obstacle(words));
      case "ok", "error" -> complete(words.length > 1 ? words[1] : "", Reply.of(words[0], rest));
      case "event" -> event(words.length > 1 ? words[1] : "", rest);
      default -> LOG.log(Level.WARNING, "The sentinel said something unknown: " + said);
    }
  }

  /** Returns why the sentinel can hold no addresses; empty when it can. */
  private static String obstacle(String[] greeting) {
    String version = greeting.length > 1 ? greeting[1] : "none";
    if (!version.equals(PROTOCOL)) {
      return "it speaks version %s of the protocol and this server %s: install the same Baton for both"
          .formatted(version, PROTOCOL);
    }
    String rest = greeting.length > 2 ? greeting[2] : "";
    int space = rest.indexOf(' ');
    return greeting[0].equals("ready") ? "" : rest.substring(space + 1);
  }

  private void complete(String tag, Reply reply) {
    CompletableFuture<Reply> asked = open.remove(tag);
    if (asked != null) {
      asked.complete(reply);
    } else {
      LOG.log(Level.WARNING, "The sentinel could not read a line: " + reply.text());
    }
  }

  private void event(String kind, String rest) {
    String[] words = rest.split(" ", 3);
    try {
      switch (kind) {
        case "dropped" ->
            listener.dropped(
                words[0], Long.parseLong(words[1]), words.length > 2 ? words[2] : "it let go");
        case "yielded" -> {
          String[] why = words[2].split(" ", 2);
          listener.yielded(
              words[0], Long.parseLong(words[1]), why[0], why.length > 1 ? why[1] : why[0]);
        }
        case "carrier" -> listener.carrier(words[0], words[1].equals("up"));
        case "conflict" -> {
          String[] claim = words[2].split(" ");
          listener.claimed(words[0], claim[0], claim[1], Long.parseLong(claim[2]));
        }
        case "connections" ->
            listener.connections(
                words[0], words[2].isEmpty() ? List.of() : List.of(words[2].split(" ")));
        case "lost" ->
            listener.noticed("service " + words[0] + ": somebody removed its address " + words[2]);
        default -> listener.noticed("the sentinel says: " + kind + " " + rest);
      }
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      LOG.log(Level.WARNING, "The sentinel's event is malformed: " + kind + " " + rest, e);
    }
  }

  /** Ends a sentinel that does not answer, or the line to it; {@link Listener#ended} follows. */
  void abandon() {
    try {
      line.abandon();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "The line to the sentinel was closed already", e);
    }
  }

  /** Hangs up, upon which the sentinel lets go of everything. */
  @Override
  public void close() {
    ended = true;
    hangUp();
  }

  private void hangUp() {
    try {
      line.end();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "The line to the sentinel was closed already", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
