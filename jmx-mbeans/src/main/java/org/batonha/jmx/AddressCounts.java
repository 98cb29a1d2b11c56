package org.batonha.jmx;

import java.beans.ConstructorProperties;

/** What has happened to an address since this node has taken it: a snapshot, immutable. */
public final class AddressCounts {
  /** Nothing has happened. */
  public static final AddressCounts NONE = new AddressCounts(0, 0, 0);

  private final long announcements;
  private final long conflicts;
  private final long removals;

  /** Creates a snapshot. */
  @ConstructorProperties({"announcements", "conflicts", "removals"})
  public AddressCounts(long announcements, long conflicts, long removals) {
    this.announcements = announcements;
    this.conflicts = conflicts;
    this.removals = removals;
  }

  /** Returns how often the network was told of the address. */
  public long getAnnouncements() {
    return announcements;
  }

  /** Returns how many claims of other hosts to it were heard. */
  public long getConflicts() {
    return conflicts;
  }

  /** Returns how often somebody else removed it from the device, and it was put back. */
  public long getRemovals() {
    return removals;
  }
}
