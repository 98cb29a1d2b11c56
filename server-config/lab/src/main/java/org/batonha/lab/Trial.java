package org.batonha.lab;

import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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

  private static final String KEYS = "sso.p12";
  private static final String SECRET = "only-for-the-lab";
  private static final String CREDENTIAL = "<credential-reference clear-text=\"" + SECRET + "\"/>";
  private static final String KEY_STORE =
      "<key-stores><key-store name=\"sso\">"
          + CREDENTIAL
          + "<implementation type=\"PKCS12\"/><file path=\""
          + KEYS
          + "\" relative-to=\"jboss.server.config.dir\"/></key-store>";
  private static final String DOMAIN =
      "<application-security-domain name=\"other\" security-domain=\"ApplicationDomain\"/>";
  private static final String SIGN_ON =
      "<application-security-domain name=\"other\" security-domain=\"ApplicationDomain\">"
          + "<single-sign-on key-store=\"sso\" key-alias=\"sso\">"
          + CREDENTIAL
          + "</single-sign-on></application-security-domain>";

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
  private static final Duration TAKEOVER_LIMIT = Duration.ofSeconds(30);

  /** Longer than the command needs to begin, shorter than the drain time-out. */
  private static final Duration SLOW = Duration.ofSeconds(4);

  private static final String ROOT = "http://" + Lab.VIP + ":8080/";

  @Option(names = "--home", required = true, description = "the prepared server home")
  private Path home;

  @Option(names = "--war", required = true, description = "the trial application")
  private Path war;

  private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private final HttpClient client =
      HttpClient.newBuilder()
          .cookieHandler(cookies)
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
      Path keys = makeKeys(cluster.lab());
      for (Server server : cluster.servers()) {
        deploy(server.base(), keys);
      }
      cluster.start();
      moveUnderOneThatStays(cluster);
      use();
      Server victim = cluster.holder();
      useBesideOneThatStays(cluster.other(victim).node());
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
  private void deploy(Path base, Path keys) throws IOException {
    for (String name : new String[] {"trial.war", "again.war"}) {
      Files.copy(
          war, base.resolve("deployments").resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    Path configuration = base.resolve("configuration");
    append(configuration.resolve("application-users.properties"), USER + "=" + DIGEST);
    append(configuration.resolve("application-roles.properties"), USER + "=guest");
    Files.copy(keys, configuration.resolve(KEYS));
    Path model = configuration.resolve("standalone-ha.xml");
    String text = Files.readString(model);
    int domain = text.lastIndexOf(DOMAIN); // the last is the web server's
    if (domain < 0 || !text.contains("<key-stores>")) {
      throw new LabException("there is no place for single sign-on in " + model);
    }
    Files.writeString(
        model,
        (text.substring(0, domain) + SIGN_ON + text.substring(domain + DOMAIN.length()))
            .replaceFirst("<key-stores>", KEY_STORE));
  }

  /** Servers that share log-ins sign what they tell each other about them. */
  private Path makeKeys(Lab lab) {
    Path file = lab.directory().resolve(KEYS);
    String keytool = System.getProperty("java.home") + "/bin/keytool";
    lab.run(
        List.of(
            keytool,
            "-genkeypair",
            "-alias",
            "sso",
            "-keyalg",
            "RSA",
            "-dname",
            "CN=lab",
            "-storetype",
            "PKCS12",
            "-storepass",
            SECRET,
            "-keystore",
            file.toString()),
        Duration.ofSeconds(60));
    return file;
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

  /** A planned move cuts off nobody who is answered within the drain time-out. */
  private void moveUnderOneThatStays(Cluster cluster) throws IOException, InterruptedException {
    Server holder = cluster.holder();
    get("trial/keep");
    HttpResponse<InputStream> stays =
        client.send(
            request(ROOT + "trial/stay?millis=" + SLOW.toMillis()),
            HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream events = stays.body()) {
      events.read();
      Injection.batonMove(cluster, holder);
      seen.put("moved_under", new String(events.readAllBytes(), StandardCharsets.UTF_8).strip());
    }
    seen.put("moved", cluster.holder() != holder);
    get("trial/keep?end");
  }

  /** Nobody waits for the end of a request that has none, here or on another node. */
  private void useBesideOneThatStays(String other) throws Exception {
    HttpResponse<InputStream> stays =
        client.send(request(ROOT + "trial/stay"), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream events = stays.body()) {
      events.read(); // it has the session
      put("beside_", get("trial/keep?add=beside"));
      String id =
          cookies.getCookieStore().get(URI.create(ROOT + "trial/")).stream()
              .map(HttpCookie::toString)
              .collect(Collectors.joining("; "));
      String there = "http://" + Lab.lanAddress(other) + ":8080/trial/keep?add=there";
      put("there_", body(builder(there).header("Cookie", id).build()));
    }
  }

  private static HttpRequest.Builder builder(String uri) {
    return HttpRequest.newBuilder(URI.create(uri)).timeout(ANSWER_LIMIT);
  }

  private static HttpRequest request(String uri) {
    return builder(uri).build();
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
    return body(request(ROOT + path));
  }

  private String logIn() throws IOException, InterruptedException {
    return body(
        builder(ROOT + "trial/j_security_check")
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
