package org.batonha.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.batonha.sessions.SessionCaches.Topology;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Virtual time, of a clock that overflows meanwhile. */
class QuorumSightTest {
  private static final Duration GRACE = QuorumSight.GRACE;
  private static final Duration LEASE = Duration.ofMillis(500);
  private static final Duration STEP = Duration.ofMillis(50);

  private final SessionCaches caches = new SessionCaches();
  private final Others group = new Others();
  private final List<Long> abandoned = new ArrayList<>();
  private long now = Long.MAX_VALUE - 1_000;
  private Topology topology = new Topology(7, false, false);
  private final QuorumSight sight = new QuorumSight(group, () -> now);

  /** Has entries that change. */
  private final class App implements SessionCaches.Known {
    @Override
    public Topology topology() {
      return topology;
    }

    @Override
    public void abandon(long begun) {
      abandoned.add(begun);
    }
  }

  private record Fixed(Topology topology) implements SessionCaches.Known {
    @Override
    public void abandon(long begun) {
      // Nobody has begun anything.
    }
  }

  /** What the others answer at once to whatever they are asked. */
  private final class Others implements Group {
    private Duration lease = LEASE;
    private boolean isQuorate = true;
    private boolean hearsAll = true;
    private boolean isMerged;
    private String view = "both";

    /** The view of the other one; empty: it is silent. */
    private String other = "both";

    private long asked = now - 1;
    private int questions;
    private final List<String> behind = new ArrayList<>();

    @Override
    public boolean isQuorate() {
      return isQuorate;
    }

    @Override
    public boolean hearsAll() {
      return hearsAll;
    }

    @Override
    public boolean isMerged() {
      return isMerged;
    }

    @Override
    public Duration lease() {
      return lease;
    }

    @Override
    public Object view() {
      return view;
    }

    @Override
    public boolean hasMetWhoWentOn(Object before) {
      return isMerged && !before.equals(view);
    }

    @Override
    public void ask() {
      questions++;
      asked = now;
    }

    @Override
    public boolean isSharedSince(long nanos) {
      return asked - nanos >= 0 && (other.equals(view) || view.equals("alone"));
    }

    @Override
    public boolean isContradictedSince(long nanos) {
      return asked - nanos >= 0 && other.equals("without this");
    }

    @Override
    public void behind(String reason) {
      behind.add(reason);
    }
  }

  @BeforeEach
  void aCacheRuns() {
    caches.add("app", new App());
  }

  /** Looks after each step of so long a time. */
  private boolean isLostAfter(Duration time) {
    long end = now + time.toNanos();
    while (end - now > STEP.toNanos()) {
      now += STEP.toNanos();
      sight.look(caches);
    }
    now = end;
    sight.look(caches);
    return sight.isLost();
  }

  private boolean isLostAfterAStep() {
    return isLostAfter(STEP);
  }

  private void lose() {
    group.isQuorate = false;
    isLostAfterAStep();
    assertThat(isLostAfter(GRACE)).isTrue();
  }

  private void othersGoOn() {
    group.other = "without this";
  }

  private void merge() {
    group.view = "merged";
    group.other = "merged";
    group.isMerged = true;
  }

  @Test
  void whereNothingHappensNothingIsAsked() {
    assertThat(isLostAfter(Duration.ofSeconds(10))).isFalse();
    assertThat(group.questions).isZero();
    assertThat(group.behind).isEmpty();
  }

  @Test
  void itMayMeetOthersBeforeItLooksForTheFirstTime() {
    merge();
    group.other = "both";
    assertThat(isLostAfterAStep()).isTrue();

    merge();
    topology = new Topology(8, false, false);

    assertThat(isLostAfter(QuorumSight.CATCH_UP.multipliedBy(2))).isFalse();
  }

