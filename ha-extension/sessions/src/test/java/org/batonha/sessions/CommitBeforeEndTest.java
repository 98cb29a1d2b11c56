package org.batonha.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.batonha.sessions.AnsweringServlet.Way;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No answer is complete before its session is committed, in whatever way it is given. */
class CommitBeforeEndTest {
  private SessionsServer server;

  @BeforeEach
  void start() throws Exception {
    server = new SessionsServer(Duration.ofSeconds(60), OnFailure.FAIL);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  static Stream<Arguments> waysAndProtocols() {
    return Stream.of(Way.values())
        .flatMap(
            way ->
                Stream.of("GET", "HEAD")
                    .flatMap(
                        method ->
                            Stream.of(Version.values())
                                .map(version -> Arguments.of(way, method, version))))
        // Undertow itself sends a length there, which the client refuses.
        .filter(
            arguments ->
                arguments.get()[0] != Way.NO_CONTENT_FLUSHED || arguments.get()[1].equals("GET"));
  }

  @ParameterizedTest
  @MethodSource("waysAndProtocols")
  void theAnswerEndsAfterTheCommit(Way way, String method, Version version) throws Exception {
    HttpClient client =
        HttpClient.newBuilder().version(version).cookieHandler(new CookieManager()).build();
    begin(client);
    int committed = commits();

    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request(way.path(), method), HttpResponse.BodyHandlers.ofString());

    if (way == Way.INVALIDATE) {
      // The session manager wrote that in the middle of the request.
      assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
      assertThat(commits()).isEqualTo(committed + 1);
      return;
    }
    awaitBegun(committed + 1);
    assertThatThrownBy(() -> answer.get(30, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    server.manager.commits.release();
    HttpResponse<String> response = answer.get(20, TimeUnit.SECONDS);
    assertThat(commits()).isEqualTo(committed + 1);
    assertThat(response.statusCode()).isEqualTo(status(way));
    if (method.equals("GET")) {
      assertThat(response.body().length()).isEqualTo(length(way, response.body()));
    }
    // The connection, and the session, go on.
    server.manager.letAll();
    assertThat(get(client, "/small").statusCode()).isEqualTo(200);
  }

  /** A first answer, so that the session and its cookie are there. */
  private void begin(HttpClient client) throws Exception {
    server.manager.commits.release();
    assertThat(get(client, "/small").body()).isEqualTo("1");
  }

  private int commits() {
    return server.manager.events.size();
  }

  private void awaitBegun(int begun) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (server.manager.begun.get() < begun) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no commit was begun; " + server.manager.events);
      }
      Thread.onSpinWait();
    }
  }

  private static int status(Way way) {
    return switch (way) {
      case REDIRECT, SET_AFTER_REDIRECT -> 302;
      case ERROR -> 404;
      case ERROR_PAGE -> 409;
      case EXCEPTION, ASYNC_TIMEOUT -> 500;
      case NO_CONTENT, NO_CONTENT_FLUSHED -> 204;
      default -> 200;
    };
  }

  private static int length(Way way, String body) {
    return switch (way) {
      case FIXED_LARGE, FILE, CHUNKED_LARGE -> AnsweringServlet.LARGE;
      case ERROR, EXCEPTION, ASYNC_TIMEOUT -> body.length();
      case FLUSHED_EARLY -> 11;
      case FIXED_FLUSHED -> 10;
      case SMALL -> 1;
      case FORWARD, ERROR_PAGE, ASYNC_ELSEWHERE -> 4;
      case REDIRECT, SET_AFTER_REDIRECT, NO_CONTENT, NO_CONTENT_FLUSHED, EMPTY -> 0;
      case FIXED, ASYNC, ASYNC_AT_ONCE, ASYNC_CLOSED_EARLY, ASYNC_AGAIN -> 5;
      case CLOSED_EARLY -> 6;
      case ASYNC_DISPATCH -> 10;
      case WRITE_LISTENER, WRITE_LISTENER_FIXED, CHANGE_ID -> 7;
      case INVALIDATE -> 5;
    };
  }

  private HttpRequest request(String path, String method) {
    return HttpRequest.newBuilder(server.uri(path))
        .method(method, HttpRequest.BodyPublishers.noBody())
        .timeout(Duration.ofSeconds(30))
        .build();
  }

  private HttpResponse<String> get(HttpClient client, String path) throws Exception {
    return client
        .sendAsync(request(path, "GET"), HttpResponse.BodyHandlers.ofString())
        .get(20, TimeUnit.SECONDS);
  }

  @Test
  void aRequestThatTouchedNoSessionWaitsForNothing() throws Exception {
    HttpClient client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    begin(client);

    // It names a session, and reads it at most; the commit of the access time is held up here.
    assertThat(get(client, "/untouched").body()).isEqualTo("untouched");
    assertThat(get(HttpClient.newHttpClient(), "/untouched").body()).isEqualTo("untouched");
    server.manager.commits.release();
    assertThat(get(client, "/read").body()).isEqualTo("1");
    assertThat(server.durable.getWithheld()).isEqualTo(1);
  }

  @Test
  void aRequestThatNeverReachesTheApplicationWaitsForNothing() throws Exception {
    HttpClient client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    begin(client);

    // Undertow answers for such a path before the application could.
    assertThat(get(client, "/WEB-INF/web.xml").statusCode()).isEqualTo(404);
    assertThat(get(client, "/suspended").statusCode()).isEqualTo(503);
  }

  @ParameterizedTest
  @EnumSource
  void aRequestThatNoServletAnswersEndsAfterTheCommit(Version version) throws Exception {
    HttpClient client =
        HttpClient.newBuilder().version(version).cookieHandler(new CookieManager()).build();
    begin(client);

    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request("/handed_on", "GET"), HttpResponse.BodyHandlers.ofString());

    awaitBegun(2);
    int turns = server.handingOn.turns.get();
    assertThatThrownBy(() -> answer.get(100, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    assertThat(server.handingOn.turns).as("it does not try meanwhile").hasValueLessThan(turns + 3);
    server.manager.commits.release();
    assertThat(answer.get(20, TimeUnit.SECONDS).body()).hasSize(AnsweringServlet.LARGE);
    server.manager.letAll();
    assertThat(get(client, "/small").body()).isEqualTo("3");
  }

  @Test
  void requestsThatShareASessionEndWithTheCommitOfTheLast() throws Exception {
    HttpClient client =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .build();
    begin(client);
    CompletableFuture<HttpResponse<String>> slow =
        client.sendAsync(request("/slow", "GET"), HttpResponse.BodyHandlers.ofString());
    awaitSlow();

    CompletableFuture<HttpResponse<String>> quick =
        client.sendAsync(request("/small", "GET"), HttpResponse.BodyHandlers.ofString());

    assertThatThrownBy(() -> quick.get(100, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    server.slow.release();
    awaitBegun(2);
    assertThatThrownBy(() -> quick.get(30, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    server.manager.commits.release();
    assertThat(slow.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    assertThat(quick.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    assertThat(server.durable.getCommitted()).isEqualTo(3);
  }

  @Test
  void aChangeThatNobodyWroteIsWritten() throws Exception {
    HttpClient client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    begin(client);
    server.manager.letAll();
    server.manager.losing.set(true);

    assertThat(get(client, "/small").body()).isEqualTo("2");
    assertThat(get(client, "/read").body()).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/small", "/async"})
  void whoWaitsForItsAnswerBeforeItSendsTheRestGetsIt(String path) throws Exception {
    server.manager.letAll();
    try (RawClient client = new RawClient(server.address())) {
      client.send("POST", path, "Content-Length: 10");
      client.sendBody("first");
      assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
      client.sendBody("other");
      client.send("GET", "/untouched");
      client.readUntil("untouched");
    }
    try (RawClient client = new RawClient(server.address())) {
      client.send("POST", path, "Transfer-Encoding: chunked", "Connection: close");
      client.sendBody("5\r\nfirst\r\n");
      assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void aRequestWhoseClientGoesWhileItIsAnsweredIsCommitted() throws Exception {
    server.manager.letAll();
    try (RawClient client = new RawClient(server.address())) {
      client.send("GET", "/unread");
      client.readUntil("\r\n\r\n");
    }

    awaitBegun(1);
  }

  private void awaitSlow() {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!server.slow.hasQueuedThreads()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("the slow request did not begin");
      }
      Thread.onSpinWait();
    }
  }
}
