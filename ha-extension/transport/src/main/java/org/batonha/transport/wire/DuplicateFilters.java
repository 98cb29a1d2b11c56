package org.batonha.transport.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One {@link DuplicateFilter} per start of a node, also for those that are not introduced yet: a
 * first message may come before its HELLO. The one not used for longest goes when there are too
 * many.
 */
public final class DuplicateFilters {
  public static final int MAX_SENDERS = 512;

  private final Map<Long, DuplicateFilter> filters =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, DuplicateFilter> eldest) {
          return size() > MAX_SENDERS;
        }
      };

  public DuplicateFilter.Verdict check(long boot, long sequence) {
    DuplicateFilter filter;
    synchronized (filters) {
      filter = filters.computeIfAbsent(boot, id -> new DuplicateFilter());
    }
    return filter.check(sequence);
  }
}
