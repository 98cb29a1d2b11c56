package org.batonha.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A result for people: what happened when, and a summary. Immutable. */
public final class Timeline {
  /** More failed requests than these are summed up. */
  private static final int SHOWN_FAILURES = 5;

  private record Entry(Instant at, String who, String what) {}

  private final Result result;

  /** Creates the timeline of a result. */
  public Timeline(Result result) {
    this.result = result;
  }

  /** Returns the lines, times in milliseconds from the fault on. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    out.append(
        "Fault: %s on %s%n%n".formatted(result.fault().description(), result.holderBefore()));
    for (Entry entry : entries()) {
      double millis = Duration.between(result.injected(), entry.at()).toNanos() / 1e6;
      out.append(
          String.format(Locale.ROOT, "%+10.1f ms  %-8s %s%n", millis, entry.who(), entry.what()));
    }
    return out.append(System.lineSeparator()).append(summary()).toString();
  }

  private List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    addAddress(entries);
    entries.add(new Entry(result.injected(), "fault", result.fault().description()));
    result.healed().ifPresent(at -> entries.add(new Entry(at, "fault", "is taken back")));
    result.whole().ifPresent(at -> entries.add(new Entry(at, "nodes", "are one cluster again")));
    addClient(entries);
    entries.add(new Entry(result.ended(), "", "end of the observation"));
    entries.sort(Comparator.comparing(Entry::at));
    return entries;
  }

  private void addAddress(List<Entry> entries) {
    Instant begin = result.injected();
    entries.add(new Entry(begin, "address", holders(result.ownership().holdersAt(begin))));
    result.ownership().changes().stream()
        .filter(change -> !change.from().isBefore(begin) && change.from().isBefore(result.ended()))
        .forEach(c -> entries.add(new Entry(c.from(), "address", holders(c.holders()))));
  }

  private static String holders(Set<String> nodes) {
    return switch (nodes.size()) {
      case 0 -> Lab.VIP + " is on no node";
      case 1 -> Lab.VIP + " is on " + nodes.iterator().next();
      default -> Lab.VIP + " is on SEVERAL nodes: " + String.join(", ", nodes);
    };
  }

  private void addClient(List<Entry> entries) {
    ClientReport client = result.client();
    List<Answer> failures = client.failures(result.injected(), result.ended());
    failures.stream()
        .limit(SHOWN_FAILURES)
        .forEach(
            a ->
                entries.add(
                    new Entry(
                        a.to(),
                        "client",
                        "request failed after %d ms: %s"
                            .formatted(Duration.between(a.from(), a.to()).toMillis(), a.error()))));
    if (failures.size() > SHOWN_FAILURES) {
      entries.add(
          new Entry(
              failures.get(SHOWN_FAILURES).to(),
              "client",
              "… and %d more failed".formatted(failures.size() - SHOWN_FAILURES)));
    }
    ClientReport.Gap outage = result.outage();
    entries.add(new Entry(outage.from(), "client", "last answer before its longest wait"));
    entries.add(
        new Entry(
            outage.to(),
            "client",
            "end of its longest wait: " + outage.length().toMillis() + " ms"));
    client
        .firstFromAnotherNode(result.injected())
        .ifPresent(
            a ->
                entries.add(
                    new Entry(
                        a.to(),
                        "client",
                        "answer from %s: count %d of its session".formatted(a.node(), a.count()))));
  }

  private String summary() {
    String heal =
        result
            .healOutage()
            .map(
                gap ->
                    " (and %d ms when the fault was taken back)".formatted(gap.length().toMillis()))
            .orElse("");
    return String.join(
        System.lineSeparator(),
        "The client waited    %d ms at most%s".formatted(result.outage().length().toMillis(), heal),
        "Requests             %d, failed %d, sent again %d"
            .formatted(
                result.client().requests(result.injected(), result.ended()),
                result.failedRequests(),
                result.repeatedRequests()),
        "Its session          %s, %d acknowledged counts lost"
            .formatted(
                result.client().isSessionKept() ? "kept" : "LOST", result.client().lostUpdates()),
        "The address          %s -> %s; on both nodes for %d ms, on none for %d ms"
            .formatted(
                result.holderBefore(),
                result.holderAfter().isEmpty() ? "nobody" : result.holderAfter(),
                result.dualOwner().toMillis(),
                result.unowned().toMillis()),
        result.recovered() ? "Recovered            yes" : "Recovered            NO",
        "");
  }
}
