package org.batonha.sentinel.linux;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
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

  /** Kept for one address at most: for one more, the oldest has to go, whose client sends again. */
  static final int MOST_KEPT = 256;

  /** A frame, and the device that it came in on, with its MAC. */
  private record Kept(byte[] frame, String device, byte[] mac, long atNanos) {}

  /** A frame that is to be sent on, on the device that it came in on. */
  record Onward(InetAddress address, String device, byte[] frame) {}

  /** An address that went. */
  private static final class Departure {
    final Deque<Kept> kept = new ArrayDeque<>();
    long sinceNanos;
    byte[] holder;
  }

  private final Map<InetAddress, Departure> departures = new HashMap<>();
  private volatile boolean anybody; // changed under the lock

  /** Returns whether an address may have gone; never waits. */
  boolean isAnybodyGone() {
    return anybody;
  }

  /** An address takes nothing in any more; said again, it is so for longer. */
  synchronized void left(InetAddress address, long now) {
    departures.computeIfAbsent(address, gone -> new Departure()).sinceNanos = now;
    anybody = true;
  }

  /** An address is here again. */
  synchronized void returned(InetAddress address) {
    departures.remove(address);
    anybody = !departures.isEmpty();
  }

  /** Returns whether somebody may still come late. */
  synchronized boolean isExpecting(long now) {
    forgetWhatIsOver(now);
    return anybody;
  }

  /**
   * Takes a frame that has come in.
   *
   * @param device that it came in on
   * @param mac of that device
   * @return what has to be sent now
   */
  synchronized Optional<Onward> came(byte[] frame, String device, byte[] mac, long now) {
    if (departures.isEmpty()) {
      return Optional.empty();
    }
    forgetWhatIsOver(now);
    Optional<InetAddress> address = TcpSyn.target(frame);
    Departure gone = address.map(departures::get).orElse(null);
    if (gone == null) {
      return Optional.empty();
    }
    Kept latest = new Kept(frame.clone(), device, mac.clone(), now);
    if (gone.holder != null) {
      return Optional.of(onward(address.get(), latest, gone.holder));
    }
    keep(gone, latest);
    return Optional.empty();
  }

  /**
   * Another host says that it has an address. What it says is not to be trusted: who says a MAC of
   * many hosts, or one of this host's own, is not heard.
   *
   * @param holder its MAC
   * @param own this host's MACs
   * @return what has to be sent now
   */
  synchronized List<Onward> claimed(
      InetAddress address, byte[] holder, Collection<byte[]> own, long now) {
    forgetWhatIsOver(now);
    Departure gone = departures.get(address);
    if (gone == null
        || !Mac.isOfOneHost(holder)
        || own.stream().anyMatch(mac -> Arrays.equals(mac, holder))) {
      return List.of();
    }
    gone.holder = holder.clone();
    List<Onward> sent = gone.kept.stream().map(kept -> onward(address, kept, holder)).toList();
    gone.kept.clear();
    return sent;
  }

  /**
   * A frame could not be sent just now: it goes with the next claim, of which each holder sends
   * several.
   */
  synchronized void notSent(Onward frame, byte[] mac, long now) {
    Departure gone = departures.get(frame.address());
    if (gone != null) {
      keep(gone, new Kept(frame.frame(), frame.device(), mac.clone(), now));
    }
  }

  private static void keep(Departure gone, Kept latest) {
    if (gone.kept.size() == MOST_KEPT) {
      gone.kept.remove();
    }
    gone.kept.add(latest);
  }

  private static Onward onward(InetAddress address, Kept kept, byte[] holder) {
    return new Onward(address, kept.device(), TcpSyn.redirected(kept.frame(), holder, kept.mac()));
  }

  private void forgetWhatIsOver(long now) {
    long patience = PATIENCE.toNanos();
    departures.values().removeIf(gone -> now - gone.sinceNanos > patience);
    for (Departure gone : departures.values()) {
      gone.kept.removeIf(kept -> now - kept.atNanos() > patience);
    }
    anybody = !departures.isEmpty();
  }
}
