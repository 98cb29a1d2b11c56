package org.batonha.sentinel.keeper;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.batonha.sentinel.protocol.Command.Hold;
import org.batonha.sentinel.protocol.ErrorCode;
import org.batonha.sentinel.protocol.Policy;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/** What is refused before anything is touched. */
final class Checks {
  private Checks() {}

  /** A deadline that has passed prolongs nothing, and one in the far future is a mistake. */
  static void deadline(String service, long deadlineNanos, long now) throws Refusal {
    long leftNanos = deadlineNanos - now;
    if (leftNanos <= 0) {
      throw new Refusal(
          ErrorCode.DEADLINE,
          "the deadline for %s passed %d us ago".formatted(service, -leftNanos / 1_000));
    }
    if (leftNanos > Timing.LEASE_LIMIT.toNanos()) {
      throw new Refusal(
          ErrorCode.DEADLINE,
          "the deadline for %s is %d s ahead, the most is %d s: give a System.nanoTime() of this host"
              .formatted(service, leftNanos / 1_000_000_000, Timing.LEASE_LIMIT.toSeconds()));
    }
  }

  /** A service has one commander: what one server holds no other one can touch. */
  static void noOtherCommanderHas(
      String service, Replies from, Collection<Holding> holdings, Takings takings) throws Refusal {
    boolean isHeld =
        holdings.stream().anyMatch(h -> h.service().equals(service) && h.owner() != from);
    boolean isWanted = takings.stream().anyMatch(t -> t.isHoldOf(service) && t.replies() != from);
    if (isHeld || isWanted) {
      throw new Refusal(
          ErrorCode.BUSY,
          "%s is held for another server of this host: give its services other names, or stop it"
              .formatted(service));
    }
  }

  static void noNewerEpoch(Hold hold, Collection<Holding> holdings, Takings takings)
      throws Refusal {
    LongStream held =
        holdings.stream()
            .filter(holding -> holding.service().equals(hold.service()))
            .mapToLong(Holding::epoch);
    LongStream pending =
        takings.holds().filter(h -> h.service().equals(hold.service())).mapToLong(Hold::epoch);
    long newest = LongStream.concat(held, pending).max().orElse(0);
    if (newest > hold.epoch()) {
      throw new Refusal(
          ErrorCode.UNKNOWN,
          "%s is held with epoch %d: the older epoch %d can not be taken"
              .formatted(hold.service(), newest, hold.epoch()));
    }
  }

  static void noOtherServiceHas(Hold hold, Collection<Holding> holdings, Takings takings)
      throws Refusal {
    Map<InetAddress, String> owners = new HashMap<>();
    for (Holding holding : holdings) {
      holding.held().forEach(held -> owners.put(held.address().ip(), holding.service()));
    }
    takings.holds().forEach(h -> h.addresses().forEach(a -> owners.put(a.ip(), h.service())));
    for (VirtualAddress address : hold.addresses()) {
      String other = owners.getOrDefault(address.ip(), hold.service());
      if (!other.equals(hold.service())) {
        throw new Refusal(
            ErrorCode.ADDRESS,
            "%s belongs to service %s: an address can serve one service only"
                .formatted(address, other));
      }
    }
  }

  /** Where a lost carrier would end the lease at once, there must be one to begin with. */
  static void carriers(Hold hold, Policy policy, Host host) throws Refusal {
    if (policy.onCarrierLoss() != Policy.OnCarrierLoss.YIELD) {
      return;
    }
    Set<String> devices = new LinkedHashSet<>();
    hold.addresses().forEach(address -> devices.add(address.device()));
    for (String device : devices) {
      if (host.device(device).filter(Device::carrier).isEmpty()) {
        throw new Refusal(
            ErrorCode.DEVICE,
            "%s has no carrier, so the addresses of %s are not taken (on-carrier-loss is yield):"
                    .formatted(device, hold.service())
                + " plug it in or set it up");
      }
    }
  }
}
