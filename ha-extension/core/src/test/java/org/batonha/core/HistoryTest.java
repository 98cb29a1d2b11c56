package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batonha.core.Given.WEB;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private final ServiceConfig web = Given.web().withFlapLimit(2, WINDOW);
  private final History history = new History();

  private void up(String node, long epoch, Cause cause, long now) {
    history.observe(node, 1, Given.up(WEB, epoch, cause), web, now);
  }

  private void flap() {
    up("n1", 1, Cause.START, 1000);
    up("n2", 2, Cause.FAILURE, 2000);
    up("n1", 3, Cause.FAILBACK, 3000);
  }

  @Test
  void nobodyHasHeldWhatIsNew() {
    assertThat(history.lastHolder(WEB)).isEmpty();
    assertThat(history.unfitAt(WEB, "n1")).isEqualTo(Quorum.NEVER);
    assertThat(history.dampedUntil(web)).isEqualTo(Quorum.NEVER);
    assertThat(history.isOrdered(WEB)).isFalse();
  }

  @Test
  void theLastHolderIsWhoWasUpWithTheHighestEpoch() {
    up("n2", 5, Cause.START, 1000);
    up("n1", 4, Cause.START, 2000);
    history.observe("n3", 1, Given.report(WEB, ServiceState.STARTING, 6), web, 3000);

    assertThat(history.lastHolder(WEB)).contains("n2");
  }

  @Test
  void twoFlapsWithinTheWindowKeepItWhereItIsUntilTheFirstIsOld() {
    up("n1", 1, Cause.START, 1000);
    up("n2", 2, Cause.FAILURE, 2000);
    assertThat(history.dampedUntil(web)).isEqualTo(Quorum.NEVER);

    up("n1", 3, Cause.FAILBACK, 3000);
    assertThat(history.dampedUntil(web)).isEqualTo(2000 + WINDOW.toNanos());

    up("n2", 4, Cause.FAILURE, 4000);
    assertThat(history.dampedUntil(web)).isEqualTo(3000 + WINDOW.toNanos());
  }

  @Test
  void noLimitIsNoDamping() {
    ServiceConfig free = web.withFlapLimit(0, WINDOW);
    for (int epoch = 1; epoch < 20; epoch++) {
      history.observe("n" + epoch % 2, 1, Given.up(WEB, epoch, Cause.FAILURE), free, epoch);
    }

    assertThat(history.dampedUntil(free)).isEqualTo(Quorum.NEVER);
  }

  @Test
  void anOrderedMoveAndANewEpochInPlaceAreNoFlaps() {
    up("n1", 1, Cause.START, 1000);
    up("n2", 2, Cause.OPERATOR, 2000);
    up("n2", 3, Cause.FAILURE, 3000);
    up("n1", 4, Cause.FAILURE, 4000);

    assertThat(history.dampedUntil(web)).isEqualTo(Quorum.NEVER);
  }

  @Test
  void anOrderForgivesTheFlapsAndStandsUntilTheNextStart() {
    flap();

    history.ordered(WEB);

    assertThat(history.dampedUntil(web)).isEqualTo(Quorum.NEVER);
    assertThat(history.isOrdered(WEB)).isTrue();
    up("n2", 4, Cause.OPERATOR, 4000);
    assertThat(history.isOrdered(WEB)).isFalse();
  }

  @Test
  void whatIsNewMayBeOrdered() {
    history.ordered(WEB);

    assertThat(history.isOrdered(WEB)).isTrue();
    assertThat(history.lastHolder(WEB)).isEmpty();
  }

  @Test
  void aNodeIsUnfitWhenItHasJustStarted() {
    history.observe("n1", 1, Given.idle(WEB), web, 1000);
    history.observe("n1", 1, Given.idle(WEB), web, 2000);
    assertThat(history.unfitAt(WEB, "n1")).isEqualTo(1000);

    history.observe("n1", 2, Given.idle(WEB), web, 3000);
    assertThat(history.unfitAt(WEB, "n1")).isEqualTo(3000);
    assertThat(history.unfitAt(WEB, "n2")).isEqualTo(Quorum.NEVER);
  }

  @Test
  void aNodeIsUnfitWhileItTakesNothingOrFailed() {
    history.observe("n1", 1, Given.idle(WEB), web, 1000);
    history.observe("n1", 1, Given.unavailable(WEB, "maintenance"), web, 2000);
    assertThat(history.unfitAt(WEB, "n1")).isEqualTo(2000);

    history.observe("n1", 1, Given.report(WEB, ServiceState.FAIL, 0), web, 3000);
    assertThat(history.unfitAt(WEB, "n1")).isEqualTo(3000);

    history.observe("n1", 1, Given.idle(WEB), web, 4000);
    assertThat(history.unfitAt(WEB, "n1")).isEqualTo(4000);
  }

  @Test
  void aRepeatedReportIsNoNewStart() {
    up("n1", 1, Cause.START, 1000);
    history.ordered(WEB);
    up("n1", 1, Cause.START, 2000);

    assertThat(history.isOrdered(WEB)).isTrue();
  }

  /** It was unfit until the report that says that it is not, not until the one that said it was. */
  @Test
  void whoIsFitAgainWasUnfitUntilNow() {
    history.observe("n1", 1, Given.unavailable(WEB, "maintenance"), web, 1000);
    history.observe("n1", 1, Given.idle(WEB), web, 2500);
    assertThat(history.unfitAt(WEB, "n1")).isEqualTo(2500);

    history.observe("n1", 1, Given.idle(WEB), web, 4000);
    assertThat(history.unfitAt(WEB, "n1")).isEqualTo(2500);
  }
}
