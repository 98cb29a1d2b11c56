package org.batonha.engine;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import org.batonha.jmx.LinkMXBean;
import org.batonha.jmx.LinkMeasures;
import org.batonha.jmx.LinkStatus;
import org.batonha.jmx.ObjectNames;
import org.batonha.jmx.PeerMeasures;
import org.batonha.jmx.PeerStatus;
import org.batonha.transport.LinkSnapshot;
import org.batonha.transport.LinkState;
import org.batonha.transport.PeerSnapshot;
import org.batonha.transport.REDUNDANT;

/** The MBean of one link. */
final class LinkBean extends NotificationBroadcasterSupport implements LinkMXBean {
  private static final String TRANSITION = "org.batonha.link.state";
  private static final String PRIORITY = "org.batonha.link.priority";
  private static final String REMOVED = "org.batonha.link.removed";

  private final String name;
  private final REDUNDANT transport;
  private final AtomicLong notifications = new AtomicLong();

  LinkBean(String name, REDUNDANT transport) {
    super(
        new MBeanNotificationInfo(
            new String[] {TRANSITION, PRIORITY, REMOVED},
            Notification.class.getName(),
            "A change of a peer's state on this link, and why; of its priority; its end"));
    this.name = name;
    this.transport = transport;
  }

  static List<LinkStatus> all(REDUNDANT transport) {
    return transport.linkSnapshots().stream().map(LinkBean::status).toList();
  }

  private static LinkStatus status(LinkSnapshot link) {
    return new LinkStatus(
        link.name(),
        link.protocol(),
        link.device(),
        link.address(),
        new LinkMeasures(link.priority(), link.queuedBytes(), link.queueLimit(), link.drops()),
        link.peers().stream().map(LinkBean::status).toList());
  }

  private static PeerStatus status(PeerSnapshot peer) {
    return new PeerStatus(
        peer.node(),
        peer.state().name(),
        peer.sinceMillis(),
        peer.roundTrip().last(),
        peer.heartbeatsMissed(),
        peer.traffic().framesReceived(),
        peer.traffic().framesDropped(),
        measures(peer));
  }

  private static PeerMeasures measures(PeerSnapshot peer) {
    return new PeerMeasures(
        peer.carrying(),
        peer.entered().up(),
        peer.entered().indoubt(),
        peer.entered().down(),
        peer.roundTrip().min(),
        peer.roundTrip().mean(),
        peer.roundTrip().max(),
        peer.roundTrip().percentile99(),
        peer.lossIn(),
        peer.lossOut(),
        peer.traffic().framesSent(),
        peer.traffic().bytesSent(),
        peer.traffic().bytesReceived(),
        peer.traffic().framesResent());
  }

  @Override
  public LinkStatus getStatus() {
    return all(transport).stream()
        .filter(link -> link.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("link '" + name + "' is gone"));
  }

  void changed(String node, LinkState from, LinkState to, String reason) {
    tell(TRANSITION, node + ": " + from + " -> " + to + ": " + reason);
  }

  void prioritised(int from, int to) {
    tell(PRIORITY, "priority " + from + " -> " + to);
  }

  void removed() {
    tell(REMOVED, "link '" + name + "' was removed");
  }

  private void tell(String type, String message) {
    sendNotification(
        new Notification(
            type,
            ObjectNames.link(name),
            notifications.incrementAndGet(),
            System.currentTimeMillis(),
            message));
  }
}
