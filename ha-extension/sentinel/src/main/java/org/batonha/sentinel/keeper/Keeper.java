package org.batonha.sentinel.keeper;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.batonha.sentinel.protocol.Command;
import org.batonha.sentinel.protocol.Command.Announce;
import org.batonha.sentinel.protocol.Command.Check;
import org.batonha.sentinel.protocol.Command.Configure;
import org.batonha.sentinel.protocol.Command.Hold;
import org.batonha.sentinel.protocol.Command.Release;
import org.batonha.sentinel.protocol.Command.Renew;
import org.batonha.sentinel.protocol.Command.Shut;
import org.batonha.sentinel.protocol.Command.StatusOf;
import org.batonha.sentinel.protocol.Command.Tickle;
import org.batonha.sentinel.protocol.ErrorCode;
import org.batonha.sentinel.protocol.Policy;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/**
 * Holds the services' addresses as long as their leases last, and not an instant longer than it can
 * help.
 *
 * <p>Whoever drives it calls {@link #wake} first whenever it wakes for whatever reason, so that a
 * lease that has run out (a stall of this very process included) is seen before anything else is
 * done; and {@link #work} when no input waits, or now and then while some does. {@code now} is
 * {@link System#nanoTime()}, or virtual time.
 */
public final class Keeper {
  private static final int MOST_IN_LOG = 8;

  private final Holdings holdings = new Holdings();
  private final Host host;
  private final Log log;
  private final Answers answers;
  private final Takings takings;
  private final Retreat retreat;
  private final Policies policies;
  private final Announcer announcer;
  private final Held.Means means;
  private final Others others;
  private final Tickles tickles;
  private final Releases releases;
  private final Foresight foresight;
  private boolean hasLetGo;
  private OptionalLong plannedWake = OptionalLong.empty();

  /** Creates a keeper that holds nothing. */
  public Keeper(Host host, Log log) {
    this.host = host;
    this.log = log;
    this.answers = new Answers(log);
    this.takings = new Takings(host, answers);
    this.retreat = new Retreat(host, log);
    this.releases = new Releases(answers, log);
    this.foresight = new Foresight(host, log);
    this.policies = new Policies(host, log);
    this.announcer = new Announcer(host, log);
    this.means = new Held.Means(host, announcer, log);
    this.tickles = new Tickles(host, holdings, policies, answers, log);
    this.others = new Others(holdings, policies, host, answers, log, this::giveUp);
  }

  /**
   * Drops all whose lease has run out at {@code now}. What else is due is left to {@link #work}.
   */
  public void wake(long now) {
    dropWhatHasRunOut(now);
    announceAfterStall(now);
  }

  /**
   * Probes, takes, prolongs and announces what is due at {@code now}: a bounded part of it, so that
   * the next look at the leases and the commands comes soon.
   */
  public void work(long now) {
    workOnTakings(now);
    putBackWhatWentAlong(now);
    holdings.mostDue(Timing.WORKED_AT_ONCE, now).forEach(held -> held.work(now));
    others.giveUpWhatIsGone(now);
    announcer.work(now);
    policies.work(now);
    tickles.work(now);
    foresight.work();
  }

  /** Returns for how many nanoseconds from {@code now} nothing is due; empty if nothing ever is. */
  public OptionalLong idleNanos(long now) {
    OptionalLong idle =
        Stream.of(
                holdings.dueNanos(),
                takings.dueNanos(),
                announcer.dueNanos().stream(),
                policies.dueNanos(now).stream(),
                tickles.dueNanos(now).stream())
            .flatMapToLong(Function.identity())
            .map(due -> hasLetGo || foresight.isDue() ? 0 : Math.max(0, due - now))
            .min();
    plannedWake = idle.isPresent() ? OptionalLong.of(now + idle.getAsLong()) : idle;
    return idle;
  }

