package org.batonha.jmx;

import java.beans.ConstructorProperties;

/** One entry of a node's event log: a snapshot, immutable. */
public final class EventRecord {
  private final long atMillis;
  private final String service;
  private final long epoch;
  private final String what;
  private final String reason;

  /** Creates a snapshot. */
  @ConstructorProperties({"atMillis", "service", "epoch", "what", "reason"})
  public EventRecord(long atMillis, String service, long epoch, String what, String reason) {
    this.atMillis = atMillis;
    this.service = service;
    this.epoch = epoch;
    this.what = what;
    this.reason = reason;
  }

  /** Returns when it was, in milliseconds of the wall clock as it goes now. */
  public long getAtMillis() {
    return atMillis;
  }

  /** Returns the service, or an empty string when it is about a node. */
  public String getService() {
    return service;
  }

  /** Returns the baton's number, 0 for none. */
  public long getEpoch() {
    return epoch;
  }

  /** Returns what happened, for example {@code UP -> STOPPING} or {@code n2 UP -> INDOUBT}. */
  public String getWhat() {
    return what;
  }

  /** Returns why, in a sentence. */
  public String getReason() {
    return reason;
  }
}
