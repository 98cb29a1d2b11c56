package org.batonha.sentinel.linux;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What the kernel has said, trusted for the moment in which hundreds of addresses are worked on one
 * after the other. What changes in that moment could as well have changed just after the question.
 */
final class Briefly<K, V> {
  /** What asks the kernel. */
  interface Question<K, V> {
    V ask(K about) throws NetlinkException;
  }

  private static final Duration TRUSTED = Duration.ofMillis(10);

  private final Map<K, V> answers = new HashMap<>();
  private final Question<K, V> question;
  private long since;

  Briefly(Question<K, V> question) {
    this.question = question;
  }

  /** Something was changed here: what was said before is of no use. */
  void forget() {
    answers.clear();
  }

  V get(K about) throws NetlinkException {
    long now = System.nanoTime();
    if (now - since > TRUSTED.toNanos()) {
      answers.clear();
      since = now;
    }
    V known = answers.get(about);
    if (known == null) {
      known = question.ask(about);
      answers.put(about, known);
    }
    return known;
  }
}
