package org.batonha.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.batonha.sessions.Sharers.Share;
import org.junit.jupiter.api.Test;

class SharersTest {
  private static final long SOON_SECONDS = 10;

  private final Sharers sharers = new Sharers();
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  private Share find(String session) {
    Share share = sharers.enter("s");
    assertThat(share.<String>find(() -> session)).isEqualTo(session);
    return share;
  }

  private void close(Share share, String who, Outcome outcome) {
    share.close(
        begun -> {
          told.add("commit of " + who);
          return outcome;
        },
        known -> told.add(who + " " + known));
  }

  @Test
  void oneAloneIsToldOfItsOwnCommit() {
    close(find("session"), "a", Outcome.COMMITTED);

    assertThat(told).containsExactly("commit of a", "a COMMITTED");
  }

  /** It has the lock in the cluster until then, and nobody else is written without one. */
  @Test
  void theFirstIsDoneWhenAllAre() {
    Share a = find("session");
    Share b = find("session");
    Share c = find("session");

    close(b, "b", Outcome.NOTHING);
    close(a, "a", Outcome.COMMITTED);
    assertThat(told).containsExactly("commit of b");

    close(c, "c", Outcome.NOTHING);
    assertThat(told)
        .containsExactly(
            "commit of b",
            "commit of c",
            "commit of a",
            "b COMMITTED",
            "c COMMITTED",
            "a COMMITTED");
  }

  @Test
  void aFailureIsThatOfAllWhoWaitForIt() {
    Share a = find("session");
    close(find("session"), "b", Outcome.NOTHING);

    close(a, "a", Outcome.FAILED);

    assertThat(told).containsExactly("commit of b", "commit of a", "b FAILED", "a FAILED");
  }

  @Test
  void whoComesWhileTheFirstWaitsJoinsThem() {
    Share a = find("session");
    Share b = find("session");
    close(a, "a", Outcome.COMMITTED);
    Share c = find("session");
    close(b, "b", Outcome.NOTHING);
    assertThat(told).containsExactly("commit of b");

    close(c, "c", Outcome.NOTHING);

    assertThat(told).contains("commit of a", "c COMMITTED").hasSize(6);
  }

  /** Whoever finds it first has the lock in the cluster, and that has to be the first one. */
  @Test
  void whoComesWhileTheFirstLooksIsSecondAndWaitedFor() throws InterruptedException {
    Share a = sharers.enter("s");
    List<Share> other = new ArrayList<>();
    Thread second = new Thread(() -> other.add(find("session")));
    a.find(
        () -> {
          second.start();
          awaitWaiting(second);
          assertThat(other).isEmpty();
          return "session";
        });

    close(a, "a", Outcome.COMMITTED);

    assertThat(told).isEmpty();
    second.join(TimeUnit.SECONDS.toMillis(SOON_SECONDS));
    close(other.get(0), "b", Outcome.NOTHING);
    assertThat(told).containsExactly("commit of b", "commit of a", "b COMMITTED", "a COMMITTED");
  }

  @Test
  void whenTheFirstFindsNothingTheNextIsFirst() throws InterruptedException {
    List<Share> other = new ArrayList<>();
    Thread second = new Thread(() -> other.add(find("session")));
    sharers
        .enter("s")
        .find(
            () -> {
              second.start();
              awaitWaiting(second);
              return null;
            });
    second.join(TimeUnit.SECONDS.toMillis(SOON_SECONDS));
    Share c = find("session");

    close(other.get(0), "b", Outcome.COMMITTED);
    assertThat(told).isEmpty();
    close(c, "c", Outcome.NOTHING);
    assertThat(told).containsExactly("commit of c", "commit of b", "c COMMITTED", "b COMMITTED");
  }

