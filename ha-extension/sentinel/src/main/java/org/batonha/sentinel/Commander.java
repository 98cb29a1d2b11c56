package org.batonha.sentinel;

import java.time.Duration;
import org.batonha.sentinel.keeper.Log;
import org.batonha.sentinel.keeper.Replies;
import org.batonha.sentinel.linux.ParentWatch;
import org.batonha.sentinel.protocol.Command.Tell;
import org.batonha.sentinel.protocol.Refusal;

/**
 * One server that commands this sentinel: the way back to it, the watch on its process, and what
 * has to be said for it in the end. All but {@link #watch} belongs to the thread of the loop, and
 * after that has let go, to whoever says the last word.
 */
final class Commander {
  /**
   * A killed process is silent once each of its threads has been scheduled to die of it. One that
   * takes longer than this is not said to be dead.
   */
  private static final Duration SILENCE_LIMIT = Duration.ofSeconds(1);

  private final Replies replies;
  private final LastWords words = new LastWords();
  private volatile ParentWatch watch;

  Commander(Replies replies) {
    this.replies = replies;
  }

  Replies replies() {
    return replies;
  }

  /** The process whose death is seen by this. */
  void watchedBy(ParentWatch itsWatch) {
    watch = itsWatch;
  }

  /** Takes what has to be said for it on one link. */
  void take(Tell tell) throws Refusal {
    words.take(tell);
  }

  /**
   * Tells the server's peers what they can rely on, after all was let go of: that it is dead only
   * if no thread of it can act any more.
   *
   * @param clean whether all addresses are surely gone: if not, nothing is said
   */
  void sayLastWord(boolean clean, Log log) {
    if (!clean) {
      log.warn("no last word is said: an address may still be here");
    } else if (!words.isEmpty()) {
      ParentWatch seen = watch;
      words.say(seen != null && seen.awaitSilence(SILENCE_LIMIT), log);
    }
    words.close();
  }
}
