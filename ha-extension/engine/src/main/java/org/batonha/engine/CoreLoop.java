package org.batonha.engine;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.batonha.core.Decision;
import org.batonha.core.Event;

/**
 * The one thread that owns core. Everything else posts events to its bounded queue. A tick comes
 * when the queue was empty for a fraction of a heartbeat, or has not come for that long.
 */
final class CoreLoop implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(CoreLoop.class.getName());
  private static final int QUEUE = 8192;

  private final BiFunction<Event, Long, List<Decision>> step;
  private final Consumer<Decision> carryOut;
  private final Runnable afterStep;
  private final long tickNanos;
  private final BlockingQueue<Event> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Thread thread = new Thread(this::run, "baton-core");
  private volatile boolean closed;

  CoreLoop(
      BiFunction<Event, Long, List<Decision>> step,
      Consumer<Decision> carryOut,
      Runnable afterStep,
      long tickNanos) {
    this.step = step;
    this.carryOut = carryOut;
    this.afterStep = afterStep;
    this.tickNanos = tickNanos;
    thread.setDaemon(true);
    thread.setPriority(Thread.MAX_PRIORITY);
  }

  void start() {
    thread.start();
  }

  /**
   * Hands an event over. A peer's message is dropped when the queue is full, for it will be
   * repeated; anything else waits for room.
   */
  void post(Event event) {
    if (event instanceof Event.Received || event instanceof Event.WitnessAnswered) {
      if (!queue.offer(event)) {
        LOG.log(Level.DEBUG, "A message was dropped: {0} events wait", QUEUE);
      }
      return;
    }
    try {
      queue.put(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    long nextTick = System.nanoTime();
    while (!closed) {
      try {
        Event event = queue.poll(nextTick - System.nanoTime(), TimeUnit.NANOSECONDS);
        long now = System.nanoTime();
        if (event != null) {
          handle(event, now);
        }
        if (now >= nextTick) {
          nextTick = now + tickNanos;
          handle(new Event.Tick(), now);
        }
      } catch (InterruptedException e) {
        closed = true;
      }
    }
  }

  private void handle(Event event, long now) {
    try {
      List<Decision> decisions = step.apply(event, now);
      afterStep.run(); // first, for an answered command must find its outcome in the picture
      decisions.forEach(carryOut);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "Handling " + event + " failed; the node goes on without it", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
