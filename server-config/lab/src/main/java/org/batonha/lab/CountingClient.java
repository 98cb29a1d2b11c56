package org.batonha.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client that counts in its HTTP session, one request after the other, and writes down what came
 * of each. It behaves as a browser or a pool of connections does: it keeps its connection, looks
 * whether it was closed before it sends, opens another one when needed, and sends a GET again, on a
 * new connection and a few times at most, when one ended before any byte of an answer (RFC 9110,
 * section 9.2.2). So a count may be more than the client thinks, but never less.
 *
 * <p>A request fails when no connection could be made within {@link #READ_LIMIT}, when the
 * connection broke too often or in the middle of an answer, when the answer took longer than that
 * limit, or when it is not a count.
 *
 * <p>Thread-safe; one thread of its own sends.
 */
public final class CountingClient implements AutoCloseable {
  /** How long one attempt to connect may take. */
  public static final Duration CONNECT_LIMIT = Duration.ofMillis(250);

  /** How long an answer may take, and all attempts to connect together. */
  public static final Duration READ_LIMIT = Duration.ofSeconds(1);

  /** How often a request is sent again when its connection ended before any answer. */
  public static final int MOST_REPETITIONS = 3;

  /** The pause between an answer and the next request. */
  public static final Duration PAUSE = Duration.ofMillis(5);

  private static final Pattern COUNT = Pattern.compile("(\\d+) (\\S+)\\s*");
  private static final Duration JOIN_LIMIT = Duration.ofSeconds(5);

  private final InetSocketAddress address;
  private final String path;
  private final Timebase time;
  private final Duration pause;
  private final List<Answer> answers = new ArrayList<>();
  private final Thread thread = new Thread(this::run, "counting-client");
  private volatile boolean running = true;
  private HttpConnection connection;
  private String cookie = "";

  /** Creates a client; {@link #start} makes it count. */
  public CountingClient(InetSocketAddress address, String path, Timebase time) {
    this(address, path, time, PAUSE);
  }

  /**
   * Creates a client; {@link #start} makes it count.
   *
   * @param pause between an answer and the next request; may be zero
   */
  public CountingClient(InetSocketAddress address, String path, Timebase time, Duration pause) {
    this.address = address;
    this.path = path;
    this.time = time;
    this.pause = pause;
    thread.setDaemon(true);
  }

  /** Begins to count. */
  public void start() {
    thread.start();
  }

  /** Returns what came of each request up to now, the oldest first. */
  public List<Answer> answers() {
    synchronized (answers) {
      return List.copyOf(answers);
    }
  }

  /** Returns what came after an instant, and the last answer before that, the oldest first. */
  List<Answer> answersSince(Instant since) {
    synchronized (answers) {
      int first = answers.size();
      while (first > 0 && answers.get(first - 1).to().isAfter(since)) {
        first--;
      }
      return List.copyOf(answers.subList(Math.max(0, first - 1), answers.size()));
    }
  }

  /** Returns the newest good answer. */
  public Optional<Answer> lastGood() {
    synchronized (answers) {
      for (int i = answers.size() - 1; i >= 0; i--) {
        if (answers.get(i).isGood()) {
          return Optional.of(answers.get(i));
        }
      }
      return Optional.empty();
    }
  }

  private void run() {
    while (running) {
      Answer answer = request();
      synchronized (answers) {
        answers.add(answer);
      }
      if (!pause.isZero()) {
        Await.pause(pause);
      }
    }
    disconnect();
  }

  /** Sends one request, and again if its connection ended before any answer. */
  Answer request() {
    Instant from = time.now();
    int sent = 0;
    while (true) {
      Answer answer;
      try {
        connect();
        sent++;
        answer = send(from);
      } catch (HttpConnection.NoAnswerException e) {
        answer = failed(from, e);
        if (sent <= MOST_REPETITIONS) {
          continue;
        }
      } catch (IOException e) {
        answer = failed(from, e);
      }
      return answer.sent(sent);
    }
  }

  private Answer failed(Instant from, IOException e) {
    disconnect();
    return Answer.failed(from, time.now(), e.getClass().getSimpleName() + ": " + e.getMessage());
  }

  private Answer send(Instant from) throws IOException {
    HttpResponse response =
        connection.get(
            address.getHostString(), path, cookie.isEmpty() ? "" : "JSESSIONID=" + cookie);
    response.session().ifPresent(value -> cookie = value);
    if (!response.keepAlive()) {
      disconnect();
    }
    return answer(from, response);
  }

  private Answer answer(Instant from, HttpResponse response) {
    Matcher count = COUNT.matcher(response.body());
    if (response.status() != 200 || !count.matches()) {
      String start = response.body().lines().findFirst().orElse("");
      return Answer.failed(from, time.now(), "status " + response.status() + ": " + start);
    }
    String session = cookie.replaceFirst("\\..*", "");
    return Answer.good(from, time.now(), count.group(2), Long.parseLong(count.group(1)), session);
  }

  private void connect() throws IOException {
    if (connection != null && !connection.isUsable()) {
      disconnect();
    }
    long deadline = System.nanoTime() + READ_LIMIT.toNanos();
    while (connection == null) {
      try {
        connection = HttpConnection.open(address, CONNECT_LIMIT, READ_LIMIT);
      } catch (IOException e) {
        // Nothing was sent yet, so trying again repeats nothing.
        if (!running || System.nanoTime() - deadline >= 0) {
          throw e;
        }
        Await.pause(PAUSE);
      }
    }
  }

  private void disconnect() {
    if (connection == null) {
      return;
    }
    try {
      connection.close();
    } catch (IOException e) {
      System.err.println("client: closing its connection failed: " + e.getMessage());
    }
    connection = null;
  }

  /** Ends the counting; does not wait for the last answer. */
  void stop() {
    running = false;
  }

  /** Ends the counting. */
  @Override
  public void close() {
    stop();
    try {
      thread.join(JOIN_LIMIT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
