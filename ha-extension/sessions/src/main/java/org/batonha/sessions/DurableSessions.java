package org.batonha.sessions;

import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.batonha.jmx.SessionsMXBean;

/**
 * What holds for all deployments with durable sessions on a server: the settings, the watch on
 * commits that take too long, and the counters. Thread-safe.
 */
public final class DurableSessions implements SessionsMXBean, AutoCloseable {
  /**
   * Of each kind. One that settles may wait for a slow client while it sends what was withheld, one
   * that gives back for the cluster; neither keeps the other, nor the server's workers them.
   */
  private static final int THREADS = 16;

  private final ThreadPoolExecutor settlers = pool("baton-session-settler");
  private final ThreadPoolExecutor keepers = pool("baton-session-keeper");
  private final Counters counters = new Counters();
  private final SessionCaches caches = new SessionCaches();
  private final Idlers idlers = new Idlers(keepers);
  private final QuorumSight quorum;
  private final Deadlines deadlines;
  private volatile Settings settings;
  private volatile boolean closed;

  /** Creates it; {@link #close} ends its watch. */
  public DurableSessions(Settings settings, QuorumSight quorum) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.quorum = Objects.requireNonNull(quorum, "quorum");
    this.deadlines =
        new Deadlines(
            () -> {
              idlers.look();
              quorum.look(caches);
            });
  }

  /** Changes the settings; holds for responses that are withheld from now on. */
  public void apply(Settings changed) {
    settings = Objects.requireNonNull(changed, "settings");
  }

  Settings settings() {
    return settings;
  }

  /** Returns whether a request with a session has to be refused here. */
  public boolean refuses() {
    return !closed && quorum.isLost() && settings.withoutQuorum() == WithoutQuorum.REFUSE;
  }

  /** Returns the caches that have the sessions. */
  public SessionCaches caches() {
    return caches;
  }

  Counters counters() {
    return counters;
  }

  private static ThreadPoolExecutor pool(String name) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** Runs what must not wait for the server's workers: commits may have all of them hang. */
  Executor settler() {
    return settlers;
  }

  Idlers idlers() {
    return idlers;
  }

  Deadlines deadlines() {
    return deadlines;
  }

  @Override
  public long getTimeout() {
    return settings.timeout().toMillis();
  }

  @Override
  public String getOnFailure() {
    return settings.onFailure().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String getWithoutQuorum() {
    return settings.withoutQuorum().name().toLowerCase(Locale.ROOT);
  }

  @Override
  public int getWaiting() {
    return deadlines.waiting();
  }

  @Override
  public long getWithheld() {
    return counters.withheld.sum();
  }

  @Override
  public long getCommitted() {
    return counters.committed.sum();
  }

  @Override
  public long getFailed() {
    return counters.failed.sum();
  }

  @Override
  public long getTimedOut() {
    return counters.timedOut.sum();
  }

  @Override
  public long getRefused() {
    return counters.refused.sum();
  }

  @Override
  public long getBroken() {
    return counters.broken.sum();
  }

  @Override
  public long getWarned() {
    return counters.warned.sum();
  }

  @Override
  public long getRefusedWithoutQuorum() {
    return counters.withoutQuorum.sum();
  }

  @Override
  public long getMeanWait() {
    return counters.meanWaitMicros();
  }

  @Override
  public long getLongestWait() {
    return counters.longestWaitMicros();
  }

  @Override
  public void close() {
    closed = true; // nobody looks any more
    deadlines.close();
    settlers.shutdown();
    keepers.shutdown();
  }
}
