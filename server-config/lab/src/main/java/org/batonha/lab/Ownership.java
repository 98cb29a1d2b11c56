package org.batonha.lab;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who had one address when: pure, computed from the changes that the kernels reported. Immutable.
 */
public final class Ownership {
  /**
   * The nodes that have the address from an instant on.
   *
   * @param from when it began
   * @param holders the nodes, none, one, or too many
   */
  public record Change(Instant from, Set<String> holders) {}

  private final List<Change> changes;

  private Ownership(List<Change> changes) {
    this.changes = List.copyOf(changes);
  }

  /** Computes the ownership of {@code address} from events in any order. */
  public static Ownership of(String address, List<AddressEvent> events) {
    List<AddressEvent> sorted = new ArrayList<>(events);
    sorted.sort((a, b) -> a.at().compareTo(b.at()));
    List<Change> changes = new ArrayList<>();
    Set<String> holders = new TreeSet<>();
    for (AddressEvent event : sorted) {
      boolean changed =
          event.address().equals(address)
              && (event.present() ? holders.add(event.node()) : holders.remove(event.node()));
      if (changed) {
        changes.add(new Change(event.at(), Set.copyOf(holders)));
      }
    }
    return new Ownership(changes);
  }

  /** Returns every change, the oldest first. */
  public List<Change> changes() {
    return changes;
  }

  /** Returns the nodes that had the address at an instant. */
  public Set<String> holdersAt(Instant instant) {
    Set<String> holders = Set.of();
    for (Change change : changes) {
      if (change.from().isAfter(instant)) {
        break;
      }
      holders = change.holders();
    }
    return holders;
  }

  /** Returns the one node that had the address at an instant, or empty for none or several. */
  public Optional<String> holderAt(Instant instant) {
    Set<String> holders = holdersAt(instant);
    return holders.size() == 1 ? Optional.of(holders.iterator().next()) : Optional.empty();
  }

  /** Returns for how long, between two instants, more than one node had the address. */
  public Duration sharedBetween(Instant from, Instant to) {
    return sum(from, to, 2, Integer.MAX_VALUE);
  }

  /** Returns for how long, between two instants, no node had the address. */
  public Duration unownedBetween(Instant from, Instant to) {
    return sum(from, to, 0, 0);
  }

  private Duration sum(Instant from, Instant to, int least, int most) {
    Duration sum = Duration.ZERO;
    Instant start = from;
    Set<String> holders = holdersAt(from);
    for (Change change : changes) {
      if (change.from().isAfter(from) && change.from().isBefore(to)) {
        sum = sum.plus(counted(holders, least, most, start, change.from()));
        start = change.from();
        holders = change.holders();
      }
    }
    return sum.plus(counted(holders, least, most, start, to));
  }

  private static Duration counted(
      Set<String> holders, int least, int most, Instant from, Instant to) {
    boolean counts = holders.size() >= least && holders.size() <= most;
    return counts ? Duration.between(from, to) : Duration.ZERO;
  }
}
