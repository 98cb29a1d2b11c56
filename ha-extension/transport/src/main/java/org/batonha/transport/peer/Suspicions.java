package org.batonha.transport.peer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jgroups.Address;

/**
 * Decides which members of the view to suspect, and when to say so again. Pure: time comes in. Not
 * thread-safe.
 *
 * <p>A suspicion is repeated while the member stays in the view: a change of coordinator can
 * swallow the first. A member that said BYE is given time to leave by itself, and one that was
 * never heard is given time to introduce itself.
 */
public final class Suspicions {
  public static final int STOPPED_WINDOWS = 2;
  public static final int UNHEARD_WINDOWS = 4;
  public static final long UNHEARD_MIN_NANOS = 2_000_000_000L;

  private final long windowNanos;
  private final Map<Address, Doubt> doubts = new HashMap<>();

  /** What the links know of a member. */
  public enum Condition {
    /** At least one link is not DOWN. */
    ALIVE,
    /** All links are DOWN. */
    SILENT,
    /** All links are DOWN, and this node may not judge it: nothing said of it changes. */
    SPARED,
    /** Its process is dead, and that is sure. */
    DEAD,
    /** It said BYE. */
    STOPPED,
    /** No HELLO came from it. */
    UNHEARD
  }

  /** What to tell the stack now. */
  public record Verdict(List<Address> suspected, List<Address> cleared) {}

  private static final class Doubt {
    final Condition condition;
    final long sinceNanos;
    long saidNanos;
    boolean said;

    Doubt(Condition condition, long sinceNanos) {
      this.condition = condition;
      this.sinceNanos = sinceNanos;
    }
  }

  /**
   * Creates it without doubts.
   *
   * @param windowNanos the heartbeat limit as a time; also how often a suspicion is repeated
   */
  public Suspicions(long windowNanos) {
    this.windowNanos = windowNanos;
  }

  /** Judges all other members of the view. */
  public Verdict judge(Map<Address, Condition> members, long nowNanos) {
    List<Address> suspected = new ArrayList<>();
    List<Address> cleared = new ArrayList<>();
    doubts.keySet().retainAll(members.keySet());
    members.forEach(
        (member, condition) -> {
          if (condition == Condition.ALIVE) {
            Doubt doubt = doubts.remove(member);
            if (doubt != null && doubt.said) {
              cleared.add(member);
            }
          } else if (condition != Condition.SPARED && due(member, condition, nowNanos)) {
            suspected.add(member);
          }
        });
    return new Verdict(suspected, cleared);
  }

  /** This node itself stalled: every doubt starts anew. */
  public void freshWindow() {
    doubts.values().removeIf(doubt -> !doubt.said);
  }

  private boolean due(Address member, Condition condition, long nowNanos) {
    Doubt doubt = doubts.get(member);
    if (doubt == null || doubt.condition != condition && !doubt.said) {
      doubt = new Doubt(condition, nowNanos);
      doubts.put(member, doubt);
    }
    boolean due =
        doubt.said
            ? nowNanos - doubt.saidNanos >= windowNanos
            : nowNanos - doubt.sinceNanos >= patienceNanos(condition);
    if (due) {
      doubt.said = true;
      doubt.saidNanos = nowNanos;
    }
    return due;
  }

  private long patienceNanos(Condition condition) {
    return switch (condition) {
      case ALIVE, SPARED, SILENT, DEAD -> 0;
      case STOPPED -> STOPPED_WINDOWS * windowNanos;
      case UNHEARD -> Math.max(UNHEARD_WINDOWS * windowNanos, UNHEARD_MIN_NANOS);
    };
  }
}
