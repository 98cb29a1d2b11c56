package org.batonha.transport.link;

import java.net.InetSocketAddress;
import java.util.concurrent.locks.LockSupport;
import org.batonha.transport.wire.DropCause;
import org.batonha.transport.wire.Wire;
import org.jgroups.logging.Log;

/** What all links have. */
abstract class LinkBase implements Link {
  final Log log;
  final Threads threads;
  final Settings settings;
  private final String name;
  private final String device;
  private final DropCounters drops;
  private final Routes routes; // null: not asked
  private volatile int priority;

  LinkBase(Links.Planned plan, Links.Means means) {
    this.name = plan.spec().name();
    this.device = plan.device();
    this.priority = plan.spec().priority();
    this.settings = means.settings();
    this.threads = means.threads();
    this.drops = new DropCounters(means.drops());
    this.log = means.log();
    this.routes =
        plan.local() == null || !settings.checkRoutes()
            ? null
            : new Routes(name, plan.local().device(), log);
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final int id() {
    return Wire.hash(name);
  }

  @Override
  public final String device() {
    return device;
  }

  @Override
  public final int priority() {
    return priority;
  }

  @Override
  public final void priority(int changed) {
    priority = changed;
  }

  @Override
  public final DropCounters drops() {
    return drops;
  }

  /** Tells whether a frame to the peer would leave by this link's interface; counts it if not. */
  final boolean leads(InetSocketAddress peer) {
    boolean leads = routes == null || routes.lead(peer);
    if (!leads) {
      drops.count(DropCause.ASTRAY);
    }
    return leads;
  }

  /** Where nothing may be sent there is no room to wait for: only the time goes by. */
  final boolean waitsForRoute(InetSocketAddress peer, long nanos) {
    boolean waits = routes != null && !routes.lead(peer);
    if (waits) {
      LockSupport.parkNanos(nanos);
    }
    return waits;
  }

  /** A link without connections has nothing to make or to forget. */
  @Override
  public void hurry(InetSocketAddress peer) {
    // A datagram needs no connection.
  }

  @Override
  public void ask(InetSocketAddress peer) {
    // A line cannot tell who listens.
  }

  @Override
  public void unreachable(InetSocketAddress peer) {
    // A datagram to nobody holds up nothing.
  }

  @Override
  public void departed(InetSocketAddress peer) {
    // As above.
  }

  @Override
  public void forget(InetSocketAddress peer) {
    // As above.
  }

  @Override
  public boolean failed(InetSocketAddress peer) {
    return false; // silence without a connection never says that nobody is there
  }
}
