package org.batonha.core.model;

import java.util.Arrays;
import org.batonha.core.RulesUnderCheck;

/**
 * What can happen next in a state. A message, once sent, may arrive at any time, again, or never:
 * it is never taken out. A refusal is not modelled by itself: what it leads to, that a claim is
 * given up, may happen at any time anyway. Each clock goes on by {@link #SLOW} or {@link #FAST}
 * ticks at a time, so over any while one may be faster than another by half.
 */
final class Rules {
  static final int SLOW = 2;
  static final int FAST = 3;
  static final double DRIFT = 0.5;

  /** The most epochs that fit into a state. */
  static final int MOST_EPOCHS = 3;

  /** Is told of each state that can come next; may not keep it. */
  interface Next {
    void reached(Cluster state, Step.Kind kind, int node, int other, int number);
  }

  private final RulesUnderCheck rules;
  private final Flaw flaw;
  private final int epochs;
  private final int mostCrashes;
  private final boolean calm;
  private final long[] from = new long[Cluster.WORDS];
  private final long[] to = new long[Cluster.WORDS];
  private final Cluster next = new Cluster();
  private Next sink;

  /**
   * @param epochs how many may be given out, at most {@link #MOST_EPOCHS}
   * @param mostCrashes how often in all a process may die
   * @param calm whether at most one clock at a time is fast, epochs are given out in their order
   *     and nothing is very late: a part of all that can happen, for a search that goes far
   */
  Rules(Flaw flaw, int epochs, int mostCrashes, boolean calm) {
    this.rules = new RulesUnderCheck(Node.LEASE, DRIFT, flaw);
    this.flaw = flaw;
    this.epochs = epochs;
    this.mostCrashes = mostCrashes;
    this.calm = calm;
  }

  static int ticks(int bits, int node) {
    return (bits >> node & 1) == 0 ? SLOW : FAST;
  }

  /** Returns the state after the first thing of each kind, one after the other, from the start. */
  Cluster after(Step.Kind... kinds) {
    Cluster state = Cluster.initial();
    long[] way = new long[Cluster.WORDS];
    for (Step.Kind wanted : kinds) {
      boolean[] done = {false};
      all(
          state,
          (reached, kind, node, other, number) -> {
            if (kind == wanted && !done[0]) {
              done[0] = true;
              reached.pack(way);
            }
          });
      state.unpack(way, 0);
    }
    return state;
  }

  void all(Cluster state, Next next) {
    sink = next;
    state.pack(from);
    for (int n = 0; n < Node.NODES; n++) {
      if (state.nodes[n].alive == 1) {
        running(state, n);
      } else if (state.nodes[n].boot == 0) {
        restart(n);
      }
      onTheWay(state, n);
      if (state.nodes[n].ghost > 0) {
        Node node = again(n);
        node.ghost = 0;
        node.tellEnd();
        reached(Step.Kind.SENTINEL, n, 0, 0);
      }
    }
    time();
  }

  private Node again(int node) {
    next.unpack(from, 0);
    return next.nodes[node];
  }

  /** What changes nothing, as a message that says nothing new, is left out. */
  private void reached(Step.Kind kind, int node, int other, int number) {
    next.pack(to);
    if (Arrays.equals(from, to)) {
      return;
    }
    sink.reached(next, kind, node, other, number);
  }

  // ---- what a running process does

  private void running(Cluster state, int n) {
    Node node = state.nodes[n];
    for (int epoch = node.seen + 1; epoch <= epochs && node.mayAsk(); epoch++) {
      if (isLegal(state, node, epoch)) {
        nominate(n, epoch);
      }
    }
    if (node.claim > 0) {
      if (node.mayAsk()) {
        again(n);
        ask(n);
        reached(Step.Kind.RENEW, n, 0, 0);
      }
      again(n);
      letGo(n);
      reached(Step.Kind.LET_GO, n, 0, 0);
    }
    if (state.crashes() < mostCrashes) {
      crash(n);
    }
  }

  /** Each epoch is given out by one nominator, once; a grant may arrive again. */
  private boolean isLegal(Cluster state, Node node, int epoch) {
    int others = 0;
    int all = 0;
    for (Node each : state.nodes) {
      others |= each == node ? 0 : each.granted;
      all |= each.granted;
    }
    int lower = (1 << epoch - 1) - 1;
    boolean inOrder = !calm || (all & lower) == lower;
    return inOrder && (flaw == Flaw.EPOCH_GIVEN_OUT_TWICE || (others >> epoch - 1 & 1) == 0);
  }

  private void nominate(int n, int epoch) {
    Node node = again(n);
    if (node.acting == 1) {
      node.forgetAnswers();
    } else if (node.claim > 0) {
      letGo(n);
    }
    node.granted |= 1 << epoch - 1;
    node.seen = epoch;
    node.claim = epoch;
    ask(n);
    reached(Step.Kind.NOMINATE, n, 0, epoch);
  }

