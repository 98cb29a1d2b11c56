package org.batonha.lab;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What of an application's session is still there when its node was killed: asks the trial
 * application on one node and, after that one's end, on the other. Prints one JSON object with what
 * it answered {@code before} and {@code after}. Runs on the lab's host {@code client}.
 */
@Command(name = "trial", description = "Kills a node and looks what its sessions were worth")
public final class Trial implements Callable<Integer> {
  private static final String USER = "alice";
  private static final String PASSWORD = "wonderland";

  /** The MD5 of {@code USER:ApplicationRealm:PASSWORD}, as the server's files have it. */
  private static final String DIGEST = "20ee85998f2cb9459061b265ca4315c0";

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
  private static final Duration TAKEOVER_LIMIT = Duration.ofSeconds(30);
  private static final String ROOT = "http://" + Lab.VIP + ":8080/";

  @Option(names = "--home", required = true, description = "the prepared server home")
  private Path home;

  @Option(names = "--war", required = true, description = "the trial application")
  private Path war;

  private final HttpClient client =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
          .followRedirects(HttpClient.Redirect.NORMAL)
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(ANSWER_LIMIT)
          .build();

  private final Map<String, Object> seen = new LinkedHashMap<>();

  /** Runs it and exits with one of {@link ExitCode}. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Trial()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Timebase time = new Timebase();
    try (Cluster cluster = new Cluster(Lab.current(), home.toAbsolutePath(), time, Trial::log)) {
      for (Server server : cluster.servers()) {
        deploy(server.base());
      }
      cluster.start();
      use();
      Server victim = cluster.holder();
      log("kills " + victim.node());
      victim.kill();
      look();
    }
    System.out.println(Json.object(seen));
    return ExitCode.SURVIVED.code();
  }

  private static void log(String text) {
    System.err.println("trial: " + text);
  }

  /** The application twice, so that one log-in is good for both; and a user. */
  private void deploy(Path base) throws IOException {
    for (String name : new String[] {"trial.war", "again.war"}) {
      Files.copy(
          war, base.resolve("deployments").resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    Path configuration = base.resolve("configuration");
    append(configuration.resolve("application-users.properties"), USER + "=" + DIGEST);
    append(configuration.resolve("application-roles.properties"), USER + "=guest");
    Path model = configuration.resolve("standalone-ha.xml");
    String text = Files.readString(model);
    String changed = text.replaceFirst("(<http-invoker [^>]*/>)", "<single-sign-on path=\"/\"/>$1");
    if (changed.equals(text)) {
      throw new LabException("there is no place for single sign-on in " + model);
    }
    Files.writeString(model, changed);
  }

  private static void append(Path file, String line) throws IOException {
    Files.writeString(file, "\n" + line + "\n", StandardOpenOption.APPEND);
  }

  private void use() throws Exception {
    get("trial/keep?add=one");
    put("before_", get("trial/keep?add=two"));
    seen.put("before_asked", get("trial/secret").contains("j_security_check"));
    seen.put("before_user", logIn());
    seen.put("before_user_again", get("again/secret"));
  }

  private void look() throws Exception {
    put("after_", untilAnswered("trial/keep"));
    seen.put("after_user", get("trial/secret"));
    seen.put("after_user_again", get("again/secret"));
    put("then_", get("trial/keep?add=three"));
    put("end_", get("trial/keep?end"));
  }

  private void put(String prefix, String lines) {
    lines
        .lines()
        .map(line -> line.split(" ", 2))
        .forEach(field -> seen.put(prefix + field[0], field.length > 1 ? field[1] : ""));
  }

  private String get(String path) throws IOException, InterruptedException {
    return body(HttpRequest.newBuilder(URI.create(ROOT + path)).timeout(ANSWER_LIMIT).build());
  }

  private String logIn() throws IOException, InterruptedException {
    return body(
        HttpRequest.newBuilder(URI.create(ROOT + "trial/j_security_check"))
            .timeout(ANSWER_LIMIT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "j_username=%s&j_password=%s".formatted(USER, PASSWORD)))
            .build());
  }

  private String body(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(request.uri() + ": status " + response.statusCode());
    }
    return response.body().strip();
  }

  private String untilAnswered(String path) throws InterruptedException {
    long end = System.nanoTime() + TAKEOVER_LIMIT.toNanos();
    while (true) {
      try {
        return get(path);
      } catch (IOException e) {
        if (System.nanoTime() - end > 0) {
          throw new LabException("no answer from the other node: " + e.getMessage(), e);
        }
      }
    }
  }
}
