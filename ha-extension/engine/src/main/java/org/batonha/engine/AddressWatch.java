package org.batonha.engine;

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
  private final Map<String, Set<String>> devices = new HashMap<>();
  private final Set<String> withoutCarrier = new HashSet<>();
  private final Set<String> failing = new HashSet<>();

  AddressWatch(Consumer<Event> events) {
    this.events = events;
  }

  /** A service is configured from now on; core knows it already. */
  synchronized void added(String service, List<AddressConfig> addresses, AddressPolicy policy) {
    failing.remove(service);
    devices.remove(service);
    if (policy.onCarrierLoss() == AddressPolicy.OnCarrierLoss.YIELD) {
      devices.put(
          service, addresses.stream().map(AddressConfig::device).collect(Collectors.toSet()));
      look(service);
    }
  }

  synchronized void removed(String service) {
    devices.remove(service);
    failing.remove(service);
  }

  @Override
  public void lost(String service, long epoch, String reason) {
    events.accept(new Event.Lost(service, epoch, reason));
  }

  @Override
  public synchronized void yielded(String service, long epoch, String cause, String reason) {
    lost(service, epoch, reason);
    switch (cause) {
      case "carrier" -> look(service);
      case "conflict", "removal" ->
          events.accept(
              new Event.FailCommand(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), service));
      default -> {} // core tries to start it again, which shows what is the matter
    }
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
    if (!lacking.isEmpty() && failing.add(service)) {
      events.accept(new Event.CheckFailed(service, lacking + " has no carrier"));
    } else if (lacking.isEmpty() && failing.remove(service)) {
      events.accept(new Event.CheckPassed(service));
    }
  }
}
