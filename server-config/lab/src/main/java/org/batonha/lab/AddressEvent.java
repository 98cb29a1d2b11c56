package org.batonha.lab;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One change of an address on one node, as its kernel reported it. Immutable.
 *
 * @param node the node
 * @param at when the kernel's message was read
 * @param address the address, without its prefix
 * @param present whether it is there from now on; prolonging a lifetime repeats {@code true}
 */
public record AddressEvent(String node, Instant at, String address, boolean present) {
  private static final Pattern LINE =
      Pattern.compile(
          "\\[(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+)\\]\\s*(Deleted )?"
              + "(?:\\d+:\\s+\\S+\\s+)inet6?\\s+([0-9a-fA-F.:]+)(?:/\\d+)?\\s.*");

  /**
   * Reads a line of {@code ip -timestamp-short -oneline monitor address}, run with {@code TZ=UTC}.
   *
   * @return empty when the line is about something else
   */
  public static Optional<AddressEvent> parse(String node, String line) {
    Matcher matcher = LINE.matcher(line + " ");
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Instant at = LocalDateTime.parse(matcher.group(1)).toInstant(ZoneOffset.UTC);
    return Optional.of(new AddressEvent(node, at, matcher.group(3), matcher.group(2) == null));
  }
}
