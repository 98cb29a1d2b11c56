package org.batonha.lab;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * What one fault cost clients that counted as fast as answers came. Immutable.
 *
 * @param fault what was done
 * @param victim to which node
 * @param injected when it was begun
 * @param healed when it was taken back, if it was
 * @param ended when the observation ended
 * @param recovered whether all clients were served calmly before the fault, and again at the end
 * @param clients what each client saw
 */
public record RushResult(
    Fault fault,
    String victim,
    Instant injected,
    Optional<Instant> healed,
    Instant ended,
    boolean recovered,
    List<ClientReport> clients) {
  /** Copies the list. */
  public RushResult {
    clients = List.copyOf(clients);
  }

  private long sum(ToLongFunction<ClientReport> number) {
    return clients.stream().mapToLong(number).sum();
  }

  /** Returns how many acknowledged counts were missing later. */
  public long lostUpdates() {
    return sum(ClientReport::lostUpdates);
  }

  /** Returns how many counts were too many. */
  public long duplicates() {
    return sum(ClientReport::duplicates);
  }

  /** Returns how many answers had no greater count than an earlier one of the same client. */
  public long stepsBack() {
    return sum(ClientReport::stepsBack);
  }

  /** Returns how many clients went on in their session. */
  public long sessionsKept() {
    return clients.stream().filter(ClientReport::isSessionKept).count();
  }

  /** Returns how many requests failed, from the fault on. */
  public long failedRequests() {
    return sum(client -> client.failed(injected, ended));
  }

  /** Returns how many requests were begun before the fault. */
  public long requestsBefore() {
    return sum(client -> client.requests(Instant.EPOCH, injected));
  }

  /** Returns each client's longest wait between the fault and its healing, in ms, ascending. */
  public List<Double> outagesMillis() {
    return gapsMillis(injected, healed.orElse(ended));
  }

  /** Returns each client's longest wait after the fault was taken back, in ms, ascending. */
  public List<Double> healOutagesMillis() {
    return healed.map(at -> gapsMillis(at, ended)).orElse(List.of());
  }

  private List<Double> gapsMillis(Instant from, Instant to) {
    return clients.stream()
        .map(client -> client.longestGap(from, to).length().toNanos() / 1e6)
        .sorted()
        .toList();
  }

  /** Returns whether nothing was lost, and every client goes on in its session. */
  public boolean isSurvived() {
    return recovered && lostUpdates() == 0 && sessionsKept() == clients.size();
  }

  /** Returns one JSON object, on one line. */
  public String toJson() {
    List<Double> outages = outagesMillis();
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("fault", fault.label());
    values.put("clients", clients.size());
    values.put("lost_updates", lostUpdates());
    values.put("duplicates", duplicates());
    values.put("steps_back", stepsBack());
    values.put("sessions_kept", sessionsKept());
    values.put("failed_requests", failedRequests());
    values.put("requests_before", requestsBefore());
    values.put("outage_median_ms", Math.round(outages.get(outages.size() / 2)));
    values.put("outage_longest_ms", Math.round(outages.get(outages.size() - 1)));
    values.put("recovered", recovered);
    return Json.object(values);
  }
}
