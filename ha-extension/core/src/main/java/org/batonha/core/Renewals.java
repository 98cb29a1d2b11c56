package org.batonha.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What this node says to all others: its list of services, by version, and when each renewal left.
 * A renewal to all carries what has changed since the version that every present peer is known to
 * have; one that is known to have none that this can be added to gets the whole list, alone, when
 * it says that it lacks it.
 */
final class Renewals {
  /** How many renewals can be on the way at once; far more than a lease holds. */
  static final int REMEMBERED = 256;

  private final long boot;
  private final long[] sentAt = new long[REMEMBERED];
  private final long[] versions = new long[REMEMBERED];
  private final Map<String, Entry> entries = new TreeMap<>();
  private final Map<String, Have> have = new HashMap<>();
  private long seq;
  private long version = 1;
  private long wholeBefore = 1;

  private static final class Entry {
    ServiceReport report;
    long version;
    long claimVersion;
  }

  private record Have(long seq, long version) {}

  Renewals(long boot) {
    this.boot = boot;
  }

  /**
   * Takes in how this node's services stand now.
   *
   * @return whether that differs from what was said last in more than what is known of others
   */
  boolean update(Collection<LocalService> services) {
    return update(services, true);
  }

  /**
   * Takes in how some of this node's services stand now, or all of them.
   *
   * @param all whether what is not among them is not configured any more
   */
  boolean update(Collection<LocalService> services, boolean all) {
    boolean changed = false;
    boolean matters = false;
    for (LocalService service : services) {
      ServiceReport report = service.report();
      Entry entry = entries.computeIfAbsent(report.service(), name -> new Entry());
      if (entry.report != report) {
        boolean claims = entry.report == null || entry.report.claim() != report.claim();
        matters |= entry.report == null || !report.differsOnlyInSeen(entry.report);
        entry.report = report;
        entry.version = version + 1;
        entry.claimVersion = claims ? version + 1 : entry.claimVersion;
        changed = true;
      }
    }
    version += changed ? 1 : 0;
    return (all && forget(services)) || matters;
  }

  /** To a list from which a service was taken since, nothing can be added any more. */
  private boolean forget(Collection<LocalService> services) {
    if (entries.size() == services.size()) {
      return false;
    }
    List<String> names = new ArrayList<>();
    services.forEach(service -> names.add(service.config().name()));
    entries.keySet().retainAll(names);
    version++;
    wholeBefore = version;
    return true;
  }

  /** Returns the version of the list that was said last. */
  long version() {
    return version;
  }

  /** Returns the version of the list in which a service's claim was made. */
  long claimVersion(String service) {
    Entry entry = entries.get(service);
    return entry == null ? Long.MAX_VALUE : entry.claimVersion;
  }

  /** Notes a renewal that leaves now for {@code peers}, and returns it. */
  Message.Renew next(List<String> peers, long now) {
    return renewal(since(peers), now);
  }

  /** Notes a renewal that leaves now for somebody of whom nothing is known, and returns it. */
  Message.Renew whole(long now) {
    return renewal(0, now);
  }

  private Message.Renew renewal(long since, long now) {
    seq++;
    sentAt[(int) (seq % REMEMBERED)] = now;
    versions[(int) (seq % REMEMBERED)] = version;
    return new Message.Renew(boot, seq, version, since, changes(since));
  }

  private long since(List<String> peers) {
    long since = version;
    for (String peer : peers) {
      Have had = have.get(peer);
      if (had != null && had.version >= wholeBefore) {
        since = Math.min(since, had.version);
      }
    }
    return since;
  }

  private List<ServiceReport> changes(long since) {
    if (since == version) {
      return List.of();
    }
    List<ServiceReport> changes = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (entry.version > since) {
        changes.add(entry.report);
      }
    }
    return changes;
  }

  /** Returns the whole list as it was said last, for this node itself. */
  Message.Renew own() {
    return new Message.Renew(boot, seq, version, 0, changes(0));
  }

  /**
   * Notes which version a peer has.
   *
   * @return whether it lacks something that was sent to it
   */
  boolean has(String peer, Message.Ack ack) {
    Have had = have.get(peer);
    if (had != null && ack.seq() < had.seq) {
      return false;
    }
    if (had == null || had.seq != ack.seq() || had.version != ack.have()) {
      have.put(peer, new Have(ack.seq(), ack.have()));
    }
    return isRemembered(ack.seq()) && ack.have() < versions[(int) (ack.seq() % REMEMBERED)];
  }

  /** Forgets what those have who are not among {@code peers}. */
  void retain(List<String> peers) {
    have.keySet().retainAll(peers);
  }

  private boolean isRemembered(long number) {
    return number > 0 && number <= seq && seq - number < REMEMBERED;
  }

  /** Returns when renewal {@code number} was sent, or {@link Quorum#NEVER} if it is forgotten. */
  long sentAt(long number) {
    return isRemembered(number) ? sentAt[(int) (number % REMEMBERED)] : Quorum.NEVER;
  }

  /** Returns the version of the list that renewal {@code number} named. */
  long versionOf(long number) {
    return versions[(int) (number % REMEMBERED)];
  }
}
