package org.batonha.core.sim;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs many seeds on all cores, in constant memory; tells how it goes on, and stops when it has
 * found enough failures. A failing seed is run again for its trace.
 */
final class Seeds {
  private static final int ENOUGH_FAILURES = 3;
  private static final long REPORT_EVERY_NANOS = 10_000_000_000L;

  private final long from;
  private final long count;
  private final PrintStream out;
  private final AtomicLong next;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong faults = new AtomicLong();
  private final AtomicLong virtualSeconds = new AtomicLong();
  private final List<Long> failures = Collections.synchronizedList(new ArrayList<>());

  Seeds(long from, long count, PrintStream out) {
    this.from = from;
    this.count = count;
    this.out = out;
    this.next = new AtomicLong(from);
  }

  /** Returns the seeds that failed, the smallest first. */
  List<Long> run() {
    long begin = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Thread thread = new Thread(this::work, "seeds-" + i);
      thread.start();
      threads.add(thread);
    }
    long reportAt = begin + REPORT_EVERY_NANOS;
    for (Thread thread : threads) {
      reportAt = await(thread, begin, reportAt);
    }
    report("done", begin);
    List<Long> sorted = new ArrayList<>(failures);
    Collections.sort(sorted);
    return sorted;
  }

  private long await(Thread thread, long begin, long firstReport) {
    long reportAt = firstReport;
    try {
      while (thread.isAlive()) {
        thread.join(Math.max(1, (reportAt - System.nanoTime()) / 1_000_000));
        if (System.nanoTime() >= reportAt) {
          report("so far", begin);
          reportAt += REPORT_EVERY_NANOS;
        }
      }
    } catch (InterruptedException e) {
      next.set(Long.MAX_VALUE);
      Thread.currentThread().interrupt();
    }
    return reportAt;
  }

  private void work() {
    long seed = next.getAndIncrement();
    while (seed < from + count && failures.size() < ENOUGH_FAILURES) {
      try {
        Disaster disaster = Disaster.of(seed, Sabotage.NONE, null).run();
        faults.addAndGet(disaster.faults());
        virtualSeconds.addAndGet((disaster.world.now - World.EPOCH) / 1_000_000_000L);
      } catch (Throwable e) {
        failures.add(seed);
      }
      done.incrementAndGet();
      seed = next.getAndIncrement();
    }
  }

  private void report(String how, long begin) {
    double seconds = (System.nanoTime() - begin) / 1e9;
    long seeds = Math.max(1, done.get());
    out.printf(
        "simulation: %s %,d of %,d seeds in %.1f s, %.0f a second, each with %d s of virtual time"
            + " and %d faults; %d failed%n",
        how,
        done.get(),
        count,
        seconds,
        done.get() / seconds,
        virtualSeconds.get() / seeds,
        faults.get() / seeds,
        failures.size());
  }

  /** Runs a seed again and tells what happened, for a person. */
  static String explain(long seed) {
    Trace trace = new Trace(Trace.READABLE);
    try {
      Disaster.of(seed, Sabotage.NONE, trace).run();
      return "seed " + seed + " is well when it is run alone";
    } catch (Violation e) {
      return String.format(
          "seed %d: %s%nrepeat it with: ./mvnw -pl ha-extension/core verify"
              + " -Dsimulation.seeds=1 -Dsimulation.from=%d%n%s%n%s: %s%s",
          seed,
          e.getMessage(),
          seed,
          trace,
          e.rule(),
          e.getMessage(),
          e.getCause() == null ? "" : "\n" + stack(e.getCause()));
    }
  }

  private static String stack(Throwable cause) {
    java.io.StringWriter text = new java.io.StringWriter();
    cause.printStackTrace(new java.io.PrintWriter(text, true));
    return text.toString();
  }
}
