package org.batonha.core.model;

/**
 * What is so on one node and on its way from it. All is small, so that a node fits into a {@code
 * long}. References to other nodes are relative (0: itself, 1: the next one, 2: the one after), so
 * that a state that is only turned or mirrored is the same state.
 */
public final class Node {
  /** The number of nodes. */
  static final int NODES = 3;

  /** The lease, in ticks. */
  static final int LEASE = 5;

  private static final int AGES = (1 << LEASE) - 1;

  /** Which node this is; not part of the state. */
  public int index;

  // the voter; times are "ticks left, and one", 0 when over
  /** Until when it is silent. */
  public int silent;

  /** The epoch that it acked last, 0 for none. */
  public int epoch;

  private int holder;

  /** Of which run of the holder. */
  public int holderBoot;

  /** Whether the holder is known to have let go. */
  public int holderReleased;

  /** Until when the holder is believed active. */
  public int active;

  // the process
  int alive;
  int boot;
  int claim;
  int acting;
  int seen;

  /** For how long its addresses stay, unless renewed. */
  int lease;

  /** For each voter, how old the newest request is that it acked, plus one; 0 for none. */
  private final int[] ballots = new int[NODES];

  // what is on its way, for ever: any of it may arrive at any time, or not, or again
  /** A bit for each age of a request for the present claim. */
  int requests;

  private final int[] answers = new int[NODES];

  /** For each run, a bit for each epoch that it ever asked for. */
  final int[] asked = new int[2];

  /** For each run, up to which epoch it said that it had let go. */
  final int[] released = new int[2];

  /** A bit for each run whose end its sentinel has told. */
  int words;

  /** For how long a sentinel without its server still holds the addresses. */
  int ghost;

  // of the whole: which epochs were given to this node, and which it acted on
  int granted;
  int acted;

  /** Nothing is remembered of the service. */
  public void forget() {
    epoch = 0;
    holder = 0;
    holderBoot = 0;
    holderReleased = 0;
    active = 0;
  }

  /** Returns the index of the believed holder, as seen from the node with an index. */
  public int holder(int self) {
    return (self + holder) % NODES;
  }

  /** Sets the believed holder. */
  public void setHolder(int self, int other) {
    holder = (other - self + NODES) % NODES;
  }

  private int relative(int other) {
    return (other - index + NODES) % NODES;
  }

  /** Returns the age of the newest request that a voter acked, plus one; 0 for none. */
  public int ballot(int voter) {
    return ballots[relative(voter)];
  }

  /** Sets it. */
  public void setBallot(int voter, int value) {
    ballots[relative(voter)] = value;
  }

  int answers(int voter) {
    return answers[relative(voter)];
  }

  void answer(int voter, int age) {
    answers[relative(voter)] |= 1 << age;
  }

  /** Whether its lease, if it acts, lasts: else it has to let go before anything else. */
  boolean mayAsk() {
    return acting == 0 || lease > 0;
  }

  boolean isActing() {
    return (acting == 1 && lease > 0) || ghost > 0;
  }

  /** Nothing of the claim, nor of what others said to it, counts any more. */
  void clearClaim() {
    claim = 0;
    acting = 0;
    lease = 0;
    forgetAnswers();
  }

  /** What is asked for from now on, nobody has been asked for. */
  void forgetAnswers() {
    requests = 0;
    for (int i = 0; i < NODES; i++) {
      ballots[i] = 0;
      answers[i] = 0;
    }
  }

  /** The host's clock goes on. */
  void pass(int ticks) {
    silent = Math.max(0, silent - ticks);
    active = Math.max(0, active - ticks);
    lease = Math.max(0, lease - ticks);
    requests = requests << ticks & AGES;
    for (int i = 0; i < NODES; i++) {
      answers[i] = answers[i] << ticks & AGES;
      ballots[i] = ballots[i] == 0 || ballots[i] + ticks > LEASE ? 0 : ballots[i] + ticks;
    }
    if (ghost > 0) {
      ghost = Math.max(0, ghost - ticks);
      if (ghost == 0) {
        tellEnd();
      }
    }
  }

  /** The sentinel of the last run that ended says so. */
  void tellEnd() {
    words |= 1 << (alive == 1 ? boot - 1 : boot);
  }

  /** Returns the state, but for {@link #whole}. */
  long pack(boolean mirrored) {
    int one = mirrored ? 2 : 1;
    int two = mirrored ? 1 : 2;
    long bits = silent;
    bits = bits << 2 | epoch;
    bits = bits << 2 | (mirrored && holder > 0 ? 3 - holder : holder);
    bits = bits << 1 | holderBoot;
    bits = bits << 1 | holderReleased;
    bits = bits << 4 | active;
    bits = bits << 1 | alive;
    bits = bits << 1 | boot;
    bits = bits << 2 | claim;
    bits = bits << 1 | acting;
    bits = bits << 2 | seen;
    bits = bits << 3 | lease;
    bits = bits << 3 | ballots[0];
    bits = bits << 3 | ballots[one];
    bits = bits << 3 | ballots[two];
    bits = bits << LEASE | requests;
    bits = bits << LEASE | answers[one];
    bits = bits << LEASE | answers[two];
    bits = bits << 6 | asked[1] << 3 | asked[0];
    bits = bits << 4 | released[1] << 2 | released[0];
    bits = bits << 2 | words;
    return bits << 3 | ghost;
  }

  /** Returns what was given to this node, and what it acted on. */
  int whole() {
    return granted << 3 | acted;
  }

  void unpack(int self, long packed, int whole) {
    index = self;
    granted = whole >> 3 & 7;
    acted = whole & 7;
    long bits = packed;
    ghost = (int) bits & 7;
    words = (int) (bits >>= 3) & 3;
    released[0] = (int) (bits >>= 2) & 3;
    released[1] = (int) (bits >>= 2) & 3;
    asked[0] = (int) (bits >>= 2) & 7;
    asked[1] = (int) (bits >>= 3) & 7;
    answers[2] = (int) (bits >>= 3) & AGES;
    answers[1] = (int) (bits >>= LEASE) & AGES;
    requests = (int) (bits >>= LEASE) & AGES;
    ballots[2] = (int) (bits >>= LEASE) & 7;
    ballots[1] = (int) (bits >>= 3) & 7;
    ballots[0] = (int) (bits >>= 3) & 7;
    lease = (int) (bits >>= 3) & 7;
    seen = (int) (bits >>= 3) & 3;
    acting = (int) (bits >>= 2) & 1;
    claim = (int) (bits >>= 1) & 3;
    boot = (int) (bits >>= 2) & 1;
    alive = (int) (bits >>= 1) & 1;
    active = (int) (bits >>= 1) & 15;
    holderReleased = (int) (bits >>= 4) & 1;
    holderBoot = (int) (bits >>= 1) & 1;
    holder = (int) (bits >>= 1) & 3;
    epoch = (int) (bits >>= 2) & 3;
    silent = (int) (bits >>= 2) & 15;
  }
}