  @Test
  void aHolderHasALeaseToFindItsWitness() {
    group.other = "";
    group.isQuorate = false;
    assertThat(isLostAfter(GRACE)).isFalse();
    group.isQuorate = true;
    assertThat(isLostAfterAStep()).isFalse();
    group.isQuorate = false;
    assertThat(isLostAfter(GRACE)).isFalse();
    assertThat(isLostAfter(Duration.ofNanos(1))).isTrue();
  }

  @Test
  void whoComesBackKeepsSilentUntilItsCachesHaveWhatTheOthersChanged() {
    lose();
    othersGoOn();
    group.isQuorate = true;

    assertThat(isLostAfter(QuorumSight.CATCH_UP.plus(GRACE))).isTrue();
    merge();
    assertThat(isLostAfterAStep()).isTrue();
    topology = new Topology(9, true, false);
    assertThat(isLostAfterAStep()).isTrue();
    topology = new Topology(10, false, false);
    assertThat(isLostAfterAStep()).isFalse();
  }

  @Test
  void whoHearsTheWitnessBeforeTheOthersWaitsForThem() {
    lose();
    group.other = "";
    group.isQuorate = true;

    assertThat(isLostAfter(QuorumSight.CATCH_UP.plus(GRACE))).isTrue();
    group.other = "both";
    assertThat(isLostAfterAStep()).isFalse();
  }

  @Test
  void whereNoPartWentOnThereIsNothingToWaitFor() {
    lose();
    group.isQuorate = true;

    assertThat(isLostAfterAStep()).isFalse();
  }

  @Test
  void whatWasAnsweredBeforeThereWasAQuorumDoesNotCount() {
    lose();
    group.isQuorate = true;
    isLostAfterAStep();
    lose();
    othersGoOn();
    group.isQuorate = true;

    assertThat(isLostAfterAStep()).isTrue();
  }

  @Test
  void whoWasAwayForAMomentKeepsSilentOnceItHearsThatOthersHaveGoneOn() {
    group.isQuorate = false;
    isLostAfter(GRACE.dividedBy(2));
    othersGoOn();
    group.isQuorate = true;

    assertThat(isLostAfterAStep()).isTrue();
    merge();
    topology = new Topology(9, false, false);
    assertThat(isLostAfterAStep()).isFalse();
  }

  @Test
  void whoWakesFromAPauseAnswersNothingUntilItKnowsThatNobodyWentOn() {
    now += GRACE.toNanos() + 1;
    assertThat(sight.isLost()).isTrue();

    group.other = "";
    assertThat(isLostAfterAStep()).isTrue();
    group.other = "both";
    assertThat(isLostAfterAStep()).isFalse();
  }

  @Test
  void whoWakesFromAShortPauseAnswersUntilItHearsThatOthersHaveGoneOn() {
    now += LEASE.toNanos() / 2 + 1;
    assertThat(sight.isLost()).isFalse();
    group.other = "";
    assertThat(isLostAfterAStep()).isFalse();

    othersGoOn();
    assertThat(isLostAfterAStep()).isTrue();
  }

  @Test
  void aHolderAnswersForALongLease() {
    group.lease = Duration.ofSeconds(6);
    isLostAfterAStep();
    group.isQuorate = false;

    assertThat(isLostAfter(Duration.ofSeconds(6))).isFalse();
    assertThat(isLostAfterAStep()).isTrue();
  }

  @Test
  void whoWakesFromAPauseAndIsPassedOverWaitsForItsCaches() {
    othersGoOn();
    now += GRACE.toNanos() + 1;

    assertThat(isLostAfter(QuorumSight.CATCH_UP.plus(GRACE))).isTrue();
    merge();
    assertThat(isLostAfterAStep()).isTrue();
    topology = new Topology(8, false, false);
    assertThat(isLostAfterAStep()).isFalse();
  }

  @Test
  void aPauseMakesEarlierAnswersOld() {
    lose();
    othersGoOn();
    group.isQuorate = true;
    isLostAfterAStep();
    now += QuorumSight.MEETING.toNanos();

    assertThat(isLostAfterAStep()).isTrue();
  }

