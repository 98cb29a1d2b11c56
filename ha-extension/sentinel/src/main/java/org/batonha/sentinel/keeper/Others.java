package org.batonha.sentinel.keeper;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.batonha.sentinel.protocol.Command.Check;
import org.batonha.sentinel.protocol.IpLiteral;
import org.batonha.sentinel.protocol.Policy;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/**
 * What others do to what is held, be it hosts, people or cables: it is told to who holds it, and
 * answered as the service's policy says.
 */
final class Others {
  /** A service to be given up though its lease lasts; the cause is one word. */
  record Yielding(Holding holding, String cause, String reason) {}

  /** How services are given up: all that have to at once, for each time costs the same. */
  interface GivingUp {
    void giveUp(List<Yielding> yieldings);
  }

  /** Of each device that a check or a hold has named, whether it had a carrier when last told. */
  private final Map<String, Boolean> told = new HashMap<>();

  private final Holdings holdings;
  private final Policies policies;
  private final Host host;
  private final Answers answers;
  private final Log log;
  private final GivingUp givingUp;

  Others(
      Holdings holdings,
      Policies policies,
      Host host,
      Answers answers,
      Log log,
      GivingUp givingUp) {
    this.holdings = holdings;
    this.policies = policies;
    this.host = host;
    this.answers = answers;
    this.log = log;
    this.givingUp = givingUp;
  }

  /** Another host says that it has an address. */
  void claimed(Claim claim, long now) {
    List<Yielding> yieldings = new ArrayList<>();
    for (Holding holding : holdings.all()) {
      holding
          .find(claim.device(), claim.ip())
          .flatMap(held -> claimed(holding, held, claim, now))
          .ifPresent(yieldings::add);
    }
    givingUp.giveUp(yieldings);
  }

  private Optional<Yielding> claimed(Holding holding, Held held, Claim claim, long now) {
    if (held.claimed(claim.mac(), now)) {
      log.warn("%s: %s claims it".formatted(held.address(), claim.mac()));
      String ip = IpLiteral.format(claim.ip());
      answers.event(holding, "conflict", "%s %s %d".formatted(ip, claim.mac(), now));
    }
    String reason = "%s is claimed by %s".formatted(held.address(), claim.mac());
    return policyOf(holding).onConflict() == Policy.OnConflict.YIELD
        ? Optional.of(new Yielding(holding, "conflict", reason))
        : Optional.empty();
  }

  /** Something was removed: looks whether what is held is still there. */
  void addressesChanged(long now) {
    Set<VirtualAddress> missing;
    try {
      missing = host.missing(holdings.addresses());
    } catch (Refusal e) {
      log.warn(e.getMessage()); // the next prolonging puts back what may be missing
      return;
    }
    List<Yielding> yieldings = new ArrayList<>();
    for (Holding holding : holdings.all()) {
      List<Held> lost =
          holding.held().stream().filter(held -> missing.contains(held.address())).toList();
      lost.forEach(held -> lost(holding, held, now));
      if (!lost.isEmpty() && policyOf(holding).onRemoval() == Policy.OnRemoval.YIELD) {
        String reason = "somebody removed %s".formatted(lost.get(0).address());
        yieldings.add(new Yielding(holding, "removal", reason));
      }
    }
    givingUp.giveUp(yieldings);
  }

  /**
   * We have removed addresses: looks whether the kernel removed others with them, which it does not
   * tell as news, for we caused it. (Linux makes the first address in a network primary, and all
   * others go with it unless promote_secondaries is set.)
   */
  void putBackWhatWentAlong(long now) {
    try {
      Set<VirtualAddress> missing = host.missing(holdings.addresses());
      holdings
          .held()
          .filter(held -> missing.contains(held.address()))
          .forEach(
              held -> {
                log.warn(
                    "%s: went with another address of its network; put back"
                        .formatted(held.address()));
                held.wentAlong(now);
              });
    } catch (Refusal e) {
      log.warn(e.getMessage()); // the next prolonging puts back what may be missing
    }
  }

