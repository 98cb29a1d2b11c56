package org.batonha.engine;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.batonha.core.Decision;
import org.batonha.core.Event;
import org.batonha.core.Explanation;
import org.batonha.core.LogEntry;

/**
 * An operator's commands: each goes to core as an event, and its caller waits for the decision with
 * the same number. Questions are answered by core's own thread. Thread-safe.
 */
final class OperatorCommands implements Operator {
  private static final System.Logger LOG = System.getLogger(OperatorCommands.class.getName());

  /**
   * Longer than core takes to give a command up, so that its reason arrives; besides the time that
   * running requests are waited for.
   */
  private static final long MOST_SECONDS = 15;

  private final CoreLoop loop;
  private final Supplier<Duration> longestDrain;
  private final Map<Long, CompletableFuture<String>> open = new ConcurrentHashMap<>();

  /**
   * @param longestDrain how long a planned stop waits for running requests at most
   */
  OperatorCommands(CoreLoop loop, Supplier<Duration> longestDrain) {
    this.loop = loop;
    this.longestDrain = longestDrain;
  }

  @Override
  public void move(String service, String to) {
    command(id -> new Event.MoveCommand(id, service, to));
  }

  @Override
  public void stop(String service) {
    command(id -> new Event.StopCommand(id, service));
  }

  @Override
  public void start(String service) {
    command(id -> new Event.StartCommand(id, service));
  }

  @Override
  public void fail(String service) {
    command(id -> new Event.FailCommand(id, service));
  }

  @Override
  public void recover(String service) {
    command(id -> new Event.RecoverCommand(id, service));
  }

  /** Core never refuses this one: it is so from now on, even if giving all up takes longer. */
  @Override
  public void maintenance(boolean on) {
    command(id -> new Event.MaintenanceCommand(id, on));
  }

  @Override
  public Explanation explain(String service) {
    return loop.ask((core, now) -> core.explain(service, now));
  }

  @Override
  public List<LogEntry> log() {
    return loop.ask((core, now) -> core.log());
  }

  private void command(LongFunction<Event> event) {
    long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    CompletableFuture<String> outcome = new CompletableFuture<>();
    open.put(id, outcome);
    long seconds = longestDrain.get().plusSeconds(MOST_SECONDS).toSeconds();
    loop.post(event.apply(id));
    try {
      LOG.log(Level.INFO, outcome.get(seconds, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "no outcome within " + seconds + " s: look at the states, and try again", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted; the command may still be carried out", e);
    } finally {
      open.remove(id);
    }
  }

  void done(Decision.CommandDone done) {
    CompletableFuture<String> outcome = open.remove(done.id());
    if (outcome != null) {
      outcome.complete(done.text());
    }
  }

  void failed(Decision.CommandFailed failed) {
    CompletableFuture<String> outcome = open.remove(failed.id());
    if (outcome != null) {
      outcome.completeExceptionally(
          failed.late()
              ? new TimeoutException(failed.reason())
              : new IllegalStateException(failed.reason()));
    }
  }
}
