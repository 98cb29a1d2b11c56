package org.batonha.transport;

import java.util.concurrent.TimeUnit;
import org.jgroups.Address;
import org.jgroups.EmptyMessage;
import org.jgroups.Event;
import org.jgroups.Message;
import org.jgroups.annotations.MBean;
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
 * more, and when 16,384 messages wait for its acknowledgement the sender blocks. Parts that merge
 * are new to each other in the same way.
 *
 * <p>The membership protocol says so, as {@code SUSPEND_STABLE} and {@code RESUME_STABLE}, to which
 * {@code NAKACK2} and {@code STABLE} listen, and {@code NAKACK4} (5.5.6 included) does not. Here
 * the coordinator acknowledges nothing between the two, neither others' messages nor its own, so
 * that nobody forgets what comes behind the digest. Same messages as {@code NAKACK4}, which others
 * in the cluster may use; needed where a coordinator may be. Thread-safe.
 */
@MBean(description = "NAKACK4 that keeps what a new member will ask for")
public class KEEPING_NAKACK4 extends NAKACK4 {
  /** As JGroups' own STABLE: nothing is held for longer, should nobody resume. */
  private static final long LONGEST_MILLIS = 20_000;

  private long heldSinceNanos; // guarded by this
  private int holds; // guarded by this: a merge may begin while somebody joins
  private volatile boolean held;

  /** Needed by JGroups, which makes it by its name. */
  public KEEPING_NAKACK4() {
    setId(ClassConfigurator.getProtocolId(NAKACK4.class));
  }

  @Override
  public Object down(Event event) {
    if (event.type() == Event.SUSPEND_STABLE) {
      hold(System.nanoTime());
    } else if (event.type() == Event.RESUME_STABLE && isLastResumed()) {
      sendAcks(); // what was due meanwhile is not known any more
    }
    return super.down(event);
  }

  private synchronized void hold(long now) {
    holds++;
    heldSinceNanos = now;
    held = true;
  }

  private synchronized boolean isLastResumed() {
    boolean last = holds == 1;
    holds = Math.max(0, holds - 1);
    held = holds > 0;
    return last;
  }

  private synchronized boolean isOver(long now) {
    boolean over = held && now - heldSinceNanos > TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS);
    if (over) {
      holds = 0;
      held = false;
    }
    return over;
  }

  /** Called each {@code xmit_interval}. */
  @Override
  public void triggerXmit() {
    if (held && isOver(System.nanoTime())) {
      log.warn(
          "%s: no view was made within %d ms: acknowledging again", local_addr, LONGEST_MILLIS);
      sendAcks();
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
    if (!held) {
      down_prot.down(
          new EmptyMessage(to)
              .putHeader(id, NakAckHeader.createAckHeader(delivered))
              .setFlag(Message.Flag.OOB));
    }
  }

  /** Messages that do not come back to their sender it acknowledges here, without a message. */
  @Override
  protected void handleAck(Address sender, long acknowledged) {
    if (!held || !sender.equals(local_addr)) {
      super.handleAck(sender, acknowledged);
    }
  }
}
