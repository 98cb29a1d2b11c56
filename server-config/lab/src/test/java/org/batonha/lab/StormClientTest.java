package org.batonha.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StormClientTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir private Path directory;

  private HttpServer server;
  private Chronicle chronicle;
  private StormClient client;
  private volatile String body = "n1\nc0 1\n";
  private volatile int status = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/sample/counters", this::answer);
    server.start();
    String address = server.getAddress().getHostString();
    chronicle = new Chronicle(directory.resolve("history"));
    SharedSession session = SharedSession.begin("s0", address, server.getAddress().getPort());
    client = new StormClient(0, session, address, chronicle, 1);
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    chronicle.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Set-Cookie", "JSESSIONID=abc.n1; Path=/");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private boolean isServed() {
    long since = chronicle.nanos();
    return Await.until(() -> client.isServedSince(since), LIMIT);
  }

  @Test
  void isServedWhileItGetsItsCounters() {
    client.start();

    assertThat(isServed()).isTrue();
  }

  @Test
  void anErrorPageIsNoService() {
    status = 503;

    assertThat(client.read()).isFalse();
    assertThat(client.isServedSince(Long.MIN_VALUE)).isFalse();
  }

  @Test
  void oneThatDiesByAnAnswerThatIsNoneTellsSo() {
    body = "n1\nnonsense\n";
    client.start();

    assertThatThrownBy(this::isServed)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("client 0 of session s0 died");
  }
}
