package org.batonha.engine;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a sentinel shall say on each link when this server can speak no more: told when it changes,
 * and to each new sentinel. Not thread-safe.
 */
final class SentinelWords {
  private static final System.Logger LOG = System.getLogger(SentinelWords.class.getName());

  /** Arguments of the command {@code tell} by the links' names. */
  private Map<String, String> words = Map.of();

  /** Tells a new sentinel all. */
  void tellAll(SentinelClient sentinel) {
    words.forEach((link, arguments) -> tell(sentinel, link, arguments));
  }

  /**
   * From now on these are all.
   *
   * @param sentinel is told what is new, and what is no more; may be {@code null}
   */
  void change(Map<String, String> changed, SentinelClient sentinel) {
    Map<String, String> before = words;
    words = Map.copyOf(changed);
    if (sentinel == null) {
      return;
    }
    words.forEach(
        (link, arguments) -> {
          if (!arguments.equals(before.get(link))) {
            tell(sentinel, link, arguments);
          }
        });
    before.forEach(
        (link, arguments) -> {
          if (!words.containsKey(link)) {
            tell(sentinel, link, withoutPeers(arguments));
          }
        });
  }

  private static String withoutPeers(String arguments) {
    return Stream.of(arguments.split(" ")).limit(3).collect(Collectors.joining(" "));
  }

  private static void tell(SentinelClient sentinel, String link, String arguments) {
    sentinel
        .tell(link, arguments)
        .thenAccept(
            reply -> {
              if (!reply.ok()) {
                LOG.log(
                    Level.WARNING,
                    "When this server dies, link {0} will not tell the other nodes: {1}",
                    link,
                    reply.text());
              }
            });
  }
}
