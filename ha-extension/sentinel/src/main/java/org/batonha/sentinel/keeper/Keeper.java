package org.batonha.sentinel.keeper;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.batonha.sentinel.protocol.Command;
import org.batonha.sentinel.protocol.Command.Announce;
import org.batonha.sentinel.protocol.Command.Check;
import org.batonha.sentinel.protocol.Command.Hold;
import org.batonha.sentinel.protocol.Command.Release;
import org.batonha.sentinel.protocol.Command.Renew;
import org.batonha.sentinel.protocol.Command.Shut;
import org.batonha.sentinel.protocol.Command.StatusOf;
import org.batonha.sentinel.protocol.ErrorCode;
import org.batonha.sentinel.protocol.IpLiteral;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/**
 * Holds the services' addresses as long as their leases last, and not an instant longer than it can
 * help.
 *
 * <p>Whoever drives it calls {@link #wake} first whenever it wakes for whatever reason, so that a
 * lease that has run out (a stall of this very process included) is seen before anything else is
 * done. {@code now} is {@link System#nanoTime()}, or virtual time.
 */
public final class Keeper {
  private final Map<String, Holding> holdings = new LinkedHashMap<>();
  private final Host host;
  private final Log log;
  private final Answers answers;
  private final Takings takings;
  private final Retreat retreat;
  private OptionalLong plannedWake = OptionalLong.empty();

  /** Creates a keeper that holds nothing. */
  public Keeper(Host host, Log log) {
    this.host = host;
    this.log = log;
    this.answers = new Answers(log);
    this.takings = new Takings(host, answers);
    this.retreat = new Retreat(host, log);
  }

  /** Does all that is due at {@code now}: first what has to be dropped, then the rest. */
  public void wake(long now) {
    dropWhatHasRunOut(now);
    announceAfterStall(now);
    workOnTakings(now);
    held().filter(held -> now - held.dueNanos() >= 0).forEach(held -> held.work(host, log, now));
  }

  /** Returns for how many nanoseconds from {@code now} nothing is due; empty if nothing ever is. */
  public OptionalLong idleNanos(long now) {
    LongStream deadlines = holdings.values().stream().mapToLong(Holding::deadlineNanos);
    LongStream addresses = held().mapToLong(Held::dueNanos);
    OptionalLong idle =
        LongStream.concat(LongStream.concat(deadlines, addresses), takings.dueNanos())
            .map(due -> Math.max(0, due - now))
            .min();
    plannedWake = idle.isPresent() ? OptionalLong.of(now + idle.getAsLong()) : idle;
    return idle;
  }

  /** Carries out one command, and answers it now or when its probes are over. */
  public void command(Command command, Replies replies, long now) {
    try {
      requireOwn(command, replies);
      if (command instanceof Hold hold) {
        hold(hold, replies, now);
      } else if (command instanceof Renew renew) {
        renew(renew, now);
        answers.ok(command, replies);
      } else if (command instanceof Shut shut) {
        shut(shut);
        answers.ok(command, replies);
      } else if (command instanceof Release release) {
        release(release);
        answers.ok(command, replies);
      } else if (command instanceof Announce announce) {
        announce(announce, now);
        answers.ok(command, replies);
      } else if (command instanceof Check check) {
        check(check, replies, now);
      } else if (command instanceof StatusOf status) {
        replies.send(status(status));
      } else {
        replies.send(status(command.tag(), replies));
      }
    } catch (Refusal e) {
      answers.refuse(command, replies, e);
    }
  }

  /** Takes note of a frame by which another host claims an address. */
  public void claimed(Claim claim, long now) {
    takings.end(taking -> taking.isDisturbedBy(claim), claim.refusal());
    watch();
    if (claim.kind() == Claim.Kind.WANTS) {
      return; // the kernel answers a probe for what we have
    }
    for (Holding holding : holdings.values()) {
      holding
          .find(claim.device(), claim.ip())
          .filter(held -> held.claimed(claim.mac(), host, log, now))
          .ifPresent(
              held -> {
                log.warn("%s: %s claims it".formatted(held.address(), claim.mac()));
                String ip = IpLiteral.format(claim.ip());
                answers.event(holding, "conflict", ip + " " + claim.mac() + " " + now);
              });
    }
  }

  /** Looks whether what is held is still on its device, for something there was removed. */
  public void addressesChanged(long now) {
    Set<VirtualAddress> missing;
    try {
      missing = host.missing(addresses());
    } catch (Refusal e) {
      log.warn(e.getMessage()); // the next prolonging puts back what may be missing
      return;
    }
    for (Holding holding : holdings.values()) {
      for (Held held : holding.held()) {
        if (missing.contains(held.address()) && held.lost(now)) {
          log.warn("%s: somebody removed it; put back".formatted(held.address()));
          answers.event(holding, "lost", IpLiteral.format(held.address().ip()));
        }
      }
    }
  }

