package org.batonha.sentinel;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.batonha.sentinel.keeper.Claim;
import org.batonha.sentinel.keeper.Keeper;
import org.batonha.sentinel.keeper.Log;
import org.batonha.sentinel.keeper.Timing;
import org.batonha.sentinel.linux.News;
import org.batonha.sentinel.protocol.Command;
import org.batonha.sentinel.protocol.ErrorCode;
import org.batonha.sentinel.protocol.Refusal;

/**
 * The one thread that owns all state, and its inbox. Whatever wakes it, it looks at its leases
 * first; then it takes one input, and what else is due it does when no further one waits.
 * Everything but {@link #run} may be called by any thread.
 */
final class Sentinel implements News {
  /** Why a commander ends whose process does. */
  static final String DYING = "the server is dying or dead";

  /** What waits for the loop. Commands wait for room; what the network says is dropped instead. */
  private static final int INBOX_LIMIT = 1024;

  /**
   * How many addresses the commands that wait may name, so that a flood of them fits into memory;
   * one line may name some 5,000.
   */
  private static final int INBOX_ADDRESSES = 16_384;

  private static final LongConsumer NOTHING = now -> {};

  private final BlockingDeque<LongConsumer> inbox = new LinkedBlockingDeque<>(INBOX_LIMIT);
  private final Semaphore room = new Semaphore(INBOX_ADDRESSES);
  private final boolean isService;
  private final AtomicBoolean addressNews = new AtomicBoolean();
  private final WaitingClaims claims = new WaitingClaims();
  private final LongSupplier clock;
  private final long bornNanos;
  private final Log log;
  private Keeper keeper;
  private volatile String stopReason;

  /**
   * @param isService whether it outlives its commanders
   */
  Sentinel(boolean isService, Log log) {
    this(isService, log, System::nanoTime);
  }

  /**
   * @param clock tells the time as {@link System#nanoTime()} does
   */
  Sentinel(boolean isService, Log log, LongSupplier clock) {
    this.isService = isService;
    this.log = log;
    this.clock = clock;
    this.bornNanos = clock.getAsLong();
  }

  /** Runs until something calls {@link #stop}; then lets go of all, and returns. */
  void run(Keeper keeper) throws InterruptedException {
    this.keeper = keeper;
    Turns turns = new Turns(clock.getAsLong());
    try {
      while (stopReason == null) {
        LongConsumer input = await();
        if (stopReason == null) {
          keeper.wake(clock.getAsLong());
          if (input != null) {
            input.accept(clock.getAsLong());
          }
          if (stopReason == null && turns.isOver(inbox.isEmpty(), clock.getAsLong())) {
            work();
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

  /** An input may have taken its time, so the leases are looked at here, too. */
  private void work() {
    keeper.settle();
    long now = clock.getAsLong();
    keeper.wake(now);
    keeper.work(now);
  }

  /**
   * Returns whether nothing that was held, by this sentinel or by a dead predecessor, can still be
   * on this host. To be asked after {@link #run}.
   */
  boolean isClean() {
    return keeper.isClean() && clock.getAsLong() - bornNanos > Timing.LIFETIME.toNanos();
  }

  private LongConsumer await() throws InterruptedException {
    OptionalLong idle = keeper.idleNanos(clock.getAsLong());
    return idle.isPresent() ? inbox.poll(idle.getAsLong(), TimeUnit.NANOSECONDS) : inbox.take();
  }

  /**
   * Takes a command; waits while the inbox is full.
   *
   * @throws Refusal when it can be refused without looking at what is held
   */
  void command(Command command, Commander from) throws InterruptedException, Refusal {
    if (command instanceof Command.Attach attach) {
      from.requireOwn(attach.pid());
    }
    int size = addressesOf(command);
    room.acquire(size);
    inbox.put(
        now -> {
          room.release(size);
          if (!from.hasEnded()) { // else it came from a dead server, and was overtaken
            carryOut(command, from, now);
          }
        });
  }

  private static int addressesOf(Command command) {
    if (command instanceof Command.Hold hold) {
      return hold.addresses().size();
    }
    return command instanceof Command.Check check ? check.addresses().size() : 0;
  }

  private void carryOut(Command command, Commander from, long now) {
    try {
      if (command instanceof Command.Tell tell) {
        from.take(tell);
      } else if (command instanceof Command.Attach attach) {
        from.attach(attach.pid(), () -> endNow(from, DYING));
      } else if (command instanceof Command.Hold && !from.isWatched()) {
        throw new Refusal(
            ErrorCode.USAGE, "say first whose death ends the lease, by attach TAG PID");
      } else {
        keeper.command(command, from.replies(), now);
        return;
      }
      from.replies().send("ok " + command.tag());
    } catch (Refusal e) {
      log.info("%s refused: %s".formatted(command.brief(), e.getMessage()));
      from.replies()
          .send("error %s %s %s".formatted(command.tag(), e.code().word(), e.getMessage()));
    }
  }

  /** A commander ends after all commands that came before: it has closed its end. */
  void endInTurn(Commander from, String reason) throws InterruptedException {
    inbox.put(now -> end(from, reason, now));
  }

  /** A commander ends now, before anything that waits. */
  void endNow(Commander from, String reason) {
    if (!isService) {
      stop(reason);
      return;
    }
    try {
      inbox.putFirst(now -> end(from, reason, now));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(Commander from, String reason, long now) {
    if (!isService) {
      stop(reason);
    } else if (from.end()) {
      keeper.letGo(from.replies(), reason, now);
      log.info("a server has ended: " + reason);
      sayLastWord(from, isClean());
    }
  }

  /** Not on this thread: it takes its time, and there are others' leases. */
  private void sayLastWord(Commander from, boolean clean) {
    try {
      new Thread(() -> from.sayLastWord(clean, log), "last word").start();
    } catch (OutOfMemoryError e) {
      log.warn("no last word is said: " + e.getMessage());
      from.close();
    }
  }

  /** Ends now, before anything that waits. */
  void stop(String reason) {
    stopReason = reason;
    inbox.offer(NOTHING); // wakes the loop; if there is no room, it is awake
  }

  @Override
  public void claimed(Claim claim) {
    if (claims.add(claim)) {
      offerClaims();
    }
  }

  /** The listener does not wait for room: others claim what they claim again. */
  private void offerClaims() {
    if (!inbox.offer(this::lookAtClaims)) {
      claims
          .drop(clock.getAsLong())
          .ifPresent(n -> log.warn("%d claims of other hosts were not looked at".formatted(n)));
    }
  }

  private void lookAtClaims(long now) {
    List<Claim> some = claims.take();
    if (!some.isEmpty()) {
      some.forEach(claim -> keeper.claimed(claim, now));
      offerClaims(); // behind what waits already
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
  public void carrier(String device, boolean carrier) {
    offerNews(now -> keeper.carrier(device, carrier, now));
  }

  @Override
  public void lost() {
    addressesChanged();
    offerNews(keeper::lookAtCarriers);
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
