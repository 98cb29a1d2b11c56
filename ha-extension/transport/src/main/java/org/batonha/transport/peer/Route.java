package org.batonha.transport.peer;

import java.util.ArrayList;
import java.util.List;
import org.batonha.transport.LinkMode;
import org.batonha.transport.LinkState;
import org.batonha.transport.peer.PassiveChoice.Candidate;
import org.batonha.transport.peer.PassiveChoice.Choice;

/**
 * Over which links messages go to one peer now; thread-safe. It is worked out when something
 * changes and with each tick, and only looked up for each message.
 */
public final class Route {
  private final PassiveChoice passive;
  private volatile PeerLink[] links = {};
  private volatile boolean inTurn;
  private int turn; // racy on purpose: a turn taken twice does no harm

  /** Has no links until it is worked out. */
  public Route(long heartbeatNanos) {
    this.passive = new PassiveChoice(heartbeatNanos);
  }

  /** Returns the links for the next message to this peer alone; not to be changed. */
  public PeerLink[] next() {
    return at(turn++);
  }

  /**
   * Returns the links for a message that goes to others, too; not to be changed.
   *
   * @param commonTurn the same for all of them, so that they take it from the same link
   */
  public PeerLink[] at(int commonTurn) {
    PeerLink[] now = links;
    if (!inTurn || now.length < 2) {
      return now;
    }
    int index = Math.floorMod(commonTurn, now.length);
    return new PeerLink[] {now[index]};
  }

  /** Tells whether a link carries messages now. */
  public boolean includes(PeerLink link) {
    for (PeerLink used : links) {
      if (used == link) {
        return true;
      }
    }
    return false;
  }

  /** Other links than before: the choice starts anew. */
  synchronized void reset() {
    passive.reset();
  }

  /** Works it out. */
  synchronized void update(LinkMode mode, List<PeerLink> known, long nowNanos) {
    List<PeerLink> all = known.stream().filter(link -> link.link().carriesMessages()).toList();
    inTurn = mode == LinkMode.ROUND_ROBIN;
    links =
        switch (mode) {
          case ACTIVE -> all.toArray(PeerLink[]::new);
          case ROUND_ROBIN -> up(all);
          case PASSIVE -> chosen(all, nowNanos);
        };
  }

  private static PeerLink[] up(List<PeerLink> all) {
    List<PeerLink> up = new ArrayList<>();
    for (PeerLink link : all) {
      if (link.state() == LinkState.UP) {
        up.add(link);
      }
    }
    return (up.isEmpty() ? all : up).toArray(PeerLink[]::new);
  }

  private PeerLink[] chosen(List<PeerLink> all, long nowNanos) {
    if (all.isEmpty()) {
      return new PeerLink[0];
    }
    List<Candidate> candidates = all.stream().map(PeerLink::candidate).toList();
    Choice choice = passive.choose(candidates, nowNanos);
    PeerLink first = all.get(choice.first());
    return choice.second() < 0
        ? new PeerLink[] {first}
        : new PeerLink[] {first, all.get(choice.second())};
  }
}
