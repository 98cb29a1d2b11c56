package org.batonha.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client with one session, in which it counts by one address and reads the count by another. Not
 * thread-safe.
 */
final class CounterClient {
  /** An answer with status 503. */
  static final int REFUSED = -2;

  /** No answer in time: what the node is asked for waits for another one. */
  static final int SILENT = -1;

  private static final int PORT = 8080;
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final Pattern COUNT = Pattern.compile("(?m)^a (\\d+)$");

  private String session = "";

  /** Returns what the last of so many requests to an address counted to, or what there was. */
  int count(String address, int times) {
    int count = 0;
    for (int i = 0; i < times; i++) {
      count = get(address, "?count=a");
    }
    return count;
  }

  /** Returns the count as a server tells it at its own address, or what there was instead. */
  int read(Server server) {
    return get(Lab.lanAddress(server.node()), "");
  }

  /** Reads again and again for some time; returns how many of the answers were older. */
  int countOlder(Server server, int than, Duration time) {
    int older = 0;
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      older += isOlder(read(server), than) ? 1 : 0;
      Await.pause(PAUSE);
    }
    return older;
  }

  /**
   * Reads again and again until a count is told, or a limit is reached.
   *
   * @param older so many answers were older
   * @param value what was told at last
   */
  record Sight(int older, int value) {}

  /** Reads until a server tells of a count. */
  Sight readUntil(Server server, int count, Duration limit) {
    int older = 0;
    long end = System.nanoTime() + limit.toNanos();
    int value = read(server);
    while (value < count && System.nanoTime() < end) {
      older += isOlder(value, count) ? 1 : 0;
      Await.pause(PAUSE);
      value = read(server);
    }
    return new Sight(older, value);
  }

  private static boolean isOlder(int value, int count) {
    return value >= 0 && value < count;
  }

  private int get(String host, String query) {
    InetSocketAddress address = new InetSocketAddress(host, PORT);
    HttpResponse response;
    try (HttpConnection connection = HttpConnection.open(address, ANSWER_LIMIT, ANSWER_LIMIT)) {
      String cookies = session.isEmpty() ? "" : "JSESSIONID=" + session;
      response = connection.get(host, "/sample/counters" + query, cookies);
    } catch (SocketTimeoutException e) {
      return SILENT;
    } catch (IOException e) {
      throw new LabException("cannot ask " + host, e);
    }
    if (session.isEmpty()) { // later ones would hide that this one was lost
      session = response.session().orElse("");
    }
    if (response.status() == 503) {
      return REFUSED;
    }
    Matcher count = COUNT.matcher(response.body());
    if (response.status() != 200 || !count.find()) {
      throw new LabException("%s: %d %s".formatted(host, response.status(), response.body()));
    }
    return Integer.parseInt(count.group(1));
  }
}
