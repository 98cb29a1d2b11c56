package org.batonha.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a client saw, computed from its answers: pure. All times are the client's own. Immutable.
 */
public final class ClientReport {
  /**
   * A time without a good answer.
   *
   * @param from when the last good answer before was complete
   * @param to when the next one was complete, or the end of the observation
   */
  public record Gap(Instant from, Instant to) {
    /** Returns how long the client had to wait. */
    public Duration length() {
      return Duration.between(from, to);
    }
  }

  private final List<Answer> answers;

  /** Creates a report of answers in the order in which they came. */
  public ClientReport(List<Answer> answers) {
    this.answers = List.copyOf(answers);
  }

  /**
   * Returns the longest time without a good answer of which at least a part lies between two
   * instants. It begins with the last good answer before, and what is open at {@code to} counts up
   * to there.
   */
  public Gap longestGap(Instant from, Instant to) {
    Gap longest = new Gap(from, from);
    Instant last = from;
    for (Answer answer : answers) {
      if (!answer.isGood() || !answer.to().isBefore(to)) {
        continue;
      }
      if (answer.to().isAfter(from)) {
        longest = longer(longest, new Gap(last, answer.to()));
      }
      last = answer.to();
    }
    return longer(longest, new Gap(last, to));
  }

  private static Gap longer(Gap one, Gap other) {
    return other.length().compareTo(one.length()) > 0 ? other : one;
  }

  /**
   * Returns whether nothing failed and no gap was longer than {@code limit} between two instants.
   */
  public boolean isCalm(Instant from, Instant to, Duration limit) {
    return longestGap(from, to).length().compareTo(limit) <= 0 && failed(from, to) == 0;
  }

  /** Returns the number of requests that were begun between two instants. */
  public long requests(Instant from, Instant to) {
    return answers.stream().filter(a -> isBegunBetween(a, from, to)).count();
  }

  /** Returns the number of requests begun between two instants that have no good answer. */
  public long failed(Instant from, Instant to) {
    return answers.stream().filter(a -> !a.isGood() && isBegunBetween(a, from, to)).count();
  }

  /** Returns the number of requests begun between two instants that were sent again. */
  public long repeated(Instant from, Instant to) {
    return answers.stream().filter(a -> a.repeated() && isBegunBetween(a, from, to)).count();
  }

  private static boolean isBegunBetween(Answer answer, Instant from, Instant to) {
    return !answer.from().isBefore(from) && answer.from().isBefore(to);
  }

  /**
   * Returns how many counts were acknowledged to the client and are missing in a later answer: each
   * answer must be at least one more than the greatest one before it. A request without an answer
   * may have been counted or not; neither is a loss.
   */
  public long lostUpdates() {
    long lost = 0;
    long acknowledged = 0;
    for (Answer answer : answers) {
      if (answer.isGood()) {
        lost += Math.max(0, acknowledged + 1 - answer.count());
        acknowledged = answer.count();
      }
    }
    return lost;
  }

  /**
   * Returns how many counts are there too many: a request is counted once for each time that it was
   * sent, at most; a sending that got no answer perhaps later, but not for ever.
   */
  public long duplicates() {
    long duplicates = 0;
    long before = 0;
    Instant seen = Instant.MIN;
    Unanswered unanswered = new Unanswered();
    for (Answer answer : answers) {
      unanswered.add(answer);
      if (answer.isGood()) {
        // What could be counted until the last good answer only is in that already.
        unanswered.forgetUntil(seen);
        long besides = Math.max(0, answer.count() - before - 1);
        duplicates += besides - unanswered.take(besides);
        before = answer.count();
        seen = answer.to();
      }
    }
    return duplicates;
  }

  /** Returns how many good answers have no greater count than one before them. */
  public long stepsBack() {
    long stepsBack = 0;
    long greatest = 0;
    for (Answer answer : answers) {
      if (answer.isGood()) {
        stepsBack += answer.count() <= greatest ? 1 : 0;
        greatest = Math.max(greatest, answer.count());
      }
    }
    return stepsBack;
  }

  /** Returns whether all good answers belong to one session, which never began anew. */
  public boolean isSessionKept() {
    List<Answer> good = answers.stream().filter(Answer::isGood).toList();
    long sessions = good.stream().map(Answer::session).distinct().count();
    long beginnings = good.stream().filter(a -> a.count() == 1).count();
    return sessions == 1 && beginnings <= 1;
  }

  /**
   * Returns the first good answer that another node gave than the one before it, after an instant.
   */
  public Optional<Answer> firstFromAnotherNode(Instant after) {
    String node = "";
    for (Answer answer : answers) {
      if (!answer.isGood()) {
        continue;
      }
      if (answer.to().isAfter(after) && !node.isEmpty() && !answer.node().equals(node)) {
        return Optional.of(answer);
      }
      node = answer.node();
    }
    return Optional.empty();
  }

  /** Returns the good answers that were complete between two instants. */
  public List<Answer> goodAnswers(Instant from, Instant to) {
    return answers.stream()
        .filter(a -> a.isGood() && !a.to().isBefore(from) && a.to().isBefore(to))
        .toList();
  }

  /** Returns the failed requests begun between two instants. */
  public List<Answer> failures(Instant from, Instant to) {
    return answers.stream().filter(a -> !a.isGood() && isBegunBetween(a, from, to)).toList();
  }
}