  /** It may have waited for long, and so would each of the others in turn. */
  @Test
  void whenTheFirstCannotLookThoseWhoWaitedLookAtTheSameTime() throws InterruptedException {
    CountDownLatch looking = new CountDownLatch(2);
    Runnable find =
        () -> {
          Share share = sharers.enter("s");
          share.find(
              () -> {
                looking.countDown();
                await(looking);
                return "session";
              });
          close(share, "one of them", Outcome.COMMITTED);
        };
    List<Thread> others = List.of(new Thread(find), new Thread(find));
    assertThatThrownBy(
            () ->
                sharers
                    .enter("s")
                    .find(
                        () -> {
                          others.forEach(Thread::start);
                          others.forEach(SharersTest::awaitWaiting);
                          throw new IllegalStateException("as wanted");
                        }))
        .hasMessage("as wanted");

    for (Thread other : others) {
      other.join(TimeUnit.SECONDS.toMillis(2 * SOON_SECONDS));
    }
    assertThat(told)
        .filteredOn(what -> what.equals("one of them COMMITTED"))
        .as("both found it")
        .hasSize(2);
  }

  @Test
  void whoNeedsTheLockOfTheFirstGetsIt() {
    Share a = find("session");
    Share b = find("session");
    close(a, "a", Outcome.NOTHING);

    b.dissolve();

    assertThat(told).containsExactly("commit of a");
    close(b, "b", Outcome.COMMITTED);
    assertThat(told).containsExactly("commit of a", "commit of b", "a COMMITTED", "b COMMITTED");
  }

  @Test
  void theFirstWaitsForNobodyWhenItsLockIsNeeded() {
    Share a = find("session");
    Share b = find("session");
    sharers.dissolve("s");

    close(a, "a", Outcome.NOTHING);
    assertThat(told).containsExactly("commit of a");
    close(b, "b", Outcome.COMMITTED);

    Share next = find("another");
    Share last = find("another");
    close(next, "next", Outcome.COMMITTED);
    assertThat(told).doesNotContain("commit of next");
    close(last, "last", Outcome.NOTHING);
    assertThat(told).contains("commit of next", "last COMMITTED");
  }

  /** It waits for the lock of the first one, which has to come to its end meanwhile. */
  @Test
  void aSessionIsEndedWhileTheFirstIsThere() throws InterruptedException {
    Share a = find("session");
    Share b = find("session");
    Thread ending = new Thread(() -> b.end(() -> awaitTold("commit of a")));
    ending.start();
    awaitWaiting(ending);

    close(a, "a", Outcome.NOTHING);

    ending.join(TimeUnit.SECONDS.toMillis(SOON_SECONDS));
    assertThat(ending.isAlive()).isFalse();
  }

  /** Else it could read what there was before, with a lock that the writer waits for. */
  @Test
  void nobodyFindsASessionThatIsBeingWritten() throws InterruptedException {
    Share a = find("session");
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch written = new CountDownLatch(1);
    Thread writer =
        new Thread(
            () ->
                a.close(
                    begun -> {
                      writing.countDown();
                      await(written);
                      told.add("written");
                      return Outcome.COMMITTED;
                    },
                    known -> {}));
    writer.start();
    await(writing);
    Thread finder =
        new Thread(
            () ->
                sharers
                    .enter("s")
                    .find(
                        () -> {
                          told.add("found");
                          return "session";
                        }));
    finder.start();
    awaitWaiting(finder);

    written.countDown();

    finder.join(TimeUnit.SECONDS.toMillis(SOON_SECONDS));
    assertThat(told).containsExactly("written", "found");
  }

