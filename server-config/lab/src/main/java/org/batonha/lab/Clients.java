package org.batonha.lab;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Several clients that count at the same time, each in its own session. Thread-safe. */
public final class Clients implements AutoCloseable {
  /** Where the sample application counts. */
  private static final String PATH = "/sample/count";

  private static final int HTTP_PORT = 8080;

  private final List<CountingClient> all;
  private final Timebase time;

  private Clients(List<CountingClient> all, Timebase time) {
    this.all = all;
    this.time = time;
  }

  /**
   * Begins to count.
   *
   * @param address of the server, an IP address
   * @param count how many clients
   * @param pause of each between an answer and the next request; may be zero
   */
  public static Clients start(String address, int count, Duration pause, Timebase time) {
    InetSocketAddress to = new InetSocketAddress(address, HTTP_PORT);
    Supplier<CountingClient> client = () -> new CountingClient(to, PATH, time, pause);
    List<CountingClient> all = Stream.generate(client).limit(count).toList();
    all.forEach(CountingClient::start);
    return new Clients(all, time);
  }

  /**
   * Waits until no client had a failure or a gap longer than {@code gap} for {@code calm}, all of
   * it after {@code from}.
   *
   * @return whether that came to be within {@code limit}
   */
  public boolean awaitCalm(Instant from, Duration calm, Duration gap, Duration limit) {
    return Await.until(
        () -> {
          Instant now = time.now();
          Instant since = now.minus(calm);
          return since.isAfter(from)
              && all.stream()
                  .map(client -> new ClientReport(client.answersSince(since)))
                  .allMatch(report -> report.isCalm(since, now, gap));
        },
        limit);
  }

  /** Returns what each client saw up to now. */
  public List<ClientReport> reports() {
    return all.stream().map(client -> new ClientReport(client.answers())).toList();
  }

  /** Ends the counting. */
  @Override
  public void close() {
    all.forEach(CountingClient::stop);
    all.forEach(CountingClient::close);
  }
}
