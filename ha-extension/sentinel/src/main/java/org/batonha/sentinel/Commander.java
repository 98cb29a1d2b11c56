package org.batonha.sentinel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import org.batonha.sentinel.keeper.Log;
import org.batonha.sentinel.keeper.Replies;
import org.batonha.sentinel.linux.ParentWatch;
import org.batonha.sentinel.protocol.Command.Tell;
import org.batonha.sentinel.protocol.ErrorCode;
import org.batonha.sentinel.protocol.Refusal;

/**
 * One server that commands this sentinel: the way back to it, the watch on its process, and what
 * has to be said for it in the end. Belongs to the thread of the loop, and after that has let go,
 * to whoever says the last word.
 */
final class Commander {
  /**
   * A killed process is silent once each of its threads has been scheduled to die of it. One that
   * takes longer than this is not said to be dead.
   */
  private static final Duration SILENCE_LIMIT = Duration.ofSeconds(1);

  private final Replies replies;
  private final UserPrincipal user;
  private final LastWords words = new LastWords();
  private volatile ParentWatch watch;
  private boolean ended;

  /** The server that has started this process. */
  Commander(Replies replies) {
    this(replies, null);
  }

  /**
   * A server that has connected.
   *
   * @param user whose process it is
   */
  Commander(Replies replies, UserPrincipal user) {
    this.replies = replies;
    this.user = user;
  }

  Replies replies() {
    return replies;
  }

  /** The process whose death is seen by this. */
  void watchedBy(ParentWatch itsWatch) {
    watch = itsWatch;
  }

  /**
   * Checks that a process is one of the user that is connected. May ask a directory service for the
   * user, so not on the thread that owns the leases.
   */
  void requireOwn(long pid) throws Refusal {
    if (user == null) {
      throw new Refusal(
          ErrorCode.USAGE, "attach is for a socket: here the option --parent says it");
    }
    Path process = Path.of("/proc/" + pid);
    try {
      UserPrincipal owner = Files.getOwner(process);
      if (!owner.equals(user)) {
        throw new Refusal(
            ErrorCode.PRIVILEGE,
            "process %d is %s's, and you are %s".formatted(pid, owner.getName(), user.getName()));
      }
    } catch (IOException e) {
      throw new Refusal(ErrorCode.UNKNOWN, "there is no process %d here".formatted(pid), e);
    }
  }

  /**
   * Watches the process that the server has said to be.
   *
   * @param dying is run once, on another thread, when the process is dying or gone
   */
  void attach(long pid, Runnable dying) throws Refusal {
    ParentWatch before = watch;
    try {
      watch = ParentWatch.start(pid, dying);
    } catch (OutOfMemoryError e) {
      throw new Refusal(
          ErrorCode.SYSTEM,
          "process %d can not be watched: %s; is there a limit on threads (TasksMax, ulimit -u)?"
              .formatted(pid, e.getMessage()),
          e);
    }
    if (before != null) {
      before.stop();
    }
  }

  /** Whether it is known whose death ends what it commands. */
  boolean isWatched() {
    return user == null || watch != null;
  }

  /** Takes what has to be said for it on one link. */
  void take(Tell tell) throws Refusal {
    words.take(tell);
  }

  /** It commands no more. Returns whether that is news. */
  boolean end() {
    boolean news = !ended;
    ended = true;
    return news;
  }

  boolean hasEnded() {
    return ended;
  }

  /**
   * Tells the server's peers what they can rely on, after all was let go of: that it is dead only
   * if no thread of it can act any more.
   *
   * @param clean whether all addresses are surely gone: if not, nothing is said
   */
  void sayLastWord(boolean clean, Log log) {
    ParentWatch seen = watch;
    if (!clean) {
      log.warn("no last word is said: an address may still be here");
    } else if (!words.isEmpty()) {
      words.say(seen != null && seen.awaitSilence(SILENCE_LIMIT), log);
    }
    close();
  }

  /** Says nothing any more, and looks at nobody. */
  void close() {
    ParentWatch seen = watch;
    if (seen != null) {
      seen.stop();
    }
    words.close();
  }
}
