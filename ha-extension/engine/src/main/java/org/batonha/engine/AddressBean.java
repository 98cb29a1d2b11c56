package org.batonha.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import org.batonha.jmx.AddressCounts;
import org.batonha.jmx.AddressMXBean;
import org.batonha.jmx.ObjectNames;

/** The MBean of one address of a service. */
final class AddressBean extends NotificationBroadcasterSupport implements AddressMXBean {
  private static final String CONFLICT = "org.batonha.address.conflict";

  /** A sentinel that does not answer must not hold up whoever looks. */
  private static final long MOST_ANSWER_SECONDS = 2;

  private final String service;
  private final AddressConfig address;
  private final Function<String, CompletableFuture<List<AddressStatus>>> sentinel;
  private final AtomicLong notifications = new AtomicLong();

  /**
   * @param sentinel completes with what is known of a service's addresses
   * @param executor runs who listens to notifications
   */
  AddressBean(
      String service,
      AddressConfig address,
      Function<String, CompletableFuture<List<AddressStatus>>> sentinel,
      Executor executor) {
    super(
        executor,
        new MBeanNotificationInfo(
            new String[] {CONFLICT},
            Notification.class.getName(),
            "Another host claims the address; its MAC is the user data"));
    this.service = service;
    this.address = address;
    this.sentinel = sentinel;
  }

  AddressConfig address() {
    return address;
  }

  @Override
  public org.batonha.jmx.AddressStatus getStatus() {
    return known().map(this::status).orElseGet(this::absent);
  }

  /** Another host claims it. */
  void claimed(String mac, Instant at) {
    Notification notification =
        new Notification(
            CONFLICT,
            ObjectNames.address(service, address.cidr()),
            notifications.incrementAndGet(),
            at.toEpochMilli(),
            "service %s: %s on %s is claimed by %s at %s"
                .formatted(service, address.cidr(), address.device(), mac, at));
    notification.setUserData(mac);
    sendNotification(notification);
  }

  private Optional<AddressStatus> known() {
    try {
      return sentinel
          .apply(service)
          .completeOnTimeout(List.of(), MOST_ANSWER_SECONDS, TimeUnit.SECONDS)
          .join()
          .stream()
          .filter(each -> each.address().equals(address))
          .findFirst();
    } catch (CompletionException e) {
      throw new IllegalStateException(
          "the sentinel's answer about " + address + " cannot be read: " + e.getMessage(), e);
    }
  }

  private org.batonha.jmx.AddressStatus status(AddressStatus known) {
    return new org.batonha.jmx.AddressStatus(
        service,
        address.cidr(),
        address.device(),
        known.shut() ? org.batonha.jmx.AddressStatus.SHUT : org.batonha.jmx.AddressStatus.HELD,
        known.mac(),
        known.carrier(),
        known.since().toEpochMilli(),
        new AddressCounts(known.announcements(), known.conflicts(), known.removals()),
        known.lastConflict().map(conflict -> conflict.at().toEpochMilli()).orElse(0L),
        known.lastConflict().map(AddressStatus.Conflict::mac).orElse(""));
  }

  private org.batonha.jmx.AddressStatus absent() {
    return new org.batonha.jmx.AddressStatus(
        service,
        address.cidr(),
        address.device(),
        org.batonha.jmx.AddressStatus.ABSENT,
        "",
        false,
        0,
        AddressCounts.NONE,
        0,
        "");
  }
}