  @Test
  void eachCacheCounts() {
    Topology other = new Topology(3, false, false);
    caches.add("other", new Fixed(other));
    lose();
    merge();
    group.isQuorate = true;
    topology = new Topology(8, false, false);

    assertThat(isLostAfterAStep()).isTrue();
    caches.remove("other");
    assertThat(isLostAfterAStep()).isFalse();
  }

  @Test
  void aViewThatChangedForAnotherReasonIsNotWaitedForLong() {
    lose();
    merge();
    group.isQuorate = true;

    assertThat(isLostAfter(QuorumSight.CATCH_UP)).isTrue();
    assertThat(isLostAfterAStep()).isTrue();
    assertThat(isLostAfterAStep()).isFalse();
  }

  @Test
  void whoNeverAnswersIsNotWaitedForEver() {
    lose();
    group.other = "";
    group.isQuorate = true;

    assertThat(isLostAfter(QuorumSight.MEETING)).isTrue();
    assertThat(isLostAfterAStep()).isTrue();
    assertThat(isLostAfterAStep()).isFalse();
  }

  @Test
  void whoIsAloneLacksNothing() {
    lose();
    group.other = "";
    group.isQuorate = true;
    assertThat(isLostAfterAStep()).isTrue();

    group.view = "alone";
    topology = new Topology(8, false, true);
    assertThat(isLostAfterAStep()).isFalse();
  }

  @Test
  void whoIsBehindSaysSoUntilItIsNot() {
    lose();
    assertThat(group.behind).last().asString().contains("older");
    group.behind.clear();
    assertThat(isLostAfterAStep()).isTrue();
    assertThat(group.behind).as("said again").hasSize(1);
    group.isQuorate = true;
    isLostAfterAStep();

    assertThat(group.behind).last().isEqualTo("");
  }

  @Test
  void whoHasNoCachesIsBehindInNothing() {
    caches.remove("app");
    lose();

    assertThat(group.behind).isEmpty();
  }

  @Test
  void aCacheThatComesInThePartWithoutQuorumHasToFollow() {
    caches.remove("app");
    lose();
    othersGoOn();
    caches.add("app", new App());
    group.isQuorate = true;
    isLostAfterAStep();
    assertThat(group.behind).isNotEmpty();

    merge();
    assertThat(isLostAfterAStep()).isTrue();
    topology = new Topology(8, false, false);
    assertThat(isLostAfterAStep()).isFalse();
  }

  @Test
  void whoDoesNotHearAnotherOneKeepsSilentWhenThatHasGoneOn() {
    group.hearsAll = false;
    group.other = "";
    assertThat(isLostAfter(Duration.ofSeconds(60))).isFalse();

    group.hearsAll = true;
    othersGoOn();
    assertThat(isLostAfterAStep()).isTrue();
    merge();
    assertThat(isLostAfterAStep()).isTrue();
    topology = new Topology(8, false, false);
    assertThat(isLostAfterAStep()).isFalse();
  }

  @Test
  void whereThePartsMeetBeforeAnybodyToldTheCachesHaveToFollow() {
    group.hearsAll = false;
    group.other = "";
    isLostAfterAStep();
    group.hearsAll = true;
    merge();

    assertThat(isLostAfterAStep()).isTrue();
    topology = new Topology(8, false, false);
    assertThat(isLostAfterAStep()).isFalse();
  }

  @Test
  void whoGoesOnIsNotDisturbedWhenAnotherPartComesBackAtOnce() {
    group.hearsAll = false;
    group.other = "";
    isLostAfterAStep();
    group.hearsAll = true;
    group.view = "alone";
    topology = new Topology(8, false, true);
    assertThat(isLostAfterAStep()).isFalse();

    merge();
    topology = new Topology(9, true, false);
    assertThat(isLostAfterAStep()).isFalse();
  }

