package org.batonha.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A session that several clients use: the way to its counters. When a server begins a new one in
 * its place they all go on in that, so that a loss is told once and not with each request.
 * Thread-safe.
 */
final class SharedSession {
  /** What a server said. */
  record Reply(String node, Map<String, Long> counts) {}

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int HTTP_PORT = 8080;

  private final String word;
  private final int port;
  private volatile String cookie;

  private SharedSession(String word, int port, String cookie) {
    this.word = word;
    this.port = port;
    this.cookie = cookie;
  }

  /** Begins a new one. */
  static SharedSession begin(String word, String address) {
    return begin(word, address, HTTP_PORT);
  }

  /** Begins a new one; all servers that have it answer at this port. */
  static SharedSession begin(String word, String address, int port) {
    String[] cookie = new String[1];
    boolean begun =
        Await.until(
            () -> {
              try (HttpConnection connection = connect(address, port)) {
                HttpResponse response = connection.get(address, "/sample/counters", "");
                cookie[0] = response.session().orElse(null);
                return response.status() == 200 && cookie[0] != null;
              } catch (IOException e) {
                return false;
              }
            },
            LIMIT);
    if (!begun) {
      throw new LabException("no session could be begun at " + address);
    }
    return new SharedSession(word, port, cookie[0]);
  }

  HttpConnection connect(String address) throws IOException {
    return connect(address, port);
  }

  private static HttpConnection connect(String address, int port) throws IOException {
    return HttpConnection.open(
        new InetSocketAddress(address, port),
        CountingClient.CONNECT_LIMIT,
        CountingClient.READ_LIMIT);
  }

  /** Returns what it is called in a history. */
  String word() {
    return word;
  }

  /**
   * Sends one request, once.
   *
   * @param counter what to count; empty to read only
   * @throws IOException when there is no whole answer that says the counters
   */
  Reply ask(HttpConnection connection, String address, String counter) throws IOException {
    String path = "/sample/counters" + (counter.isEmpty() ? "" : "?count=" + counter);
    String sent = cookie;
    HttpResponse response = connection.get(address, path, "JSESSIONID=" + sent);
    response.session().ifPresent(value -> follow(sent, value));
    if (response.status() != 200) {
      throw new IOException("status " + response.status());
    }
    String[] lines = response.body().split("\n");
    Map<String, Long> counts = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      String[] words = lines[i].split(" ");
      counts.put(words[0], Long.valueOf(words[1]));
    }
    return new Reply(lines[0], counts);
  }

  /** The same session with another route, or another session: the first answer counts. */
  private synchronized void follow(String sent, String answered) {
    if (cookie.equals(sent)) {
      cookie = answered;
    }
  }
}
