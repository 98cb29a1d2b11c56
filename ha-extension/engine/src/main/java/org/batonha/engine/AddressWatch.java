package org.batonha.engine;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.batonha.core.Event;

/**
 * What the sentinel says of addresses, told to core: a service whose addresses were given up is
 * lost here, and it cannot come back before what was the reason is over. For a carrier that is
 * seen; for a conflict or a removal, an operator has to say so. Thread-safe.
 */
final class AddressWatch implements Sentinel.Losses {
  private final Consumer<Event> events;
  private final Claims claims;
  private final Tickles tickles;
  private final Map<String, Set<String>> devices = new HashMap<>();
  private final Set<String> withAddresses = new HashSet<>();
  private final Set<String> withoutCarrier = new HashSet<>();
  private final Map<String, String> failing = new HashMap<>();
  private String unable = "";

  /** Who else hears of a claim to an address. */
  interface Claims {
    void claimed(String service, String ip, String mac, Instant at);
  }

  AddressWatch(Consumer<Event> events, Claims claims, Tickles tickles) {
    this.events = events;
    this.claims = claims;
    this.tickles = tickles;
  }

  /** A service is configured from now on; core knows it already. */
  synchronized void added(String service, List<AddressConfig> addresses, AddressPolicy policy) {
    boolean failed = failing.remove(service) != null; // core remembers it when it is only changed
    devices.remove(service);
    withAddresses.remove(service);
    if (!addresses.isEmpty()) {
      withAddresses.add(service);
    }
    if (policy.onCarrierLoss() == AddressPolicy.OnCarrierLoss.YIELD) {
      devices.put(
          service, addresses.stream().map(AddressConfig::device).collect(Collectors.toSet()));
    }
    look(service);
    if (failed && !failing.containsKey(service)) {
      events.accept(new Event.CheckPassed(service));
    }
  }

  synchronized void removed(String service) {
    devices.remove(service);
    withAddresses.remove(service);
  }

  @Override
  public synchronized void able(String obstacle) {
    unable = obstacle;
    List.copyOf(withAddresses).forEach(this::look);
  }

  @Override
  public synchronized void lost(String service, long epoch, String reason) {
    events.accept(new Event.Lost(service, epoch, reason));
    look(service); // a carrier that went while it was held was not looked at
  }

  @Override
  public synchronized void yielded(String service, long epoch, String cause, String reason) {
    lost(service, epoch, reason);
    if (cause.equals("conflict") || cause.equals("removal")) {
      events.accept(
          new Event.FailCommand(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), service));
    } // else core tries to start it again, unless its carrier is gone
  }

  @Override
  public void connections(String service, List<String> connections) {
    tickles.open(service, connections);
  }

  @Override
  public void taken(String service) {
    tickles.taken(service);
  }

  @Override
  public void claimed(String service, String ip, String mac, Instant at) {
    events.accept(new Event.Claimed(service, ip, mac));
    claims.claimed(service, ip, mac, at);
  }

  /** What is held is not looked at: it is given up in a moment, and that comes first. */
  @Override
  public synchronized void carrier(String device, boolean up, Set<String> held) {
    if (up) {
      withoutCarrier.remove(device);
    } else {
      withoutCarrier.add(device);
    }
    devices.keySet().stream()
        .filter(service -> up || !held.contains(service))
        .toList()
        .forEach(this::look);
  }

  private void look(String service) {
    String lacking =
        devices.getOrDefault(service, Set.of()).stream()
            .filter(withoutCarrier::contains)
            .sorted()
            .collect(Collectors.joining(", "));
    String why = lacking.isEmpty() ? "" : lacking + " has no carrier";
    if (withAddresses.contains(service) && !unable.isEmpty()) {
      why = unable;
    }
    if (!why.isEmpty() && !why.equals(failing.put(service, why))) {
      events.accept(new Event.CheckFailed(service, why));
    } else if (why.isEmpty() && failing.remove(service) != null) {
      events.accept(new Event.CheckPassed(service));
    }
  }
}