  /**
   * Carries out one command, and answers it now, or when its probes are over, or a release in
   * {@link #settle}.
   */
  public void command(Command command, Replies replies, long now) {
    try {
      if (!(command instanceof Release)) {
        settle();
      }
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
        release(release, replies);
      } else if (command instanceof Announce announce) {
        announce(announce, now);
        answers.ok(command, replies);
      } else if (command instanceof Configure configure) {
        configure(configure, replies, now);
        answers.ok(command, replies);
      } else if (command instanceof Tickle tickle) {
        tickles.take(tickle, now);
        answers.ok(command, replies);
      } else if (command instanceof Check check) {
        check(check, replies, now);
      } else if (command instanceof StatusOf status) {
        Holding holding = holdings.get(status.service());
        replies.send(StatusReport.full(status.tag(), holding, host));
      } else {
        replies.send(StatusReport.brief(command.tag(), holdings.of(replies)));
      }
    } catch (Refusal e) {
      answers.refuse(command, replies, e);
    }
  }

  /** Takes note of a frame by which another host claims an address. */
  public void claimed(Claim claim, long now) {
    if (takings.end(taking -> taking.isDisturbedBy(claim), claim.refusal())) {
      watch();
    }
    if (claim.kind() == Claim.Kind.WANTS) {
      return; // the kernel answers a probe for what we have
    }
    others.claimed(claim, now);
  }

  /** Looks whether what is held is still on its device, for something there was removed. */
  public void addressesChanged(long now) {
    others.addressesChanged(now);
  }

  /**
   * Takes note whether a device carries frames. If it does so again, its network may have forgotten
   * us. What is known already, or of a device that is of no concern, is dropped.
   */
  public void carrier(String device, boolean carrier, long now) {
    others.carrier(device, carrier, now);
  }

  /** Looks at the carriers of all devices that are of concern, for news of them were lost. */
  public void lookAtCarriers(long now) {
    others.lookAtCarriers(now);
  }

  /** Lets go of everything, at once. */
  public void letGo(String reason) {
    settle();
    drop(List.copyOf(holdings.all()), reason);
    takings.end(taking -> true, new Refusal(ErrorCode.SYSTEM, reason));
  }

  /** Lets go of all that one commander has, at once. */
  public void letGo(Replies owner, String reason, long now) {
    settle();
    drop(holdings.of(owner), reason);
    policies.forget(owner, now);
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
      Checks.noOtherCommanderHas(own.service(), from, holdings.all(), takings);
    }
  }

  private void hold(Hold hold, Replies replies, long now) throws Refusal {
    Checks.deadline(hold.service(), hold.deadlineNanos(), now);
    Checks.noNewerEpoch(hold, holdings.all(), takings);
    Checks.noOtherServiceHas(hold, holdings.all(), takings);
    String newer = "a newer hold of %s came".formatted(hold.service());
    takings.end(t -> t.isHoldOf(hold.service()), new Refusal(ErrorCode.UNKNOWN, newer));
    endIfShut(hold.service());
    Policy policy = policies.of(replies, hold.service());
    List<VirtualAddress> added = holdings.without(hold.addresses());
    host.prepare(added); // first: where no address can be held at all, that is the reason to tell
    Checks.carriers(hold, policy, host);
    others.noteCarriers(hold.addresses());
    Taking taking = new Taking(hold, replies, added, hold.probes(), policy, now);
    if (hold.probes() == 0 || added.isEmpty()) {
      take(taking, now);
    } else {
      begin(taking, now);
    }
  }

  /** What is shut is not opened, but taken anew. */
  private void endIfShut(String service) {
    Holding holding = holdings.find(service);
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
    holdings.get(renew.service(), renew.epoch()).renew(renew.deadlineNanos());
  }

  private void shut(Shut shut) throws Refusal {
    Holding holding = holdings.get(shut.service(), shut.epoch());
    announcer.forget(holding.addresses());
    for (Held held : holding.held()) {
      held.shut();
    }
    foresight.shut(holding.addresses());
    log.info("%s epoch %d: shut".formatted(shut.service(), shut.epoch()));
  }

  private void release(Release release, Replies replies) {
    // A release that was read late must not end a newer epoch.
    String text = "%s was released while it was being taken".formatted(release.service());
    takings.end(
        t -> t.isHoldOf(release.service()) && ((Hold) t.command()).epoch() <= release.epoch(),
        new Refusal(ErrorCode.UNKNOWN, text));
    releases.add(release, replies);
  }

  /**
   * Lets go of what has been released since the last time, and answers. To be called when no
   * further command waits: of several releases in a row each would cost as much as all of them
   * together, for the kernel looks through all its connections for those that have to be reset.
   */
  public void settle() {
    releases.settle(holdings, this::letGoOf);
  }

  private void announce(Announce announce, long now) throws Refusal {
    holdings.get(announce.service()).held().forEach(held -> held.announceAgain(now));
  }

  private void configure(Configure configure, Replies replies, long now) throws Refusal {
    policies.put(replies, configure.service(), configure.policy(), now);
    Holding holding = holdings.find(configure.service());
    if (holding != null) {
      holding.held().forEach(held -> held.follow(configure.policy()));
    }
  }

  private void check(Check check, Replies replies, long now) throws Refusal {
    List<VirtualAddress> added = holdings.without(check.addresses());
    host.prepare(added);
    if (policies.has(replies)) {
      others.tellCarriers(check, replies, now);
    }
    if (added.isEmpty() || !check.asks()) {
      answers.ok(check, replies);
    } else {
      begin(new Taking(check, replies, added, Timing.CHECK_PROBES, Policy.DEFAULT, now), now);
    }
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
    Policy policy = policies.of(taking.replies(), hold.service());
    Checks.carriers(hold, policy, host);
    // Not only what was probed for: an older lease may have run out during the probes.
    List<Held> added = addAllOrNone(holdings.without(hold.addresses()), policy, now);
    Holding holding = holdings.findOrAdd(hold.service());
    if (holding.epoch() != hold.epoch()) {
      holding.held().forEach(held -> held.announceAgain(now));
    }
    holding.leasedTo(taking.replies(), hold.epoch(), taking.deadlineNanos());
    letGoOfAllBut(hold.addresses(), holding);
    holding.held().addAll(added);
    watch();
    log.info(
        "%s epoch %d: held, %s".formatted(hold.service(), hold.epoch(), some(hold.addresses())));
    answers.ok(hold, taking.replies());
  }

  /** Returns them for people, who do not read a thousand. */
  private static String some(List<VirtualAddress> addresses) {
    int more = addresses.size() - MOST_IN_LOG;
    return more <= 0
        ? addresses.toString()
        : "%s and %d more".formatted(addresses.subList(0, MOST_IN_LOG), more);
  }

  private void letGoOfAllBut(List<VirtualAddress> listed, Holding holding) {
    Set<VirtualAddress> kept = Set.copyOf(listed);
    List<VirtualAddress> unlisted =
        holding.addresses().stream().filter(address -> !kept.contains(address)).toList();
    holding.held().removeIf(held -> !kept.contains(held.address()));
    announcer.forget(unlisted);
    tickles.forget(unlisted);
    foresight.forget(unlisted);
    retreat.from(unlisted);
    hasLetGo |= !unlisted.isEmpty();
  }

  /** What is not delivered at once is announced soon. */
  private List<Held> addAllOrNone(List<VirtualAddress> addresses, Policy policy, long now)
      throws Refusal {
    List<VirtualAddress> added = new ArrayList<>();
    try {
      for (VirtualAddress address : addresses) {
        if (policy.vmac()) {
          host.giveVirtualMac(address);
        }
        host.add(address);
        added.add(address);
      }
      List<Held> held = new ArrayList<>();
      for (VirtualAddress address : added) {
        boolean delivered = host.isDelivered(address);
        if (delivered) {
          announcer.announce(address, policy, now);
        }
        held.add(new Held(address, means, policy, delivered, now));
      }
      return held;
    } catch (Refusal e) {
      announcer.forget(added);
      retreat.remove(added);
      throw e;
    }
  }

  // ---- letting go

  private void dropWhatHasRunOut(long now) {
    List<Holding> over = holdings.overdue(now);
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

  /** Gives services up though their leases last. */
  private void giveUp(List<Others.Yielding> yieldings) {
    if (yieldings.isEmpty()) {
      return;
    }
    letGoOf(yieldings.stream().map(Others.Yielding::holding).toList());
    for (Others.Yielding yielding : yieldings) {
      Holding holding = yielding.holding();
      String reason = yielding.reason();
      log.warn("%s epoch %d: given up, %s".formatted(holding.service(), holding.epoch(), reason));
      answers.event(holding, "yielded", yielding.cause() + " " + reason);
    }
  }

  private void letGoOf(List<Holding> gone) {
    List<VirtualAddress> addresses =
        gone.stream().flatMap(holding -> holding.addresses().stream()).toList();
    announcer.forget(addresses);
    tickles.forget(addresses);
    foresight.forget(addresses);
    retreat.from(addresses);
    holdings.remove(gone);
    hasLetGo |= !addresses.isEmpty() && !holdings.all().isEmpty();
    watch();
  }

  /** The first address of a network takes the others with it when it goes. */
  private void putBackWhatWentAlong(long now) {
    if (hasLetGo) {
      hasLetGo = false;
      others.putBackWhatWentAlong(now);
    }
  }

  private void announceAfterStall(long now) {
    if (plannedWake.isPresent() && now - plannedWake.getAsLong() > Timing.STALL.toNanos()) {
      log.warn("woke %d ms late".formatted((now - plannedWake.getAsLong()) / 1_000_000));
      holdings.held().forEach(held -> held.announceAgain(now));
    }
    plannedWake = OptionalLong.empty();
  }

  // ---- what there is

  private void watch() {
    Set<VirtualAddress> watched = holdings.addresses();
    takings.probed().forEach(watched::add);
    host.watch(watched);
  }
}
