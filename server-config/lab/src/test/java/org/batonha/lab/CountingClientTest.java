package org.batonha.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CountingClientTest {
  private final AtomicInteger count = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/count", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String cookie = exchange.getRequestHeaders().getFirst("Cookie");
    if (cookie == null) {
      exchange.getResponseHeaders().add("Set-Cookie", "JSESSIONID=abc.n1; Path=/");
    } else {
      assertThat(cookie).isEqualTo("JSESSIONID=abc.n1");
    }
    byte[] body = (count.incrementAndGet() + " n1\n").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private CountingClient client(String path) {
    return new CountingClient(server.getAddress(), path, new Timebase());
  }

  @Test
  void countsInOneSession() {
    try (CountingClient client = client("/count")) {
      Answer first = client.request();
      Answer second = client.request();

      assertThat(first.error()).isEmpty();
      assertThat(first.count()).isEqualTo(1);
      assertThat(second.count()).isEqualTo(2);
      assertThat(second.node()).isEqualTo("n1");
      assertThat(second.session()).isEqualTo("abc");
    }
  }

  @Test
  void anErrorPageIsAFailure() {
    try (CountingClient client = client("/nowhere")) {
      assertThat(client.request().error()).startsWith("status 404");
    }
  }

  @Test
  void aConnectionThatWasClosedWhileIdleCostsNoRequest() {
    try (CountingClient client = client("/count")) {
      assertThat(client.request().isGood()).isTrue();
      InetSocketAddress address = server.getAddress();
      server.stop(0);
      restart(address);

      assertThat(client.request().isGood()).isTrue();
    }
  }

  private void restart(InetSocketAddress address) {
    try {
      server = HttpServer.create(address, 0);
      server.createContext("/count", this::answer);
      server.start();
    } catch (IOException e) {
      throw new AssertionError("cannot listen on " + address + " again", e);
    }
  }

  @Test
  void aRequestWithoutAnAnswerFails() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        CountingClient client =
            new CountingClient(
                new InetSocketAddress(silent.getInetAddress(), silent.getLocalPort()),
                "/count",
                new Timebase())) {
      Answer answer = client.request();

      assertThat(answer.error()).contains("SocketTimeoutException");
      assertThat(answer.sendings()).isEqualTo(1);
    }
  }

  @Test
  void nobodyThereFailsAfterTheLimitAndNotBefore() throws IOException {
    InetSocketAddress address = server.getAddress();
    server.stop(0);
    try (CountingClient client = new CountingClient(address, "/count", new Timebase())) {
      Answer answer = client.request();

      assertThat(answer.error()).contains("ConnectException");
      assertThat(answer.sendings()).isZero();
      assertThat(Duration.between(answer.from(), answer.to()))
          .isGreaterThanOrEqualTo(CountingClient.READ_LIMIT);
    }
  }
}