  /**
   * In the cluster it waits for the lock of who writes; and it is none of those who are written.
   */
  @Test
  void whoComesWhileItIsBeingWrittenFindsItAnew() {
    Share a = find("session");
    Share b = find("session");
    close(b, "b", Outcome.NOTHING);
    List<Share> next = new ArrayList<>();

    a.close(
        begun -> {
          begun.run();
          next.add(find("anew"));
          next.add(find("anew"));
          close(next.get(1), "next", Outcome.NOTHING);
          return Outcome.COMMITTED;
        },
        known -> told.add("a " + known));

    assertThat(told).containsExactly("commit of b", "commit of next", "b COMMITTED", "a COMMITTED");
    close(next.get(0), "first", Outcome.FAILED);
    assertThat(told).endsWith("commit of first", "next FAILED", "first FAILED");
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(SOON_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitTold(String what) {
    CountDownLatch never = new CountDownLatch(1);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SOON_SECONDS);
    while (!told.contains(what) && System.nanoTime() < end) {
      try {
        assertThat(never.await(1, TimeUnit.MILLISECONDS)).isFalse();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** It has given the object back, and does not wait yet. */
  @Test
  void whoEndsWhileTheWriterDoesIsTold() {
    Share a = find("session");
    Share b = find("session");

    b.close(
        begun -> {
          begun.run();
          close(a, "a", Outcome.COMMITTED);
          return Outcome.NOTHING;
        },
        known -> told.add("b " + known));

    assertThat(told).containsExactly("commit of a", "a COMMITTED", "b COMMITTED");
  }

  @Test
  void whenNobodyHasWrittenAllAreToldSo() {
    Share a = find("session");
    Share b = find("session");
    close(b, "b", Outcome.NOTHING);

    close(a, "a", Outcome.NOTHING);

    assertThat(told).containsExactly("commit of b", "commit of a", "b NOTHING", "a NOTHING");
  }

  /** What they have changed was of another session object than what comes now. */
  @Test
  void aLaterWriteIsNotThatOfThoseBefore() {
    Share a = find("session");
    Share late = sharers.enter("s");

    close(a, "a", Outcome.NOTHING);

    assertThat(told).containsExactly("commit of a", "a NOTHING");
    late.find(() -> "another");
    close(late, "late", Outcome.COMMITTED);
    assertThat(told).endsWith("commit of late", "late COMMITTED").hasSize(4);
  }

  @Test
  void whoIsToldThatNobodyWroteIsAloneUntilAnotherComes() {
    Share a = find("session");

    a.close(
        begun -> Outcome.NOTHING,
        known -> {
          Share again = a.again();
          told.add("alone " + again.isAlone());
          again.find(() -> "session");
          again.close(begun -> Outcome.COMMITTED, outcome -> told.add("again " + outcome));
          told.add("alone " + a.isAlone());
          sharers.enter("s");
          told.add("alone " + a.isAlone());
        });

    assertThat(told).containsExactly("alone true", "again COMMITTED", "alone true", "alone false");
  }

  @Test
  void whoIsToldThatNobodyWroteIsNotAloneWhenAnotherHasComeBefore() {
    Share a = find("session");
    sharers.enter("s");

    a.close(begun -> Outcome.NOTHING, known -> told.add("alone " + a.isAlone()));

    assertThat(told).containsExactly("alone false");
  }

  @Test
  void oneWhoCannotBeToldKeepsNobodyElseFromIt() {
    Share a = find("session");
    Share b = find("session");
    b.close(
        begun -> Outcome.NOTHING,
        known -> {
          throw new IllegalStateException("as wanted");
        });

    close(a, "a", Outcome.COMMITTED);

    assertThat(told).containsExactly("commit of a", "a COMMITTED");
  }

  @Test
  void anErrorOfOneWhoIsToldKeepsNobodyElseFromItsEnd() {
    Share a = find("session");
    Share b = find("session");
    close(a, "a", Outcome.COMMITTED);

    b.close(
        begun -> Outcome.FAILED,
        known -> {
          throw new AssertionError("as wanted");
        });

    assertThat(told).containsExactly("commit of a", "a COMMITTED");
  }

  @Test
  void aCommitThatThrowsHasFailed() {
    find("session")
        .close(
            begun -> {
              throw new IllegalStateException("as wanted");
            },
            known -> told.add("a " + known));

    assertThat(told).containsExactly("a FAILED");
  }

  @Test
  void whoFindsNothingHasNoPart() {
    assertThatThrownBy(
            () ->
                sharers
                    .enter("s")
                    .find(
                        () -> {
                          throw new IllegalStateException("as wanted");
                        }))
        .hasMessage("as wanted");
    assertThat(sharers.enter("s").<String>find(() -> null)).isNull();

    Share a = find("session");
    close(a, "a", Outcome.COMMITTED);
    assertThat(told).containsExactly("commit of a", "a COMMITTED");
    assertThat(a.isAlone()).isFalse();
  }
}
