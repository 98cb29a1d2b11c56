package org.batonha.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is there: the members of the view, and of them those that are heard. A view may be late or
 * wrong, so a member that missed too many heartbeats is not counted on either; it only becomes
 * {@code INDOUBT} before, and nothing is decided then.
 */
final class Peers {
  private final String self;
  private final long heartbeatNanos;
  private final int indoubtLimit;
  private final Map<String, Peer> peers = new HashMap<>();
  private List<String> view = List.of();
  private Set<String> viewSet = Set.of();
  private List<String> present = List.of();
  private Set<String> presentSet = Set.of();

  private static final class Peer {
    PeerState state = PeerState.DOWN;
    long heardAt;
  }

  Peers(CoreConfig config) {
    this.self = config.node();
    this.heartbeatNanos = config.heartbeatNanos();
    this.indoubtLimit = config.indoubtLimit();
  }

  /** The members of the view that vote, the coordinator first. */
  List<String> view() {
    return view;
  }

  /** The members of the view that are counted on, in the order of the view. */
  List<String> present() {
    return present;
  }

  boolean isPresent(String node) {
    return presentSet.contains(node);
  }

  /**
   * Returns the members that are counted on and were heard well after another one was heard last,
   * this node included. A cut takes all of them away at once, a death only one; but the last
   * heartbeats of several come one after the other, so that for a while some are missed and others
   * not yet.
   */
  List<String> heardWellAfter(String silent) {
    long from = wellAfter(silent);
    return present.stream()
        .filter(node -> node.equals(self) || peers.get(node).heardAt >= from)
        .toList();
  }

  /** Returns the time from which on something is heard well after a member was heard last. */
  long wellAfter(String silent) {
    Peer peer = peers.get(silent);
    return peer == null ? Long.MIN_VALUE : peer.heardAt + (indoubtLimit / 2 + 1) * heartbeatNanos;
  }

  PeerState state(String node) {
    Peer peer = viewSet.contains(node) ? peers.get(node) : null;
    return peer == null ? PeerState.DOWN : peer.state;
  }

  /** Another view: who has joined gets a full window to be heard. */
  void viewChanged(List<String> members, List<Decision> out, long now) {
    for (String node : view) {
      if (!members.contains(node)) {
        become(node, PeerState.DOWN, "it has left the view", out);
        peers.remove(node);
      }
    }
    for (String node : members) {
      if (!viewSet.contains(node)) {
        Peer peer = new Peer();
        peer.heardAt = now;
        peers.put(node, peer);
        become(node, PeerState.UP, "it has joined the view", out);
      }
    }
    view = members;
    viewSet = new HashSet<>(members);
    count();
  }

  /**
   * Something of a peer arrived.
   *
   * @return whether it is counted on again, and was not before
   */
  boolean heard(String node, List<Decision> out, long now) {
    Peer peer = peers.get(node);
    if (peer == null) {
      return false;
    }
    peer.heardAt = now;
    if (peer.state == PeerState.UP) {
      return false;
    }
    boolean back = peer.state == PeerState.DOWN;
    become(node, PeerState.UP, "it was heard", out);
    if (back) {
      count();
    }
    return back;
  }

  /** It is known for certain that a peer's process is dead; its next one will be heard. */
  void died(String node, List<Decision> out) {
    if (peers.containsKey(node)) {
      become(node, PeerState.DOWN, "its sentinel says that its server is dead", out);
      count();
    }
  }

  /** This node was late itself: what it missed may still wait in its queues. */
  void giveFreshWindow(long now) {
    peers.values().forEach(peer -> peer.heardAt = now);
  }

  /**
   * Counts the heartbeats that each peer has missed. To be called once per heartbeat.
   *
   * @return whether a peer is not counted on any more
   */
  boolean judge(List<Decision> out, long now) {
    boolean lost = false;
    for (String node : view) {
      Peer peer = peers.get(node);
      long missed = node.equals(self) ? 0 : (now - peer.heardAt) / heartbeatNanos - 1;
      if (missed >= indoubtLimit && peer.state != PeerState.DOWN) {
        become(node, PeerState.DOWN, "it missed " + missed + " heartbeats", out);
        lost = true;
      } else if (missed > 0 && peer.state == PeerState.UP) {
        become(node, PeerState.INDOUBT, "it missed a heartbeat", out);
      }
    }
    if (lost) {
      count();
    }
    return lost;
  }

  private void become(String node, PeerState next, String reason, List<Decision> out) {
    Peer peer = peers.get(node);
    if (peer.state != next) {
      if (!node.equals(self)) {
        out.add(new Decision.PeerChanged(node, peer.state, next, reason));
      }
      peer.state = next;
    }
  }

  private void count() {
    List<String> counted = new ArrayList<>();
    for (String node : view) {
      if (peers.get(node).state != PeerState.DOWN) {
        counted.add(node);
      }
    }
    present = List.copyOf(counted);
    presentSet = new HashSet<>(counted);
  }
}
