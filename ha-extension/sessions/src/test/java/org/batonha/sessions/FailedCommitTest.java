package org.batonha.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client sees of a commit that failed, or takes too long. */
class FailedCommitTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(200);

  private SessionsServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private void start(Duration timeout, OnFailure onFailure, boolean failing) throws Exception {
    server = new SessionsServer(timeout, onFailure);
    server.manager.failing = failing;
    if (failing) {
      server.manager.letAll();
    }
  }

  /** The first request of a client upgrades its connection, and is no stream like any other. */
  private HttpResponse<String> get(Version version, String path) throws Exception {
    HttpClient client = HttpClient.newBuilder().version(version).build();
    if (version == Version.HTTP_2) {
      get(client, "/untouched");
    }
    return get(client, path);
  }

  private HttpResponse<String> get(HttpClient client, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(server.uri(path)).timeout(Duration.ofSeconds(20)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** The client may have its answer before it is counted. */
  private static void await(LongSupplier counter, long value) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (counter.getAsLong() != value) {
      assertThat(System.nanoTime()).as("%s at last", counter.getAsLong()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSmallAnswerBecomesARefusal(Version version) throws Exception {
    start(LONG, OnFailure.FAIL, true);

    assertThat(get(version, "/small").statusCode()).isEqualTo(503);
    assertThat(get(version, "/async").statusCode()).isEqualTo(503);
    assertThat(get(version, "/write_listener").statusCode()).isEqualTo(503);
    assertThat(server.durable.getFailed()).isEqualTo(3);
    await(server.durable::getRefused, 3);
    assertThat(server.durable.getWaiting()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerThatHasBegunIsBroken(Version version) throws Exception {
    start(LONG, OnFailure.FAIL, true);

    assertThatThrownBy(() -> get(version, "/fixed_large")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> get(version, "/chunked_large")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> get(version, "/flushed_early")).isInstanceOf(IOException.class);
    await(server.durable::getBroken, 3);
    server.manager.failing = false;
    assertThat(get(version, "/small").statusCode()).isEqualTo(200);
  }

  @Test
  void anAnswerWithoutALengthIsResetSoThatItsEndIsNotTakenForIt() throws Exception {
    start(LONG, OnFailure.FAIL, true);
    try (RawClient client = new RawClient(server.address())) {
      client.send("GET", "/flushed_early", "Connection: close");

      assertThatThrownBy(client::readToEnd).isInstanceOf(IOException.class);
      assertThat(client.text()).doesNotContain("second");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/small", "/async", "/write_listener"})
  void aCommitThatTakesTooLongIsAFailure(String path) throws Exception {
    start(SHORT, OnFailure.FAIL, false);

    assertThat(get(Version.HTTP_1_1, path).statusCode()).isEqualTo(503);
    assertThat(server.durable.getTimedOut()).isEqualTo(1);
    server.manager.letAll();
    assertThat(get(Version.HTTP_1_1, path).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/small", "/async", "/write_listener", "/fixed_large", "/forward"})
  void byWarnAnAnswerGoesOutAllTheSame(String path) throws Exception {
    start(SHORT, OnFailure.WARN, false);

    assertThat(get(Version.HTTP_1_1, path).statusCode()).isEqualTo(200);
    assertThat(get(Version.HTTP_2, path).statusCode()).isEqualTo(200);
    server.manager.failing = true;
    server.manager.letAll();
    assertThat(get(Version.HTTP_1_1, path).statusCode()).isEqualTo(200);
    assertThat(server.durable.getWarned()).isEqualTo(3);
    assertThat(server.durable.getTimedOut()).isEqualTo(2);
    assertThat(server.durable.getFailed()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void commitsThatHangInAllWorkersKeepNoAnswer(OnFailure onFailure) throws Exception {
    start(SHORT, onFailure, false);
    HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
    HttpRequest request = HttpRequest.newBuilder(server.uri("/small")).build();

    List<CompletableFuture<HttpResponse<String>>> answers =
        Stream.generate(() -> client.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
            .limit(8)
            .toList();

    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.get(20, TimeUnit.SECONDS).statusCode())
          .isEqualTo(onFailure == OnFailure.FAIL ? 503 : 200);
    }
  }

  @Test
  void theEndOfALargeAnswerIsAllThatIsWithheld() throws Exception {
    start(LONG, OnFailure.FAIL, false);
    try (RawClient client = new RawClient(server.address())) {
      client.send("GET", "/fixed_large");
      client.readUntil("\r\n\r\n");
      int head = client.text().indexOf("\r\n\r\n") + 4;
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (client.text().length() - head < AnsweringServlet.LARGE - 20_000) {
        client.peek(20);
        assertThat(System.nanoTime()).isLessThan(end);
      }

      assertThat(client.peek(50).length() - head).isLessThan(AnsweringServlet.LARGE);
      server.manager.letAll();
      while (client.text().length() - head < AnsweringServlet.LARGE) {
        client.peek(20);
        assertThat(System.nanoTime()).isLessThan(end);
      }
    }
  }

  @Test
  void aSettingOutOfItsBoundsIsRefused() {
    assertThatThrownBy(() -> settings(Duration.ofMillis(99)))
        .hasMessage("timeout of durable sessions is 99 ms: write 100 to 300000");
    assertThatThrownBy(() -> settings(Duration.ofMinutes(6)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Settings settings(Duration timeout) {
    return new Settings(timeout, OnFailure.FAIL, WithoutQuorum.SERVE);
  }

  @Test
  void aPartWithoutQuorumRefusesWhatHasASession() throws Exception {
    start(LONG, OnFailure.FAIL, false);
    server.manager.letAll();
    server.quorate = false;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!server.durable.refuses()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }

    assertThat(get(Version.HTTP_1_1, "/small").statusCode()).isEqualTo(503);
    assertThat(get(Version.HTTP_1_1, "/untouched").statusCode()).isEqualTo(200);
    try (RawClient client = new RawClient(server.address())) {
      client.send("GET", "/untouched", "Cookie: JSESSIONID=any");
      assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 503 ");
    }
    assertThat(server.durable.getRefusedWithoutQuorum()).isEqualTo(2);
    server.durable.apply(settings(LONG));
    assertThat(get(Version.HTTP_1_1, "/small").statusCode()).isEqualTo(200);
    server.durable.apply(new Settings(LONG, OnFailure.FAIL, WithoutQuorum.REFUSE));
    server.quorate = true;
    while (server.durable.refuses()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
    assertThat(get(Version.HTTP_1_1, "/small").statusCode()).isEqualTo(200);
  }
}
