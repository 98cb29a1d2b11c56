package org.batonha.sentinel.keeper;

import java.util.Collection;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.batonha.sentinel.protocol.Command.Hold;
import org.batonha.sentinel.protocol.ErrorCode;
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
    for (VirtualAddress address : hold.addresses()) {
      Stream<String> holders =
          holdings.stream().filter(h -> containsIp(h.addresses(), address)).map(Holding::service);
      Stream<String> takers =
          takings.holds().filter(h -> containsIp(h.addresses(), address)).map(Hold::service);
      String other =
          Stream.concat(holders, takers)
              .filter(service -> !service.equals(hold.service()))
              .findFirst()
              .orElse(null);
      if (other != null) {
        throw new Refusal(
            ErrorCode.ADDRESS,
            "%s belongs to service %s: an address can serve one service only"
                .formatted(address, other));
      }
    }
  }

  private static boolean containsIp(Collection<VirtualAddress> addresses, VirtualAddress wanted) {
    return addresses.stream().anyMatch(address -> address.ip().equals(wanted.ip()));
  }
}
