package org.batonha.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many sessions that were counted in once, and that nobody uses while faults happen. Each is used
 * once more at the end: who counts to two then has it still. Not thread-safe; uses some threads.
 */
final class IdleSessions {
  private static final int CONNECTIONS = 4;
  private static final int HTTP_PORT = 8080;
  private static final String PATH = "/sample/count";
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

  private final InetSocketAddress address;
  private final String[] cookies;

  private IdleSessions(String address, int count) {
    this.address = new InetSocketAddress(address, HTTP_PORT);
    this.cookies = new String[count];
  }

  /**
   * Creates sessions.
   *
   * @throws LabException when one cannot be created
   */
  static IdleSessions create(String address, int count) {
    IdleSessions sessions = new IdleSessions(address, count);
    sessions.onEach(
        (connection, session) -> {
          HttpResponse response = sessions.get(connection, "");
          sessions.cookies[session] =
              response
                  .session()
                  .filter(cookie -> response.status() == 200)
                  .orElseThrow(() -> new IOException("no session: status " + response.status()));
        });
    return sessions;
  }

  /**
   * Uses each session once more, and returns how many have not the count that they had. One that
   * got no answer was asked again, so it may have more.
   */
  int countLost() {
    AtomicInteger kept = new AtomicInteger();
    onEach(
        (connection, session) -> {
          HttpResponse response = get(connection, "JSESSIONID=" + cookies[session]);
          if (response.status() == 200 && count(response.body()) >= 2) {
            kept.incrementAndGet();
          }
        });
    return cookies.length - kept.get();
  }

  private static int count(String body) throws IOException {
    try {
      return Integer.parseInt(body.split(" ")[0]);
    } catch (NumberFormatException e) {
      throw new IOException("no count: " + body, e);
    }
  }

  private HttpResponse get(HttpConnection connection, String cookies) throws IOException {
    return connection.get(address.getHostString(), PATH, cookies);
  }

  private interface Use {
    void use(HttpConnection connection, int session) throws IOException;
  }

  private void onEach(Use use) {
    if (cookies.length == 0) {
      return;
    }
    AtomicInteger next = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        all.add(threads.submit(() -> useNext(use, next)));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new LabException("cannot use " + cookies.length + " sessions", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private Void useNext(Use use, AtomicInteger next) throws IOException {
    HttpConnection connection = open();
    try {
      for (int session = next.getAndIncrement();
          session < cookies.length;
          session = next.getAndIncrement()) {
        try {
          use.use(connection, session);
        } catch (IOException e) {
          connection.close();
          connection = open();
          use.use(connection, session);
        }
      }
      return null;
    } finally {
      connection.close();
    }
  }

  private HttpConnection open() throws IOException {
    return HttpConnection.open(address, CONNECT_LIMIT, ANSWER_LIMIT);
  }
}