  @Test
  void whoIsAgreedWithGoesOnToAskForAMoment() {
    group.hearsAll = false;
    isLostAfterAStep();
    group.hearsAll = true;
    assertThat(isLostAfterAStep()).isFalse();

    othersGoOn();
    assertThat(isLostAfterAStep()).isTrue();
  }

  @Test
  void onceItHasSettledNothingIsAskedAnyMore() {
    group.hearsAll = false;
    isLostAfterAStep();
    group.hearsAll = true;
    isLostAfter(QuorumSight.SETTLING.plus(STEP).plus(STEP));
    int asked = group.questions;

    assertThat(isLostAfter(Duration.ofSeconds(10))).isFalse();
    assertThat(group.questions).isEqualTo(asked);
  }

  @Test
  void whoSaysThatItHasGoneOnIsWaitedForHoweverLong() {
    lose();
    othersGoOn();
    group.isQuorate = true;

    assertThat(isLostAfter(QuorumSight.MEETING.multipliedBy(2))).isTrue();
  }

  @Test
  void whoIsSilentIsWaitedForUntilItIsOutOfTheView() {
    lose();
    group.other = "";
    group.hearsAll = false;
    group.isQuorate = true;
    assertThat(isLostAfter(QuorumSight.MEETING.multipliedBy(2))).isTrue();

    group.hearsAll = true;
    group.view = "alone";
    topology = new Topology(8, false, true);
    assertThat(isLostAfterAStep()).isFalse();
  }

  @Test
  void pausesOfABusyNodeDoNotMakeItWaitForEver() {
    lose();
    group.other = "";
    group.isQuorate = true;
    for (int i = 0; i < 130; i++) {
      now += LEASE.toNanos() / 2 + 1; // a nap each time
      sight.look(caches);
    }

    assertThat(isLostAfterAStep()).isFalse();
  }

  @Test
  void whatOthersBeganBeforeTheyWentOnIsEndedWhenTheySaySo() {
    lose();
    assertThat(abandoned).isEmpty();
    othersGoOn();
    isLostAfterAStep(); // it need not have a quorum for that

    assertThat(abandoned).containsExactly(now);
  }

  @Test
  void whatIsLeftOfThatIsEndedLater() {
    lose();
    merge();
    group.isQuorate = true;
    topology = new Topology(8, false, false);
    assertThat(isLostAfterAStep()).isFalse();
    long begun = now + QuorumSight.SETTLING.toNanos();
    isLostAfter(QuorumSight.SETTLING.plus(QuorumSight.ORPHANS).minus(STEP));
    assertThat(abandoned).isEmpty();

    isLostAfterAStep();
    assertThat(abandoned).containsExactly(begun);
    isLostAfter(QuorumSight.ORPHANS.multipliedBy(2));
    assertThat(abandoned).hasSize(1);
  }

  @Test
  void whoWasAloneInItsCachesWaitsUntilThoseOfTheOtherPartCanHaveMetThem() {
    topology = new Topology(7, false, true);
    lose();
    merge();
    group.isQuorate = true;

    assertThat(isLostAfter(QuorumSight.SETTLING)).isTrue();
    topology = new Topology(8, false, false);
    assertThat(isLostAfterAStep()).isFalse();
  }

  @Test
  void whoMissedNothingButMeetsOthersWhoWentOnWithoutItWaitsForItsCaches() {
    assertThat(isLostAfterAStep()).isFalse();
    merge();

    assertThat(isLostAfterAStep()).isTrue();
    topology = new Topology(8, false, false);
    assertThat(isLostAfterAStep()).isFalse();
    isLostAfter(QuorumSight.SETTLING.plus(QuorumSight.ORPHANS));
    assertThat(abandoned).hasSize(1);
  }

  @Test
  void whereNobodyWentOnEverythingGoesOn() {
    lose();
    group.isQuorate = true;

    isLostAfter(QuorumSight.ORPHANS.multipliedBy(2));
    assertThat(abandoned).isEmpty();
  }
}