  private void ask(int n) {
    Node node = next.nodes[n];
    node.requests |= 1;
    node.asked[node.boot] |= 1 << node.claim - 1;
    if (voterAcks(node, node.claim, n, node.boot)) {
      count(n, n, 0);
    } else {
      node.setBallot(n, 0);
    }
  }

  private boolean voterAcks(Node voter, int epoch, int claimant, int boot) {
    if (flaw == Flaw.RESTARTED_VOTER_ANSWERS) {
      voter.silent = 0;
    }
    return rules.acks(voter, epoch, claimant, boot);
  }

  /** An ack counts from the sending of its request; a quorum of them is a lease. */
  private void count(int n, int voter, int age) {
    Node node = next.nodes[n];
    rules.acked(node, voter, flaw == Flaw.LEASE_FROM_ACK ? 0 : age);
    int lease = rules.lease(node);
    if (lease > 0) {
      node.acting = 1;
      node.acted |= 1 << node.claim - 1;
      node.lease = Math.max(node.lease, lease);
    }
  }

  private void letGo(int n) {
    Node node = next.nodes[n];
    node.released[node.boot] = node.claim;
    rules.released(node, node.claim, n, node.boot);
    if (flaw == Flaw.RELEASED_TOO_EARLY) {
      node.ghost = Math.max(node.ghost, node.acting * node.lease);
    }
    node.clearClaim();
  }

  private void crash(int n) {
    Node node = again(n);
    node.ghost = Math.max(node.ghost, node.acting * node.lease);
    node.clearClaim();
    node.seen = 0;
    node.forget();
    node.silent = 0;
    node.alive = 0;
    if (node.ghost == 0 || flaw == Flaw.LAST_WORD_TOO_EARLY) {
      node.tellEnd();
    }
    reached(Step.Kind.CRASH, n, 0, 0);
  }

  private void restart(int n) {
    Node node = again(n);
    node.alive = 1;
    node.boot = 1;
    rules.restart(node);
    reached(Step.Kind.RESTART, n, 0, 0);
  }

  // ---- what was sent by node n, now or long ago, in this run or an earlier one

  private void onTheWay(Cluster state, int n) {
    for (int v = 0; v < Node.NODES; v++) {
      if (v != n && state.nodes[v].alive == 1) {
        requests(state, n, v);
        news(state, n, v);
      }
      if (v != n) {
        answers(state, n, v);
      }
    }
  }

  private void requests(Cluster state, int n, int v) {
    Node node = state.nodes[n];
    for (int age = 0; age < Node.LEASE; age++) {
      if ((node.requests >> age & 1) == 1) {
        again(n);
        if (voterAcks(next.nodes[v], node.claim, n, node.boot)) {
          next.nodes[n].answer(v, age);
        }
        reached(Step.Kind.REQUEST, v, n, age);
      }
    }
    for (int boot = 0; boot <= node.boot; boot++) {
      for (int epoch = 1; epoch <= epochs; epoch++) {
        if ((node.asked[boot] >> epoch - 1 & 1) == 1 && isLate(node, boot, epoch)) {
          again(n);
          voterAcks(next.nodes[v], epoch, n, boot);
          reached(Step.Kind.LATE_REQUEST, v, n, epoch);
        }
      }
    }
  }

  /** As long as a newer request is on its way, an old one leads nowhere else than that one. */
  private boolean isLate(Node node, int boot, int epoch) {
    boolean newer = boot == node.boot && epoch == node.claim && node.requests != 0;
    return !newer && !calm;
  }

  private void answers(Cluster state, int n, int v) {
    Node node = state.nodes[n];
    boolean listens = node.claim > 0 && node.mayAsk();
    for (int age = 0; age < Node.LEASE && listens; age++) {
      if ((node.answers(v) >> age & 1) == 1) {
        again(n);
        count(n, v, age);
        reached(Step.Kind.ACK, n, v, age);
      }
    }
  }

  private void news(Cluster state, int n, int v) {
    Node node = state.nodes[n];
    for (int boot = 0; boot <= node.boot; boot++) {
      if (node.released[boot] > 0) {
        again(n);
        rules.released(next.nodes[v], node.released[boot], n, boot);
        reached(Step.Kind.RELEASE, v, n, node.released[boot]);
      }
      if ((node.words >> boot & 1) == 1) {
        again(n);
        rules.ended(next.nodes[v], n, boot);
        reached(Step.Kind.LAST_WORD, v, n, boot);
      }
    }
  }

  private void time() {
    int all = (1 << Node.NODES) - 1;
    for (int bits = 0; bits <= all; bits++) {
      if (calm && Integer.bitCount(bits) > 1) {
        continue;
      }
      next.unpack(from, 0);
      for (int n = 0; n < Node.NODES; n++) {
        next.nodes[n].pass(ticks(bits, n));
      }
      reached(Step.Kind.TIME, 0, 0, bits);
    }
  }
}
