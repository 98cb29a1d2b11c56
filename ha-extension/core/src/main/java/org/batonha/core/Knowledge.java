package org.batonha.core;

/**
 * What this node is configured to be, and what it knows of the others. Shared by all that decide.
 */
final class Knowledge {
  final long boot;
  final Voter voter;
  final Quorum quorum;
  final Reports reports = new Reports();
  final Peers peers;
  final History history = new History();
  final LastWords lastWords = new LastWords();
  final Conflicts conflicts = new Conflicts(this);
  private CoreConfig config;

  Knowledge(CoreConfig config, long boot, Voter voter) {
    this.config = config;
    this.boot = boot;
    this.voter = voter;
    this.quorum = new Quorum(config);
    this.peers = new Peers(config);
  }

  CoreConfig config() {
    return config;
  }

  /** Returns the name of this node. */
  String self() {
    return config.node();
  }

  boolean isQuorate(long now) {
    return quorum.isQuorate(peers.present(), now);
  }

  /** Whether this part may decide, by what was heard well after one node was heard last. */
  boolean isQuorateWithout(String silent) {
    return quorum.isQuorateSince(peers.wellAfter(silent), peers.heardWellAfter(silent));
  }

  /** Returns until when the last words prove that nobody else can hold anything. */
  long othersSilentUntil() {
    return lastWords.silence(config.voters(), self());
  }

  /**
   * Other voters; this node's own is silent at first, for it cannot know what the old ones know.
   */
  void configure(CoreConfig changed, long now) {
    config = changed;
    quorum.configure(changed);
    voter.restart(now);
  }
}
