package org.batonha.transport.peer;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.batonha.transport.LinkState;
import org.batonha.transport.link.Addresses;

/**
 * Finds out whether a peer is dead when nobody listens any more where it did on one link. That
 * alone proves nothing while other links live: a firewall that rejects, a second host with the same
 * address, or anybody on that network, without the key, can bring it about. Pure: time comes in.
 * Not thread-safe.
 *
 * <p>What is heard half a heartbeat later, or after that, contradicts; what comes before may have
 * waited in this host's buffers since the peer lived. (Rejected: to let the first frame decide.
 * Under load a killed process is then heard for some milliseconds, and its death known by silence
 * only.)
 */
public final class Inquest {
  /** What comes so soon after a refusal may have waited in this host's buffers for long. */
  static final long STALE_NANOS = 4_000_000;

  private final long sinceNanos;
  private final Set<PeerLink> refusing = new LinkedHashSet<>();
  private final Set<PeerLink> unanswered = new LinkedHashSet<>();

  /** What is known so far. */
  public enum Verdict {
    /** Some link may still be heard, or refuse as well. */
    OPEN,
    /** No link contradicts: each refuses, is DOWN, or has missed a heartbeat. */
    DEAD,
    /** It was heard since. */
    ALIVE
  }

  /** A first link refuses. */
  public Inquest(PeerLink first, long nowNanos) {
    sinceNanos = nowNanos;
    refusing.add(first);
  }

  /** One link more refuses. */
  public void refused(PeerLink link) {
    refusing.add(link);
  }

  /** One link more was asked several times, with time enough for an answer on any network. */
  public void unanswered(PeerLink link) {
    unanswered.add(link);
  }

  /**
   * Tells whether the peer is dead whatever comes: each of its links refuses, gives no answer, or
   * is DOWN.
   */
  public boolean isProven(List<PeerLink> links) {
    return links.stream().allMatch(this::isGone);
  }

  /**
   * Returns the verdict, given the peer's links. Silence is a part of it, so it is for the thread
   * that knows whether this node stalled.
   */
  public Verdict verdict(List<PeerLink> links, long nowNanos) {
    if (isProven(links)) {
      return Verdict.DEAD;
    }
    if (links.stream().anyMatch(link -> link.heardWellAfter(sinceNanos))) {
      return Verdict.ALIVE;
    }
    return links.stream().allMatch(link -> isGone(link) || link.silent(nowNanos))
        ? Verdict.DEAD
        : Verdict.OPEN;
  }

  private boolean isGone(PeerLink link) {
    return refusing.contains(link)
        || unanswered.contains(link) && !link.heardAfter(sinceNanos + STALE_NANOS)
        || link.state() == LinkState.DOWN;
  }

  /** Returns where nobody listens, for people. */
  public String where() {
    return refusing.stream()
        .map(link -> Addresses.text(link.address()))
        .collect(Collectors.joining(", "));
  }
}
