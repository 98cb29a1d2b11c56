package org.batonha.lab;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
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

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final Pattern COUNT = Pattern.compile("(?m)^a (\\d+)$");

  private final HttpClient client =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(ANSWER_LIMIT)
          .build();

  private String cookie = "";

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
    try {
      return ask(host, query);
    } catch (IOException e) {
      throw new LabException("cannot ask " + host, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }

  private int ask(String host, String query) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + host + ":8080/sample/counters" + query))
            .timeout(ANSWER_LIMIT);
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    HttpResponse<String> response;
    try {
      response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (HttpTimeoutException e) {
      return SILENT;
    }
    if (cookie.isEmpty()) {
      cookie = response.headers().firstValue("Set-Cookie").orElse("").split(";")[0];
    }
    if (response.statusCode() == 503) {
      return REFUSED;
    }
    Matcher count = COUNT.matcher(response.body());
    if (response.statusCode() != 200 || !count.find()) {
      throw new IOException(host + ": " + response.statusCode() + " " + response.body());
    }
    return Integer.parseInt(count.group(1));
  }
}
