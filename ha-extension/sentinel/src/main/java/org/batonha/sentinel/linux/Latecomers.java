package org.batonha.sentinel.linux;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Clients that connect to an address in the moment when it has gone from here and is not yet there.
 * Their first segment still comes to this host, which is nobody now: TCP sends it again after a
 * whole second. So it is kept until another host says that it has the address, and goes there.
 *
 * <p>Pure: time comes in, and what is to be sent goes out. Thread-safe.
 */
final class Latecomers {
  /** A client sends again by then, and its host has been told who has the address. */
  static final Duration PATIENCE = Duration.ofMillis(900);

  /** Kept for one address at most; a client that has no room sends again. */
  static final int MOST_KEPT = 256;

  /** An address that went. */
  private static final class Departure {
    final long sinceNanos;
    final List<byte[]> kept = new ArrayList<>();
    byte[] holder;

    Departure(long sinceNanos) {
      this.sinceNanos = sinceNanos;
    }
  }

  private final Map<InetAddress, Departure> departures = new HashMap<>();

  /** An address takes nothing in any more from here on. */
  synchronized void left(InetAddress address, long now) {
    departures.put(address, new Departure(now));
  }

  /** An address is here again. */
  synchronized void returned(InetAddress address) {
    departures.remove(address);
  }

  /** Returns whether somebody may still come late. */
  synchronized boolean isExpecting(long now) {
    forgetWhatIsOver(now);
    return !departures.isEmpty();
  }

  /**
   * Takes a frame that has come in.
   *
   * @param mac of the device that it came in on
   * @return what has to be sent on that device now
   */
  synchronized List<byte[]> came(byte[] frame, byte[] mac, long now) {
    if (departures.isEmpty()) {
      return List.of();
    }
    forgetWhatIsOver(now);
    Optional<Departure> departure = TcpSyn.target(frame).map(departures::get);
    if (departure.isEmpty()) {
      return List.of();
    }
    Departure gone = departure.get();
    if (gone.holder != null) {
      return List.of(TcpSyn.redirected(frame, gone.holder, mac));
    }
    if (gone.kept.size() < MOST_KEPT) {
      gone.kept.add(frame.clone());
    }
    return List.of();
  }

  /**
   * Another host says that it has an address.
   *
   * @param holder its MAC
   * @param mac of the device on which it was heard
   * @return what has to be sent on that device now
   */
  synchronized List<byte[]> claimed(InetAddress address, byte[] holder, byte[] mac, long now) {
    forgetWhatIsOver(now);
    Departure gone = departures.get(address);
    if (gone == null) {
      return List.of();
    }
    gone.holder = holder.clone();
    List<byte[]> sent =
        gone.kept.stream().map(frame -> TcpSyn.redirected(frame, holder, mac)).toList();
    gone.kept.clear();
    return sent;
  }

  private void forgetWhatIsOver(long now) {
    departures.values().removeIf(gone -> now - gone.sinceNanos > PATIENCE.toNanos());
  }
}
