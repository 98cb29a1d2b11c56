package org.batonha.engine;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.batonha.core.Core;
import org.batonha.core.Decision;
import org.batonha.core.Event;

/**
 * The one thread that owns core. Everything else posts events to its bounded queue, or asks
 * questions through it. When nothing has come by the time that core wants to be woken, a tick
 * comes. Each event is handled with the real time of that moment: so core notices when this thread
 * itself was late.
 */
final class CoreLoop implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(CoreLoop.class.getName());
  private static final int QUEUE = 8192;

  /** So that a core that wants to be woken in the past leaves something of the processor. */
  private static final long LEAST_BETWEEN_TICKS_NANOS = 100_000;

  /** And one that fails at each step does not fill the log. */
  private static final long PAUSE_AFTER_FAILURE_NANOS = 50_000_000;

  private static final long MOST_ANSWER_SECONDS = 2;

  private final Core core;
  private final Consumer<Decision> carryOut;
  private final Consumer<List<Decision>> afterStep;
  private final BlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(QUEUE);

  /** What this loop's own thread has to do besides: it must not wait for room that it makes. */
  private final Deque<Runnable> own = new ArrayDeque<>();

  private final Thread thread = new Thread(this::run, "baton-core");
  private long noTickBefore;
  private volatile boolean closed;

  /**
   * @param afterStep sees all decisions of a step after those that act are carried out, and before
   *     those that only tell something
   */
  CoreLoop(Core core, Consumer<List<Decision>> afterStep, Consumer<Decision> carryOut) {
    this.core = core;
    this.carryOut = carryOut;
    this.afterStep = afterStep;
    thread.setDaemon(true);
    thread.setPriority(Thread.MAX_PRIORITY);
  }

  void start() {
    noTickBefore = System.nanoTime();
    thread.start();
  }

  /**
   * Hands an event over. A peer's message is dropped when the queue is full, for it will be
   * repeated; anything else waits for room.
   */
  void post(Event event) {
    Runnable task = () -> step(event);
    if (Thread.currentThread() == thread) {
      own.add(task);
      return;
    }
    if (event instanceof Event.Received || event instanceof Event.WitnessAnswered) {
      if (!queue.offer(task)) {
        LOG.log(Level.DEBUG, "A message was dropped: {0} events wait", QUEUE);
      }
      return;
    }
    try {
      queue.put(task);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Asks core something and waits for the answer, at most {@value #MOST_ANSWER_SECONDS} s. Not to
   * be called on core's own thread.
   *
   * @param question gets core and the time; must change nothing
   * @throws IllegalStateException when there is no answer in time, because this node is too busy or
   *     is about to end
   */
  <T> T ask(BiFunction<Core, Long, T> question) {
    FutureTask<T> task = new FutureTask<>(() -> question.apply(core, System.nanoTime()));
    try {
      if (!closed && queue.offer(task, MOST_ANSWER_SECONDS, TimeUnit.SECONDS)) {
        return task.get(MOST_ANSWER_SECONDS, TimeUnit.SECONDS);
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      LOG.log(Level.DEBUG, "A question was not answered in time", e);
    }
    throw new IllegalStateException(
        "this node did not answer within "
            + MOST_ANSWER_SECONDS
            + " s: it is too busy, or it is stopping; ask again, or ask another node");
  }

  private void run() {
    while (!closed) {
      try {
        Runnable task = next();
        if (task != null) {
          task.run();
        } else {
          step(new Event.Tick());
          noTickBefore = Math.max(noTickBefore, System.nanoTime() + LEAST_BETWEEN_TICKS_NANOS);
        }
      } catch (InterruptedException e) {
        closed = true;
      } catch (Error e) { // such as no memory for a moment: a node without this thread is dead
        failed("A step", e);
      }
    }
  }

  /** Returns what waits, or what comes before it is time for a tick; else {@code null}. */
  private Runnable next() throws InterruptedException {
    if (!own.isEmpty()) {
      return own.poll();
    }
    long now = System.nanoTime();
    long wakeAt = Math.max(core.wakeAt(), noTickBefore);
    // What waits is handled even when a tick is overdue: each event does what a tick does.
    return wakeAt <= now ? queue.poll() : queue.poll(wakeAt - now, TimeUnit.NANOSECONDS);
  }

  private void step(Event event) {
    List<Decision> decisions = decide(event);
    // What acts comes first: no line of a log stands between a decision and the address.
    carryOut(decisions, true);
    // Then the picture, for an answered command must find its outcome there.
    guarded(event, () -> afterStep.accept(decisions));
    carryOut(decisions, false);
  }

  private void carryOut(List<Decision> decisions, boolean acts) {
    for (Decision each : decisions) {
      if (isAct(each) == acts) {
        guarded(each, () -> carryOut.accept(each));
      }
    }
  }

  private static boolean isAct(Decision decision) {
    return decision instanceof Decision.Start
        || decision instanceof Decision.Drain
        || decision instanceof Decision.Stop
        || decision instanceof Decision.Probe
        || decision instanceof Decision.Renewed
        || decision instanceof Decision.Send;
  }

  private List<Decision> decide(Event event) {
    try {
      return core.step(event, System.nanoTime());
    } catch (RuntimeException | Error e) {
      failed("Handling " + event, e);
      return List.of();
    }
  }

  private void failed(String what, Throwable failure) {
    noTickBefore = System.nanoTime() + PAUSE_AFTER_FAILURE_NANOS;
    LOG.log(Level.ERROR, what + " failed; the node goes on without it", failure);
  }

  /** One failure must not keep what else was decided from being done. */
  private static void guarded(Object what, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "What follows from " + what + " failed; the node goes on", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
