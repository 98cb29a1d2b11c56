package org.batonha.sentinel.keeper;

/** What has happened to one address since it was added. */
final class Tally {
  private final long sinceNanos;
  private long announcements;
  private long conflicts;
  private long removals;
  private long lastConflictNanos;
  private String lastConflictMac;

  Tally(long now) {
    sinceNanos = now;
  }

  void announced() {
    announcements++;
  }

  void claimedBy(String mac, long now) {
    conflicts++;
    lastConflictMac = mac;
    lastConflictNanos = now;
  }

  void removed() {
    removals++;
  }

  /** Returns it as words {@code NAME=VALUE}. */
  @Override
  public String toString() {
    String counts =
        "since=%d announcements=%d conflicts=%d removals=%d"
            .formatted(sinceNanos, announcements, conflicts, removals);
    return conflicts == 0
        ? counts
        : counts
            + " last-conflict=%d last-conflict-mac=%s"
                .formatted(lastConflictNanos, lastConflictMac);
  }
}