  private void lost(Holding holding, Held held, long now) {
    boolean yields = policyOf(holding).onRemoval() == Policy.OnRemoval.YIELD;
    if (held.lost(now)) {
      log.warn(
          "%s: somebody removed it; %s"
              .formatted(held.address(), yields ? "given up" : "put back"));
      answers.event(holding, "lost", IpLiteral.format(held.address().ip()));
    }
  }

  /** A device can send, or can not: which is news, or is none. */
  void carrier(String device, boolean carrier, long now) {
    Boolean before = told.get(device);
    boolean isNamed =
        before != null || holdings.all().stream().anyMatch(h -> Holdings.isOn(h, device));
    if (isNamed && (before == null || before != carrier)) {
      remember(device, carrier);
      carrierChanged(device, carrier, now);
    }
  }

  /** News may have been lost: looks at all devices that were named. */
  void lookAtCarriers(long now) {
    Set<String> devices = new LinkedHashSet<>(told.keySet());
    holdings.held().forEach(held -> devices.add(held.address().device()));
    for (String device : devices) {
      try {
        carrier(device, hasCarrier(device), now);
      } catch (Refusal e) {
        log.warn("the carrier of %s is not known: %s".formatted(device, e.getMessage()));
      }
    }
  }

  /** From now on the changes of these devices are news. */
  void noteCarriers(List<VirtualAddress> addresses) throws Refusal {
    for (String device : devicesOf(addresses)) {
      if (!told.containsKey(device)) {
        remember(device, hasCarrier(device));
      }
    }
  }

  private boolean hasCarrier(String device) throws Refusal {
    return host.device(device).filter(Device::carrier).isPresent();
  }

  private static Set<String> devicesOf(List<VirtualAddress> addresses) {
    Set<String> devices = new LinkedHashSet<>();
    addresses.forEach(address -> devices.add(address.device()));
    return devices;
  }

  private void remember(String device, boolean carrier) {
    if (told.size() < Timing.DEVICES_LIMIT || told.containsKey(device)) {
      told.put(device, carrier);
    }
  }

  private void carrierChanged(String device, boolean carrier, long now) {
    Set<Replies> commanders = new HashSet<>(policies.owners());
    holdings.all().forEach(holding -> commanders.add(holding.owner()));
    commanders.forEach(commander -> answers.carrier(commander, device, carrier));
    log.info("%s: carrier %s".formatted(device, carrier ? "up" : "down"));
    if (carrier) {
      holdings
          .held()
          .filter(held -> held.address().device().equals(device))
          .forEach(held -> held.announceAgain(now));
      return;
    }
    givingUp.giveUp(
        holdings.all().stream()
            .filter(holding -> Holdings.isOn(holding, device))
            .filter(h -> policyOf(h).onCarrierLoss() == Policy.OnCarrierLoss.YIELD)
            .map(h -> new Yielding(h, "carrier", device + " has lost its carrier"))
            .toList());
  }

  /** From now on it is told of changes; so it has to know where they begin. */
  void tellCarriers(Check check, Replies replies, long now) throws Refusal {
    for (String device : devicesOf(check.addresses())) {
      boolean carrier = hasCarrier(device);
      carrier(device, carrier, now); // the look may come before the news, and others wait for them
      remember(device, carrier);
      answers.carrier(replies, device, carrier);
    }
  }

  /** What can be neither prolonged nor put back is not here: nobody may believe that it is. */
  void giveUpWhatIsGone(long now) {
    givingUp.giveUp(
        holdings.all().stream().flatMap(holding -> whatIsGone(holding, now).stream()).toList());
  }

  private static Optional<Yielding> whatIsGone(Holding holding, long now) {
    return holding.held().stream()
        .filter(held -> held.isGone(now))
        .findFirst()
        .map(held -> new Yielding(holding, "device", held.address() + " could not be put back"));
  }

  private Policy policyOf(Holding holding) {
    return policies.of(holding.owner(), holding.service());
  }
}
