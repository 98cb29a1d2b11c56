package org.batonha.transport;

import java.util.concurrent.locks.LockSupport;
import org.batonha.transport.link.Settings;
import org.batonha.transport.peer.Peer;
import org.batonha.transport.peer.PeerLink;
import org.batonha.transport.peer.PeerTable;
import org.batonha.transport.peer.Pulse;
import org.batonha.transport.wire.FrameType;
import org.batonha.transport.wire.OutFrame;
import org.jgroups.logging.Log;

/** Beats and judges on a thread of its own, which nothing of the stack can hold up. */
final class Heart implements Runnable {
  /** With so many of the first heartbeats a HELLO goes out, too. */
  static final int HELLO_FIRST = 3;

  private final PeerTable table;
  private final Greeter greeter;
  private final Watch watch;
  private final Sender sender;
  private final Settings settings;
  private final Log log;
  private volatile boolean stopped;
  private long beats;

  Heart(PeerTable table, Greeter greeter, Watch watch, Sender sender, Settings settings, Log log) {
    this.table = table;
    this.greeter = greeter;
    this.watch = watch;
    this.sender = sender;
    this.settings = settings;
    this.log = log;
  }

  @Override
  public void run() {
    Pulse pulse = new Pulse(settings.heartbeatNanos(), System.nanoTime());
    while (!stopped) {
      long nowNanos = System.nanoTime();
      try {
        tick(pulse.tick(nowNanos), nowNanos);
      } catch (RuntimeException e) {
        log.error("a heartbeat failed: " + e.getMessage() + "; going on with the next", e);
      }
      LockSupport.parkNanos(pulse.nanosUntilNext(System.nanoTime()));
    }
  }

  private void tick(Pulse.Tick tick, long nowNanos) {
    if (tick.stalled()) {
      log.warn(
          "this node stalled for %d ms: its peers get a fresh window",
          tick.lateNanos() / 1_000_000);
      watch.freshWindow(nowNanos);
    }
    if (tick.beat()) {
      beat(nowNanos);
    }
    watch.judge(nowNanos);
    sender.updateRoutes(nowNanos);
  }

  private void beat(long nowNanos) {
    for (Peer peer : table.all()) {
      if (!peer.stopped()) {
        for (PeerLink link : peer.links()) {
          byte[] payload = link.next(peer.boot(), nowNanos).encode();
          link.send(new OutFrame(FrameType.HEARTBEAT, 0, payload));
        }
      }
    }
    if (beats < HELLO_FIRST || beats % Settings.HELLO_EVERY == 0) {
      greeter.greetAll();
    } else {
      greeter.greetGroup();
    }
    beats++;
  }

  void stop() {
    stopped = true;
  }
}