  /** Takes note that a device carries frames again: its network may have forgotten us. */
  public void deviceCameUp(String device, long now) {
    held()
        .filter(held -> held.address().device().equals(device))
        .forEach(held -> held.announceAgain(now));
  }

  /** Lets go of everything, at once. */
  public void letGo(String reason) {
    drop(List.copyOf(holdings.values()), reason);
    takings.end(taking -> true, new Refusal(ErrorCode.SYSTEM, reason));
  }

  /** Lets go of all that one commander has, at once. */
  public void letGo(Replies owner, String reason) {
    drop(holdings.values().stream().filter(h -> h.owner() == owner).toList(), reason);
    takings.end(taking -> taking.replies() == owner, new Refusal(ErrorCode.SYSTEM, reason));
    watch();
  }

  /** Returns whether nothing that was let go of can still be on this host. */
  public boolean isClean() {
    return retreat.isClean();
  }

  // ---- commands

  private void requireOwn(Command command, Replies from) throws Refusal {
    if (command instanceof Command.OfService own) {
      Checks.noOtherCommanderHas(own.service(), from, holdings.values(), takings);
    }
  }

  private void hold(Hold hold, Replies replies, long now) throws Refusal {
    Checks.deadline(hold.service(), hold.deadlineNanos(), now);
    Checks.noNewerEpoch(hold, holdings.values(), takings);
    Checks.noOtherServiceHas(hold, holdings.values(), takings);
    String newer = "a newer hold of %s came".formatted(hold.service());
    takings.end(t -> t.isHoldOf(hold.service()), new Refusal(ErrorCode.UNKNOWN, newer));
    endIfShut(hold.service());
    List<VirtualAddress> added = notHeld(hold.addresses());
    host.prepare(added);
    Taking taking = new Taking(hold, replies, added, hold.probes(), now);
    if (hold.probes() == 0 || added.isEmpty()) {
      take(taking, now);
    } else {
      begin(taking, now);
    }
  }

  /** What is shut is not opened, but taken anew. */
  private void endIfShut(String service) {
    Holding holding = holdings.get(service);
    if (holding != null && holding.isShut()) {
      letGoOf(List.of(holding));
    }
  }

  private void renew(Renew renew, long now) throws Refusal {
    Checks.deadline(renew.service(), renew.deadlineNanos(), now);
    Taking taking =
        takings.stream()
            .filter(t -> t.isHoldOf(renew.service(), renew.epoch()))
            .findFirst()
            .orElse(null);
    if (taking != null) {
      taking.renew(renew.deadlineNanos());
      return;
    }
    holdingOf(renew.service(), renew.epoch()).renew(renew.deadlineNanos());
  }

  private void shut(Shut shut) throws Refusal {
    for (Held held : holdingOf(shut.service(), shut.epoch()).held()) {
      held.shut(host);
    }
    log.info("%s epoch %d: shut".formatted(shut.service(), shut.epoch()));
  }

  private void release(Release release) {
    // A release that was read late must not end a newer epoch.
    String text = "%s was released while it was being taken".formatted(release.service());
    takings.end(
        t -> t.isHoldOf(release.service()) && ((Hold) t.command()).epoch() <= release.epoch(),
        new Refusal(ErrorCode.UNKNOWN, text));
    Holding holding = holdings.get(release.service());
    if (holding != null && holding.epoch() <= release.epoch()) {
      letGoOf(List.of(holding));
      log.info("%s epoch %d: released".formatted(holding.service(), holding.epoch()));
    }
    watch();
  }

  private void announce(Announce announce, long now) throws Refusal {
    for (Held held : holdingOf(announce.service()).held()) {
      held.announceNow(host, now);
    }
  }

  private void check(Check check, Replies replies, long now) throws Refusal {
    List<VirtualAddress> added = notHeld(check.addresses());
    host.prepare(added);
    if (added.isEmpty()) {
      answers.ok(check, replies);
    } else {
      begin(new Taking(check, replies, added, Timing.CHECK_PROBES, now), now);
    }
  }

  private String status(String tag, Replies from) {
    Stream<String> own =
        holdings.values().stream().filter(h -> h.owner() == from).map(Holding::toString);
    return Stream.concat(Stream.of("ok", tag), own).collect(Collectors.joining(" "));
  }

