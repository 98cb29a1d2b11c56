package org.batonha.sentinel;

import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.batonha.sentinel.keeper.Claim;
import org.batonha.sentinel.keeper.Keeper;
import org.batonha.sentinel.keeper.Log;
import org.batonha.sentinel.keeper.Timing;
import org.batonha.sentinel.linux.News;
import org.batonha.sentinel.protocol.Command;
import org.batonha.sentinel.protocol.Refusal;

/**
 * The one thread that owns all state, and its inbox. Whatever wakes it, it looks at its leases
 * first. Everything but {@link #run} may be called by any thread.
 */
final class Sentinel implements News {
  /** What waits for the loop. Commands wait for room; what the network says is dropped instead. */
  private static final int INBOX_LIMIT = 1024;

  private final BlockingQueue<LongConsumer> inbox = new ArrayBlockingQueue<>(INBOX_LIMIT);
  private final AtomicBoolean addressNews = new AtomicBoolean();
  private final AtomicLong droppedClaims = new AtomicLong();
  private final long bornNanos = System.nanoTime();
  private final Log log;
  private Keeper keeper;
  private volatile String stopReason;

  Sentinel(Log log) {
    this.log = log;
  }

  /** Runs until something calls {@link #stop}; then lets go of all, and returns. */
  void run(Keeper keeper) throws InterruptedException {
    this.keeper = keeper;
    try {
      while (stopReason == null) {
        LongConsumer input = await();
        if (stopReason == null) {
          keeper.wake(System.nanoTime());
          if (input != null) {
            input.accept(System.nanoTime());
          }
        }
      }
    } finally {
      // Also when the loop fails: an address is never left behind by a sentinel in disorder.
      String reason = stopReason == null ? "the sentinel failed" : stopReason;
      keeper.letGo(reason);
      log.info("ended: " + reason);
    }
  }

  /**
   * Returns whether nothing that was held, by this sentinel or by a dead predecessor, can still be
   * on this host. To be asked after {@link #run}.
   */
  boolean isClean() {
    return keeper.isClean() && System.nanoTime() - bornNanos > Timing.LIFETIME.toNanos();
  }

  private LongConsumer await() throws InterruptedException {
    OptionalLong idle = keeper.idleNanos(System.nanoTime());
    return idle.isPresent() ? inbox.poll(idle.getAsLong(), TimeUnit.NANOSECONDS) : inbox.take();
  }

  /** Takes a command; waits while the inbox is full. */
  void command(Command command, Commander from) throws InterruptedException {
    inbox.put(
        now -> {
          if (command instanceof Command.Tell tell) {
            tell(tell, from);
          } else {
            keeper.command(command, from.replies(), now);
          }
        });
  }

  private void tell(Command.Tell tell, Commander from) {
    try {
      from.take(tell);
      from.replies().send("ok " + tell.tag());
    } catch (Refusal e) {
      log.info("%s refused: %s".formatted(tell, e.getMessage()));
      from.replies().send("error %s %s %s".formatted(tell.tag(), e.code().word(), e.getMessage()));
    }
  }

  /** Ends after all commands that came before: their sender has closed its end. */
  void stopInTurn(String reason) throws InterruptedException {
    inbox.put(now -> stop(reason));
  }

  /** Ends now, before anything that waits. */
  void stop(String reason) {
    stopReason = reason;
    inbox.offer(now -> {}); // wakes the loop; if there is no room, it is awake
  }

  @Override
  public void claimed(Claim claim) {
    if (!inbox.offer(now -> keeper.claimed(claim, now))) {
      droppedClaims.incrementAndGet(); // others claim it faster than we can read; more will come
      return;
    }
    long dropped = droppedClaims.getAndSet(0);
    if (dropped > 0) {
      log.warn("%d claims of other hosts were not looked at".formatted(dropped));
    }
  }

  @Override
  public void addressesChanged() {
    if (addressNews.compareAndSet(false, true)) {
      offerNews(
          now -> {
            addressNews.set(false);
            keeper.addressesChanged(now);
          });
    }
  }

  @Override
  public void deviceCameUp(String device) {
    offerNews(now -> keeper.deviceCameUp(device, now));
  }

  /**
   * The listener may wait for room: the kernel keeps its news meanwhile, and tells if some fall.
   */
  private void offerNews(LongConsumer news) {
    try {
      inbox.put(news);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
