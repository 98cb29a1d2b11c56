package org.batonha.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a fault cost: computed from what the client saw and what the kernels showed. Immutable.
 *
 * @param fault the fault
 * @param holderBefore the node that had the address, and got the fault
 * @param injected when the fault was begun
 * @param healed when it was taken back, if it was
 * @param whole when both servers were one cluster again after that, if they were
 * @param ended when the observation ended
 * @param recovered whether the client was served again, and calmly, at the end
 * @param client what the client saw
 * @param ownership who had the address when
 */
public record Result(
    Fault fault,
    String holderBefore,
    Instant injected,
    Optional<Instant> healed,
    Optional<Instant> whole,
    Instant ended,
    boolean recovered,
    ClientReport client,
    Ownership ownership) {

  /** Returns the client's longest wait between the fault and its healing, or the end. */
  public ClientReport.Gap outage() {
    return client.longestGap(injected, healed.orElse(ended));
  }

  /** Returns the client's longest wait after the fault was taken back. */
  public Optional<ClientReport.Gap> healOutage() {
    return healed.map(at -> client.longestGap(at, ended));
  }

  /** Returns the number of requests that failed, from the fault on. */
  public long failedRequests() {
    return client.failed(injected, ended);
  }

  /** Returns the number of requests that were sent again, from the fault on. */
  public long repeatedRequests() {
    return client.repeated(injected, ended);
  }

  /** Returns for how long both nodes had the address. */
  public Duration dualOwner() {
    return ownership.sharedBetween(injected, ended);
  }

  /** Returns for how long no node had the address. */
  public Duration unowned() {
    return ownership.unownedBetween(injected, ended);
  }

  /** Returns the node that has the address at the end, or an empty string. */
  public String holderAfter() {
    return ownership.holderAt(ended).orElse("");
  }

  /** Returns whether the client goes on in its session. */
  public boolean isSurvived() {
    return recovered && client.isSessionKept();
  }

  /** Returns one JSON object, on one line. */
  public String toJson() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("fault", fault.label());
    values.put("outage_ms", outage().length().toMillis());
    values.put("failed_requests", failedRequests());
    values.put("repeated_requests", repeatedRequests());
    values.put("lost_updates", client.lostUpdates());
    values.put("session_kept", client.isSessionKept());
    values.put("dual_owner_ms", dualOwner().toMillis());
    values.put("holder_before", holderBefore);
    values.put("holder_after", holderAfter());
    values.put("recovered", recovered);
    values.put("unowned_ms", unowned().toMillis());
    values.put("heal_outage_ms", healOutage().map(gap -> gap.length().toMillis()).orElse(null));
    values.put("rejoined", healed.isPresent() ? whole.isPresent() : null);
    values.put("requests", client.requests(injected, ended));
    return Json.object(values);
  }
}
