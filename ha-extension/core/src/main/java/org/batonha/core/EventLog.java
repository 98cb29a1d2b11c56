package org.batonha.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest of what was decided, with its reasons; older entries make room for newer ones. */
final class EventLog {
  /** How many entries are kept. */
  static final int KEPT = 1000;

  private final Deque<LogEntry> entries = new ArrayDeque<>();

  List<LogEntry> entries() {
    return List.copyOf(entries);
  }

  void add(List<Decision> decisions, long now) {
    for (Decision decision : decisions) {
      if (decision instanceof Decision.Transition t) {
        add(now, t.service(), t.epoch(), t.from() + " -> " + t.to(), t.reason());
      } else if (decision instanceof Decision.Drain d) {
        add(now, d.service(), d.epoch(), "drains", d.reason());
      } else if (decision instanceof Decision.Nominated n) {
        add(now, n.service(), n.epoch(), "nominated " + n.holder() + " " + n.cause(), n.reason());
      } else if (decision instanceof Decision.PeerChanged p && isDecided(p)) {
        add(now, "", 0, p.node() + " " + p.from() + " -> " + p.to(), p.reason());
      } else if (decision instanceof Decision.Contested c) {
        add(now, c.service(), c.epoch(), "contested", c.text());
      } else if (decision instanceof Decision.Warn warn) {
        add(now, "", 0, "warning", warn.text());
      } else if (decision instanceof Decision.CommandDone done) {
        add(now, "", 0, "command " + done.id() + " done", done.text());
      } else if (decision instanceof Decision.CommandFailed failed) {
        add(now, "", 0, "command " + failed.id() + " failed", failed.reason());
      }
    }
  }

  /** A busy node may be in doubt ten times an hour: that would leave no room for the rest. */
  private static boolean isDecided(Decision.PeerChanged change) {
    return change.from() != PeerState.INDOUBT && change.to() != PeerState.INDOUBT
        || change.to() == PeerState.DOWN;
  }

  private void add(long now, String service, long epoch, String what, String reason) {
    if (entries.size() == KEPT) {
      entries.removeFirst();
    }
    entries.addLast(new LogEntry(now, service, epoch, what, reason));
  }
}
