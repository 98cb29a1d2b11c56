package org.batonha.engine;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.batonha.core.Decision;
import org.batonha.core.Event;

/**
 * An operator's commands: each goes to core as an event, and its caller waits for the decision with
 * the same number. Thread-safe.
 */
final class OperatorCommands implements ServiceBean.Operator {
  private static final System.Logger LOG = System.getLogger(OperatorCommands.class.getName());

  /** Longer than core takes to give a command up, so that its reason arrives. */
  private static final long MOST_SECONDS = 15;

  private final Consumer<Event> events;
  private final Map<Long, CompletableFuture<String>> open = new ConcurrentHashMap<>();

  OperatorCommands(Consumer<Event> events) {
    this.events = events;
  }

  @Override
  public void move(String service, String to) {
    ask(id -> new Event.MoveCommand(id, service, to));
  }

  @Override
  public void recover(String service) {
    ask(id -> new Event.RecoverCommand(id, service));
  }

  private void ask(LongFunction<Event> event) {
    long id = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
    CompletableFuture<String> outcome = new CompletableFuture<>();
    open.put(id, outcome);
    events.accept(event.apply(id));
    try {
      LOG.log(Level.INFO, outcome.get(MOST_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "no outcome within " + MOST_SECONDS + " s: look at the states, and try again", e);
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
      outcome.completeExceptionally(new IllegalStateException(failed.reason()));
    }
  }
}
