package org.batonha.jmx;

import java.beans.ConstructorProperties;
import java.util.Map;
import java.util.TreeMap;

/** What was set, measured and counted of one link: a snapshot, immutable. */
public final class LinkMeasures {
  private final int priority;
  private final long queuedBytes;
  private final long queueLimit;
  private final Map<String, Long> drops;

  /** Creates a snapshot. */
  @ConstructorProperties({"priority", "queuedBytes", "queueLimit", "drops"})
  public LinkMeasures(int priority, long queuedBytes, long queueLimit, Map<String, Long> drops) {
    this.priority = priority;
    this.queuedBytes = queuedBytes;
    this.queueLimit = queueLimit;
    this.drops = new TreeMap<>(drops);
  }

  /** Returns the priority, 0 to 255: in passive mode the highest carries. */
  public int getPriority() {
    return priority;
  }

  /** Returns how many bytes of messages wait to be sent. */
  public long getQueuedBytes() {
    return queuedBytes;
  }

  /** Returns the bound of each queue of the link, in bytes. */
  public long getQueueLimit() {
    return queueLimit;
  }

  /** Returns the dropped frames by cause; causes that never occurred are left out. */
  public Map<String, Long> getDrops() {
    return new TreeMap<>(drops);
  }
}
