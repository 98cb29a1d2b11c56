package org.batonha.lab.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks for what cannot be in a history: pure.
 *
 * <p>A counter has one writer, whose requests follow each other. So what it must be at least, and
 * can be at most, is known at every instant, and the check is exact without a search: whoever
 * begins after an answer sees at least what that answer said; and at most the last answer to the
 * writer before, plus its requests since then that may have been counted. One that got no answer
 * may be counted at any time after it was sent, once.
 *
 * <p>A violation is told once: what was seen then is what is expected from there on.
 */
public final class HistoryCheck {
  private final List<Violation> violations = new ArrayList<>();

  private HistoryCheck() {}

  /**
   * Checks a history.
   *
   * @param history in any order
   * @return what is wrong in it; empty when nothing is
   * @throws IllegalArgumentException when a counter has two writers
   */
  public static List<Violation> violations(List<Operation> history) {
    HistoryCheck check = new HistoryCheck();
    Map<String, List<Operation>> sessions = new LinkedHashMap<>();
    for (Operation operation : history) {
      sessions.computeIfAbsent(operation.session(), key -> new ArrayList<>()).add(operation);
    }
    sessions.values().forEach(check::session);
    return List.copyOf(check.violations);
  }

  private void session(List<Operation> operations) {
    List<Operation> byBegin = new ArrayList<>(operations);
    byBegin.sort(Comparator.comparingLong(Operation::beginNanos));
    List<Operation> byEnd = new ArrayList<>(operations);
    byEnd.sort(Comparator.comparingLong(Operation::endNanos));
    Set<String> counters = new TreeSet<>();
    for (Operation operation : operations) {
      counters.add(operation.counter());
      if (operation.isKnown()) {
        counters.addAll(operation.counts().keySet());
      }
    }
    counters.remove("");
    for (String counter : counters) {
      nothingIsLost(counter, byBegin, byEnd);
      nothingComesFromNowhere(counter, byBegin);
    }
  }

  /** The least that a counter has to be, and for whom. */
  private static final class Floor {
    private long count;
    private Operation by;

    void raise(Operation ended, String counter) {
      if (ended.seen(counter) > count) {
        set(ended, counter);
      }
    }

    void lower(Operation violating, String counter) {
      if (violating.seen(counter) < count) {
        set(violating, counter);
      }
    }

    private void set(Operation operation, String counter) {
      count = operation.seen(counter);
      by = operation;
    }

    String text(long seen, long least) {
      String why = by == null ? "itself" : by.line();
      return "it is %d and has to be %d at least, for %s".formatted(seen, least, why);
    }
  }

  /** Two floors: a loss of what was acknowledged stays one, whatever else anybody was told. */
  private void nothingIsLost(String counter, List<Operation> byBegin, List<Operation> byEnd) {
    Floor acknowledged = new Floor();
    Floor told = new Floor();
    int ended = 0;
    for (Operation operation : byBegin) {
      while (byEnd.get(ended).endNanos() < operation.beginNanos()) {
        Operation before = byEnd.get(ended);
        if (before.isKnown()) {
          told.raise(before, counter);
          if (before.counts(counter)) {
            acknowledged.raise(before, counter);
          }
        }
        ended++;
      }
      if (!operation.isKnown()) {
        continue;
      }
      long seen = operation.seen(counter);
      long itself = operation.counts(counter) ? 1 : 0;
      if (seen < acknowledged.count + itself) {
        Violation.Kind kind =
            operation.counts(counter) ? Violation.Kind.LOST : Violation.Kind.STALE;
        String text = acknowledged.text(seen, acknowledged.count + itself);
        violations.add(new Violation(kind, counter, operation, text));
        acknowledged.lower(operation, counter);
        told.lower(operation, counter);
      } else if (seen < told.count + itself) {
        String text = told.text(seen, told.count + itself);
        violations.add(new Violation(Violation.Kind.DIRTY, counter, operation, text));
        told.lower(operation, counter);
      }
    }
  }

  private void nothingComesFromNowhere(String counter, List<Operation> byBegin) {
    Ceiling ceiling = new Ceiling(counter);
    List<Operation> open = new ArrayList<>();
    for (Operation operation : byBegin) {
      // Whoever ends before this one begins cannot have seen what it does.
      open.sort(Comparator.comparingLong(Operation::endNanos));
      while (!open.isEmpty() && open.get(0).endNanos() < operation.beginNanos()) {
        end(open.remove(0), ceiling);
      }
      if (operation.counts(counter)) {
        ceiling.begin(operation);
      }
      open.add(operation);
    }
    open.sort(Comparator.comparingLong(Operation::endNanos));
    open.forEach(operation -> end(operation, ceiling));
  }

  private void end(Operation operation, Ceiling ceiling) {
    long most = ceiling.most();
    if (operation.isKnown() && operation.seen(ceiling.counter) > most) {
      violations.add(
          new Violation(
              Violation.Kind.DUPLICATE,
              ceiling.counter,
              operation,
              "it is %d and can be %d at most".formatted(operation.seen(ceiling.counter), most)));
    }
    if (operation.counts(ceiling.counter)) {
      ceiling.end(operation);
    }
  }

  /** The most that a counter can be. */
  private static final class Ceiling {
    private final String counter;
    private int writer;
    private boolean written;
    private long acknowledged;

    /** Requests of the writer that may be counted still. */
    private long pending;

    Ceiling(String counter) {
      this.counter = counter;
    }

    void begin(Operation operation) {
      if (written && writer != operation.client()) {
        throw new IllegalArgumentException(
            "counter %s of session %s has two writers, %d and %d"
                .formatted(counter, operation.session(), writer, operation.client()));
      }
      writer = operation.client();
      written = true;
      pending++;
    }

    long most() {
      return acknowledged + pending;
    }

    void end(Operation operation) {
      if (operation.isKnown()) {
        // At least itself: after a loss it seems to be less.
        long counted = Math.max(1, operation.seen(counter) - acknowledged);
        pending = Math.max(0, pending - counted);
        acknowledged = operation.seen(counter);
      }
    }
  }
}
