package org.batonha.sample;

import java.io.IOException;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Predicate;
import org.jboss.dmr.ModelNode;

/** A browser with a session of its own. */
final class Visitor {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(TestServer.sample(path)).timeout(PATIENCE).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(TestServer.sample(path))
            .POST(HttpRequest.BodyPublishers.noBody())
            .timeout(PATIENCE)
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  String count() throws IOException, InterruptedException {
    return get("count").body();
  }

  ModelNode status() throws IOException, InterruptedException {
    HttpResponse<String> response = get("status");
    if (response.statusCode() != 200) {
      throw new AssertionError("status answered " + response.statusCode() + ": " + response.body());
    }
    return ModelNode.fromJSONString(response.body());
  }

  /** Asks for the status until it is as wanted; the next question follows each answer at once. */
  ModelNode statusWhen(String wanted, Predicate<ModelNode> condition)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    ModelNode status = status();
    while (!condition.test(status)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not " + wanted + " within " + PATIENCE + ": " + status);
      }
      status = status();
    }
    return status;
  }
}
