package org.batonha.benchmarks.addresses;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a client was answered, the oldest first; immutable. */
record Answers(List<Answer> all) {
  /**
   * One answer.
   *
   * @param at when it came
   * @param host who gave it
   */
  record Answer(Instant at, String host) {}

  Answers {
    all = List.copyOf(all);
  }

  /** Returns the longest time without an answer, of which the ends of the time count, too. */
  Duration longestGap(Instant from, Instant to) {
    Duration longest = Duration.ZERO;
    Instant last = from;
    for (Answer answer : all) {
      if (answer.at.isAfter(from) && answer.at.isBefore(to)) {
        longest = longer(longest, Duration.between(last, answer.at));
        last = answer.at;
      }
    }
    return longer(longest, Duration.between(last, to));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  /** Returns the first answer of another host than {@code host} after an instant. */
  Optional<Answer> firstNotOf(String host, Instant from) {
    return all.stream()
        .filter(answer -> answer.at.isAfter(from) && !answer.host.equals(host))
        .findFirst();
  }

  /** Returns whether there is no gap longer than {@code most} between two instants. */
  boolean isCalm(Instant from, Instant to, Duration most) {
    return longestGap(from, to).compareTo(most) <= 0;
  }
}
