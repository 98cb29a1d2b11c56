package org.batonha.cdi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Holdings that a test moves by hand; listeners are called by the thread that moves. */
final class FakeHoldings implements ServiceHoldings {
  private record Listener(String service, Runnable onUp, Runnable onDown) {}

  private final Set<String> known;
  private final Map<String, String> holders = new ConcurrentHashMap<>();
  private final List<Listener> listeners = new ArrayList<>();

  FakeHoldings(String... known) {
    this.known = new HashSet<>(Set.of(known));
  }

  /** The service becomes UP here, and who listens is told. */
  void up(String service) {
    lease(service);
    told(service).forEach(listener -> listener.onUp().run());
  }

  /** The lease is valid here, but nobody was told yet. */
  void lease(String service) {
    holders.put(service, "here");
  }

  /** The lease runs out here, but nobody was told yet. */
  void loseLease(String service) {
    holders.remove(service);
  }

  void down(String service) {
    loseLease(service);
    told(service).forEach(listener -> listener.onDown().run());
  }

  void heldBy(String service, String node) {
    holders.put(service, node);
  }

  int listeners() {
    return listeners.size();
  }

  private List<Listener> told(String service) {
    return listeners.stream().filter(listener -> listener.service().equals(service)).toList();
  }

  @Override
  public boolean isHeldHere(String service) {
    return "here".equals(holders.get(service));
  }

  @Override
  public Optional<String> holder(String service) {
    return Optional.ofNullable(holders.get(service));
  }

  @Override
  public boolean knows(String service) {
    return known.contains(service);
  }

  @Override
  public AutoCloseable listen(String service, Runnable onUp, Runnable onDown) {
    Listener listener = new Listener(service, onUp, onDown);
    listeners.add(listener);
    if (isHeldHere(service)) {
      onUp.run();
    }
    return () -> listeners.remove(listener);
  }
}
