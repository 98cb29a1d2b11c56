package org.batonha.sentinel;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.batonha.sentinel.keeper.Claim;
import org.batonha.sentinel.keeper.Pace;

/**
 * The claims of other hosts that the loop has not yet looked at: of one address on one device there
 * is one, so a host that claims it as fast as it can takes no room from the commands. Safe for use
 * by several threads.
 */
final class WaitingClaims {
  /** How many are looked at before the leases and the commands are. */
  static final int AT_ONCE = 32;

  /** How often it is said that some were dropped. */
  static final Duration COMPLAINT_INTERVAL = Duration.ofSeconds(10);

  private record Place(String device, InetAddress ip) {}

  private final Map<Place, Claim> waiting = new LinkedHashMap<>();
  private final Pace complaints = new Pace(COMPLAINT_INTERVAL);
  private boolean announced;
  private long dropped;

  /**
   * Takes a claim instead of the one that waits for the same address; but one that says to have it
   * is not forgotten for one that wants it.
   *
   * @return whether the loop has to be told to come and {@link #take}
   */
  synchronized boolean add(Claim claim) {
    waiting.merge(
        new Place(claim.device(), claim.ip()),
        claim,
        (old, newer) -> saysMore(old, newer) ? old : newer);
    boolean news = !announced;
    announced = true;
    return news;
  }

  private static boolean saysMore(Claim old, Claim newer) {
    return old.kind() == Claim.Kind.HAS && newer.kind() == Claim.Kind.WANTS;
  }

  /**
   * Takes some of those that wait, the oldest first. If it is none, the loop need not come again.
   */
  synchronized List<Claim> take() {
    List<Claim> taken = new ArrayList<>();
    Iterator<Claim> claims = waiting.values().iterator();
    while (claims.hasNext() && taken.size() < AT_ONCE) {
      taken.add(claims.next());
      claims.remove();
    }
    announced = !taken.isEmpty();
    return taken;
  }

  /**
   * Drops all, for the loop can not be told of them.
   *
   * @return how many were dropped since it was last said, if it is to be said now
   */
  synchronized OptionalLong drop(long now) {
    dropped += waiting.size();
    waiting.clear();
    announced = false;
    if (!complaints.admits(now)) {
      return OptionalLong.empty();
    }
    long said = dropped;
    dropped = 0;
    return OptionalLong.of(said);
  }
}
