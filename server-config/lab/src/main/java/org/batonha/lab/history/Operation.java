package org.batonha.lab.history;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One request, sent once. Immutable.
 *
 * @param client who sent it; sends its next one when this one has ended
 * @param session a word for the session, of which the client may not be the only user
 * @param counter what it counts, which no other client does in this session; empty when it only
 *     reads
 * @param beginNanos when it was begun
 * @param endNanos when it was answered, or given up; on the same clock for all
 * @param counts all counters of the session, as the answer says; null without a whole answer, so
 *     that nobody knows whether it was counted
 * @param note who answered, or why nobody did; for people
 */
public record Operation(
    int client,
    String session,
    String counter,
    long beginNanos,
    long endNanos,
    Map<String, Long> counts,
    String note) {
  private static final String SEPARATOR = "\t";
  private static final String UNKNOWN = "?";

  /** Copies the counts. */
  public Operation {
    counts = counts == null ? null : Map.copyOf(counts);
  }

  /** Returns whether there was a whole answer. */
  public boolean isKnown() {
    return counts != null;
  }

  /** Returns whether it counts, and does not only read. */
  public boolean counts(String name) {
    return counter.equals(name);
  }

  /** Returns a counter as the answer says it; 0 for one that is not there. */
  long seen(String name) {
    return counts.getOrDefault(name, 0L);
  }

  /** Returns one line of a history file. */
  public String line() {
    return String.join(
        SEPARATOR,
        String.valueOf(client),
        session,
        counter,
        String.valueOf(beginNanos),
        String.valueOf(endNanos),
        isKnown() ? text(counts) : UNKNOWN,
        note.replaceAll("\\s+", " "));
  }

  private static String text(Map<String, Long> counts) {
    return new TreeMap<>(counts)
        .entrySet().stream()
            .map(count -> count.getKey() + "=" + count.getValue())
            .collect(Collectors.joining(","));
  }

  /**
   * Reads what {@link #line} wrote.
   *
   * @throws IllegalArgumentException when it did not
   */
  public static Operation ofLine(String line) {
    String[] fields = line.split(SEPARATOR, -1);
    if (fields.length != 7) {
      throw new IllegalArgumentException("no line of a history: '" + line + "'");
    }
    return new Operation(
        Integer.parseInt(fields[0]),
        fields[1],
        fields[2],
        Long.parseLong(fields[3]),
        Long.parseLong(fields[4]),
        fields[5].equals(UNKNOWN) ? null : parse(fields[5]),
        fields[6]);
  }

  private static Map<String, Long> parse(String text) {
    return Arrays.stream(text.split(","))
        .filter(count -> !count.isEmpty())
        .map(count -> count.split("="))
        .collect(Collectors.toMap(count -> count[0], count -> Long.valueOf(count[1])));
  }
}