  private String status(StatusOf status) throws Refusal {
    Holding holding = holdingOf(status.service());
    Map<String, Optional<Device>> devices = new HashMap<>();
    StringJoiner text = new StringJoiner(" ");
    text.add("ok").add(status.tag()).add(holding.service()).add(Long.toString(holding.epoch()));
    for (Held held : holding.held()) {
      String name = held.address().device();
      if (!devices.containsKey(name)) {
        devices.put(name, host.device(name));
      }
      text.add(held.status(devices.get(name)));
    }
    return text.toString();
  }

  // ---- taking

  private void begin(Taking taking, long now) throws Refusal {
    takings.add(taking);
    watch();
    workOnTakings(now);
  }

  private void workOnTakings(long now) {
    takings.work(
        taking -> {
          if (taking.command() instanceof Hold) {
            take(taking, now);
          } else {
            answers.ok(taking.command(), taking.replies());
            watch();
          }
        },
        now);
  }

  /** Adds what is new, all or none; tells the network; lets go of what is no longer listed. */
  private void take(Taking taking, long now) throws Refusal {
    Hold hold = (Hold) taking.command();
    // Not only what was probed for: an older lease may have run out during the probes.
    List<VirtualAddress> added = addAllOrNone(notHeld(hold.addresses()));
    Holding holding = holdings.computeIfAbsent(hold.service(), Holding::new);
    if (holding.epoch() != hold.epoch()) {
      holding.held().forEach(held -> held.announceAgain(now));
    }
    holding.leasedTo(taking.replies(), hold.epoch(), taking.deadlineNanos());
    List<VirtualAddress> unlisted =
        holding.addresses().stream().filter(a -> !hold.addresses().contains(a)).toList();
    holding.held().removeIf(held -> unlisted.contains(held.address()));
    retreat.from(unlisted);
    added.forEach(address -> holding.held().add(new Held(address, now)));
    watch();
    log.info("%s epoch %d: held, %s".formatted(hold.service(), hold.epoch(), hold.addresses()));
    answers.ok(hold, taking.replies());
  }

  private List<VirtualAddress> addAllOrNone(List<VirtualAddress> addresses) throws Refusal {
    List<VirtualAddress> added = new ArrayList<>();
    try {
      for (VirtualAddress address : addresses) {
        host.add(address);
        added.add(address);
      }
      for (VirtualAddress address : added) {
        host.announce(address);
      }
      return added;
    } catch (Refusal e) {
      retreat.remove(added);
      throw e;
    }
  }

  // ---- letting go

  private void dropWhatHasRunOut(long now) {
    List<Holding> over =
        holdings.values().stream().filter(h -> now - h.deadlineNanos() >= 0).toList();
    if (!over.isEmpty()) {
      drop(over, "the lease was not renewed");
    }
  }

  private void drop(List<Holding> dropped, String reason) {
    letGoOf(dropped);
    for (Holding holding : dropped) {
      log.warn("%s epoch %d: dropped, %s".formatted(holding.service(), holding.epoch(), reason));
      answers.event(holding, "dropped", reason);
    }
  }

  private void letGoOf(List<Holding> gone) {
    retreat.from(gone.stream().flatMap(holding -> holding.addresses().stream()).toList());
    gone.forEach(holding -> holdings.remove(holding.service()));
    watch();
  }

  private void announceAfterStall(long now) {
    if (plannedWake.isPresent() && now - plannedWake.getAsLong() > Timing.STALL.toNanos()) {
      log.warn("woke %d ms late".formatted((now - plannedWake.getAsLong()) / 1_000_000));
      held().forEach(held -> held.announceAgain(now));
    }
    plannedWake = OptionalLong.empty();
  }

  // ---- what there is

  private Holding holdingOf(String service) throws Refusal {
    Holding holding = holdings.get(service);
    if (holding == null) {
      throw new Refusal(ErrorCode.UNKNOWN, "%s is not held: hold it first".formatted(service));
    }
    return holding;
  }

  private Holding holdingOf(String service, long epoch) throws Refusal {
    Holding holding = holdingOf(service);
    if (holding.epoch() != epoch) {
      throw new Refusal(
          ErrorCode.UNKNOWN,
          "%s is held with epoch %d, not %d".formatted(service, holding.epoch(), epoch));
    }
    return holding;
  }

  private Stream<Held> held() {
    return holdings.values().stream().flatMap(holding -> holding.held().stream());
  }

  private Set<VirtualAddress> addresses() {
    return held().map(Held::address).collect(Collectors.toSet());
  }

  private List<VirtualAddress> notHeld(List<VirtualAddress> addresses) {
    Set<VirtualAddress> ours = addresses();
    return addresses.stream().filter(address -> !ours.contains(address)).toList();
  }

  private void watch() {
    Set<VirtualAddress> watched = new HashSet<>(addresses());
    takings.probed().forEach(watched::add);
    host.watch(watched);
  }
}
