package org.batonha.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.NotSerializableException;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A request that stays for long, as one with server-sent events, while others use its session. */
class LongRequestTest {
  private final HttpClient client =
      HttpClient.newBuilder().version(Version.HTTP_1_1).cookieHandler(new CookieManager()).build();

  private SessionsServer server;

  @BeforeEach
  void start() throws Exception {
    server = new SessionsServer(Duration.ofSeconds(60), OnFailure.FAIL);
    server.manager.letAll();
    assertThat(get("/list?add=a").body()).isEqualTo("[a]");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(path).get(20, TimeUnit.SECONDS);
  }

  private CompletableFuture<HttpResponse<String>> send(String path) {
    return client.sendAsync(
        HttpRequest.newBuilder(server.uri(path)).timeout(Duration.ofSeconds(60)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Has the list in its hands, and waits. */
  private CompletableFuture<HttpResponse<String>> stay(String path) {
    CompletableFuture<HttpResponse<String>> answer = send(path);
    await(server.slow::hasQueuedThreads, path + " began");
    return answer;
  }

  private static void await(BooleanSupplier condition, String what) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private HttpResponse<String> end(CompletableFuture<HttpResponse<String>> answer)
      throws Exception {
    server.slow.release();
    return answer.get(20, TimeUnit.SECONDS);
  }

  /** Another request that changes the session is answered: so nobody else has it. */
  private void awaitGivenBack() throws Exception {
    assertThat(get("/small").statusCode()).isEqualTo(200);
  }

  @Test
  void othersDoNotWaitForItsEnd() throws Exception {
    CompletableFuture<HttpResponse<String>> stays = stay("/list/stay");

    assertThat(get("/list?add=b").body()).isEqualTo("[a, b]");
    assertThat(get("/list?add=c").body()).isEqualTo("[a, b, c]");

    assertThat(stays).isNotDone();
    int found = server.manager.found.get();
    assertThat(end(stays).statusCode()).isEqualTo(200);
    assertThat(server.manager.found).as("nobody looks for it at the end").hasValue(found);
    assertThat(get("/list").body()).isEqualTo("[a, b, c]");
  }

  @Test
  void itSeesWhatOthersDidWhenItAsks() throws Exception {
    CompletableFuture<HttpResponse<String>> stays = stay("/list/stay?ask&then=c");
    get("/list?add=b");

    assertThat(end(stays).body()).isEqualTo("[a, b, c]");
    assertThat(get("/list").body()).isEqualTo("[a, b, c]");
  }

  @Test
  void whatItChangesInPlaceAfterwardsIsKept() throws Exception {
    CompletableFuture<HttpResponse<String>> stays = stay("/list/stay?then=b");
    awaitGivenBack();

    HttpResponse<String> answer = end(stays);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(get("/list").body()).isEqualTo("[a, b]");
  }

  @Test
  void whatItChangedInPlaceBeforeItAsksAgainIsKept() throws Exception {
    CompletableFuture<HttpResponse<String>> stays = stay("/list/stay?before=b&ask&then=c");
    awaitGivenBack();

    assertThat(end(stays).body()).isEqualTo("[a, b, c]");
    assertThat(get("/list").body()).isEqualTo("[a, b, c]");
  }

  @Test
  void oneThatHasRenamedTheSessionGivesItBack() throws Exception {
    int begun = server.manager.begun.get();
    CompletableFuture<HttpResponse<String>> stays = stay("/list/stay?rename&ask&then=b");

    await(() -> server.manager.begun.get() > begun, "it is given back");

    assertThat(stays).isNotDone();
    assertThat(end(stays).body()).isEqualTo("[a, b]");
    assertThat(get("/list").body()).isEqualTo("[a, b]");
  }

  /** Its client may have gone, and nobody may ever end it. */
  @Test
  void nobodyKeepsWhatIsGivenBack() throws Exception {
    CompletableFuture<HttpResponse<String>> stays = stay("/list/stay?ask&again");
    assertThat(server.durable.idlers().size()).isEqualTo(1);
    awaitGivenBack();
    await(() -> server.durable.idlers().size() == 0, "it is forgotten");

    server.slow.release();

    await(() -> server.durable.idlers().size() == 1, "it is found again");
    awaitGivenBack();
    await(() -> server.durable.idlers().size() == 0, "it is forgotten again");
    assertThat(end(stays).body()).isEqualTo("[a]");
  }

  @Test
  void nobodyKeepsWhatIsOfADeploymentThatIsRemoved() throws Exception {
    CompletableFuture<HttpResponse<String>> stays = stay("/list/stay?odd");
    assertThat(server.durable.idlers().size()).isEqualTo(1);

    server.undeploy();

    assertThat(server.durable.idlers().size()).isZero();
    assertThat(stays).isNotDone();
  }

  @Test
  void itFailsIfAnotherHasChangedTheSame() throws Exception {
    CompletableFuture<HttpResponse<String>> stays = stay("/list/stay?then=c");
    awaitGivenBack();
    get("/list?add=b");

    assertThat(end(stays).statusCode()).isEqualTo(503);
    assertThat(get("/list").body()).isEqualTo("[a, b]");
    assertThat(server.durable.getFailed()).isEqualTo(1);
  }

  @Test
  void itFailsToSetWhatAnotherHasChanged() throws Exception {
    CompletableFuture<HttpResponse<String>> stays = stay("/list/stay?then=c&set");
    awaitGivenBack();
    get("/list?add=b");

    assertThat(end(stays).statusCode()).isEqualTo(503);
    assertThat(get("/list").body()).isEqualTo("[a, b]");
  }

  @Test
  void itMaySetWhatNobodyHasChanged() throws Exception {
    CompletableFuture<HttpResponse<String>> stays = stay("/list/stay?then=b&set");
    awaitGivenBack();

    assertThat(end(stays).statusCode()).isEqualTo(200);
    assertThat(get("/list").body()).isEqualTo("[a, b]");
  }

  @Test
  void itFailsIfItChangesWhatItHadBeforeItAskedAgain() throws Exception {
    CompletableFuture<HttpResponse<String>> stays = stay("/list/stay?ask&after=b");
    awaitGivenBack();

    assertThat(end(stays).statusCode()).isEqualTo(503);
    assertThat(get("/list").body()).isEqualTo("[a]");
  }

  @Test
  void itMayEndTheSession() throws Exception {
    CompletableFuture<HttpResponse<String>> stays = stay("/list/stay?then=b&end");
    awaitGivenBack();

    HttpResponse<String> answer = end(stays);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Set-Cookie").orElse("")).contains("JSESSIONID=");
    assertThat(get("/list?add=x").body()).isEqualTo("[x]");
  }

  @Test
  void theSessionMayHaveEnded() throws Exception {
    CompletableFuture<HttpResponse<String>> stays = stay("/list/stay?ask");
    awaitGivenBack();
    get("/invalidate");

    assertThat(end(stays).body()).isEqualTo("it has ended");

    get("/list?add=a");
    CompletableFuture<HttpResponse<String>> another = stay("/list/stay?then=b");
    awaitGivenBack();
    get("/invalidate");
    assertThat(end(another).statusCode()).isEqualTo(200);
  }

  @Test
  void aFailureOfWhatItGaveBackIsItsOwn() throws Exception {
    server.manager.failing = true;
    CompletableFuture<HttpResponse<String>> stays = stay("/list/stay");
    assertThat(get("/list?add=b").statusCode()).isEqualTo(503);
    server.manager.failing = false;

    assertThat(end(stays).statusCode()).isEqualTo(503);
  }

  /** What cannot be compared cannot be given back: a change of it would be lost. */
  @Test
  void whoHasInItsHandsWhatCannotBeComparedKeepsTheSession() throws Exception {
    CompletableFuture<HttpResponse<String>> stays = stay("/list/stay?odd");

    CompletableFuture<HttpResponse<String>> other = send("/list?add=b");

    assertThatThrownBy(() -> other.get(2, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
    assertThat(end(stays).statusCode()).isEqualTo(200);
    assertThat(other.get(20, TimeUnit.SECONDS).body()).isEqualTo("[a, b]");
  }

  /** As something that only the server's own serialization knows. */
  static final class Odd implements java.io.Serializable {
    private static final long serialVersionUID = 1L;

    private void writeObject(java.io.ObjectOutputStream out) throws NotSerializableException {
      throw new NotSerializableException();
    }
  }
}
