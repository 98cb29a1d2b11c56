package org.batonha.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jgroups.Address;
import org.jgroups.EmptyMessage;
import org.jgroups.Event;
import org.jgroups.Message;
import org.jgroups.annotations.MBean;
import org.jgroups.annotations.ManagedAttribute;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.NAKACK4;
import org.jgroups.protocols.NakAckHeader;
import org.jgroups.util.Buffer;

/**
 * JGroups' {@code NAKACK4}, which keeps what a new member will ask for.
 *
 * <p>A new member begins with the messages behind a digest, which the coordinator reads before it
 * makes the view. A sender forgets a message when all members of its view have acknowledged it: of
 * the view before, as long as it has not installed the new one. What is sent, acknowledged and
 * forgotten in between, the new member asks for without end, it delivers nothing of that sender any
 * more, and when a whole window of messages waits for its acknowledgement the sender blocks. Parts
 * that merge are new to each other in the same way.
 *
 * <p>The membership protocol says so, as {@code SUSPEND_STABLE} and {@code RESUME_STABLE}, of which
 * {@code STABLE}, above {@code NAKACK2}, takes care, and {@code NAKACK4} (5.5.6 included) does not.
 * Here a member acknowledges nothing between the two, neither others' messages nor its own, so that
 * nobody forgets what comes behind the digest: in a join the coordinator, in a merge each member.
 * But nobody is to stand still for a view that is not made: who has sent a quarter of the window
 * more is acknowledged to, and after 20 s all are.
 *
 * <p>The messages are those of {@code NAKACK4}, which others in the cluster may use: they keep less
 * in a merge. Thread-safe.
 */
@MBean(description = "NAKACK4 that keeps what a new member will ask for")
public class KEEPING_NAKACK4 extends NAKACK4 {
  private static final long LONGEST_MILLIS = 20_000;

  private final LongSupplier clock;

  /** Whose messages were not acknowledged while it was held, and where each was first. */
  private final Map<Address, Long> owed = new ConcurrentHashMap<>();

  private volatile boolean held; // changed as the following: guarded by this
  private long heldSinceNanos;
  private int holds; // a merge may begin while somebody joins
  private boolean viewComes;
  private volatile long givenUp;

  /** Needed by JGroups, which makes it by its name. */
  public KEEPING_NAKACK4() {
    this(System::nanoTime);
  }

  /** Creates one with a clock, in nanoseconds. */
  KEEPING_NAKACK4(LongSupplier clock) {
    this.clock = clock;
    setId(ClassConfigurator.getProtocolId(NAKACK4.class));
  }

  /** Returns how often something was acknowledged before a view was made. */
  @ManagedAttribute(description = "How often acknowledgements could not wait for a view")
  public long getGivenUp() {
    return givenUp;
  }

  @Override
  public Object down(Event event) {
    switch (event.type()) {
      case Event.SUSPEND_STABLE -> hold();
      case Event.TMP_VIEW -> viewComes(true);
      case Event.VIEW_CHANGE -> viewComes(false);
      case Event.RESUME_STABLE -> {
        if (isLastResumed()) {
          acknowledgeWhatIsOwed();
        }
      }
      default -> {
        // nothing of ours
      }
    }
    return super.down(event);
  }

  private synchronized void hold() {
    if (holds++ == 0) {
      owed.clear();
      heldSinceNanos = clock.getAsLong();
      held = true;
    }
  }

  private synchronized void viewComes(boolean comes) {
    viewComes = comes;
  }

  private synchronized boolean isLastResumed() {
    if (viewComes) {
      viewComes = false; // who becomes the coordinator resumes, just before its first view
      return false;
    }
    boolean last = holds == 1;
    holds = Math.max(0, holds - 1);
    held = holds > 0;
    return last;
  }

  private synchronized boolean isOver() {
    boolean over =
        held && clock.getAsLong() - heldSinceNanos > TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS);
    if (over) {
      holds = 0;
      held = false;
      givenUp++;
    }
    return over;
  }

  private void acknowledgeWhatIsOwed() {
    for (Address sender : owed.keySet()) {
      Buffer<Message> window = getBuf(sender);
      if (window != null) {
        sendAck(sender, window);
      }
    }
  }

  /** Called each {@code xmit_interval}. */
  @Override
  public void triggerXmit() {
    if (held && isOver()) {
      log.warn(
          "%s: no view was made within %d ms: acknowledging again", local_addr, LONGEST_MILLIS);
      acknowledgeWhatIsOwed();
    }
    super.triggerXmit();
  }

  /**
   * First what is to be acknowledged, and then whether: what was read before acknowledgements are
   * held is not behind a digest that is read after that.
   */
  @Override
  protected void sendAck(Address to, Buffer<Message> window) {
    long delivered = window.highestDelivered();
    if (!isToWait(to, delivered)) {
      down_prot.down(
          new EmptyMessage(to)
              .putHeader(id, NakAckHeader.createAckHeader(delivered))
              .setFlag(Message.Flag.OOB));
    }
  }

  /** Messages that do not come back to their sender it acknowledges here, without a message. */
  @Override
  protected void handleAck(Address sender, long acknowledged) {
    if (!sender.equals(local_addr) || !isToWait(sender, acknowledged)) {
      super.handleAck(sender, acknowledged);
    }
  }

  private boolean isToWait(Address sender, long delivered) {
    if (!held) {
      return false;
    }
    long first = owed.computeIfAbsent(sender, from -> delivered);
    if (delivered - first <= capacity / 4) {
      return true;
    }
    owed.put(sender, delivered);
    countGivenUp();
    log.warn(
        "%s: acknowledging what %s has sent, though a view is being made: else it had to wait",
        local_addr, sender);
    return false;
  }

  private synchronized void countGivenUp() {
    givenUp++;
  }
}
