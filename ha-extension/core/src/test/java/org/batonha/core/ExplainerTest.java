package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batonha.core.Given.WEB;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What node n3 says of a service; what is true of each node is read in {@link PlacementTest}. */
class ExplainerTest {
  private static final String NOBODY_FIT =
      "if n1 fails, leaves or goes into maintenance, nobody is fit to take it";
  private static final String N2_TAKES_IT =
      "if n1 fails, leaves or goes into maintenance, n2 takes it";

  private OneNode node = OneNode.among(Given.node("n3"), Given.web());

  private Explanation web() {
    return node.core.explain(WEB, node.now);
  }

  private void heldBy(String holder) {
    node.says(holder, Given.report(WEB, ServiceState.UP, 301));
  }

  @Test
  void tellsOfEachNodeWhatItsRoleIsAndWhetherItCould() {
    heldBy("n1");

    assertThat(web().service()).isEqualTo(WEB);
    assertThat(web().nodes())
        .containsExactly(
            new Explanation.Candidate("n1", Role.PRIMARY, "holds it, in UP"),
            new Explanation.Candidate("n2", Role.BACKUP, "it could take it"),
            new Explanation.Candidate("n3", Role.BACKUP, "it could take it"));
  }

  @Test
  void aHeldServiceIsWhereItsHolderSays() {
    heldBy("n1");

    assertThat(web().summary()).isEqualTo("service 'web' is UP on n1: because of UP");
    assertThat(web().wouldMove()).containsExactly(N2_TAKES_IT);
  }

  @Test
  void whoIsDownHoldsNothing() {
    heldBy("n1");
    node.step(new Event.ViewChanged(List.of("n2", "n3")));

    assertThat(web().summary())
        .isEqualTo("service 'web' is held by nobody yet; here it is in RECOVER: not started yet");
    assertThat(web().nodes().get(0).verdict())
        .isEqualTo("it is not reachable; the members now are [n2, n3]: start it first");
  }

  @Test
  void whereNobodyIsFitNobodyTakesIt() {
    heldBy("n1");
    node.says("n2", Given.unavailable(WEB, "maintenance"));
    node.step(new Event.FailCommand(1, WEB));
    assertThat(web().wouldMove()).containsExactly(NOBODY_FIT);

    node.says("n1", Given.unavailable(WEB, "maintenance"));
    assertThat(web().summary()).isEqualTo("service 'web' is held by nobody: no node is fit for it");
    assertThat(web().wouldMove()).isEmpty();
  }

  @Test
  void whoIsBehindComesLast() {
    heldBy("n1");
    node.says("n2", Given.behind(WEB, "old sessions"));
    node.step(new Event.ViewChanged(List.of("n1", "n2", "n3")));

    assertThat(web().nodes().get(1).verdict())
        .isEqualTo("it would take it if no other node could: old sessions");
  }

  @Test
  void whatIsStoppedIsStarted() {
    node.step(new Event.StopCommand(1, WEB));

    assertThat(web().summary())
        .isEqualTo("service 'web' is held by nobody: an operator has stopped it");
    assertThat(web().wouldMove())
        .containsExactly("start it: then the first fit node of [n1, n2, n3] takes it");
  }

  @Test
  void aMinorityMovesNothing() {
    node.step(new Event.ViewChanged(List.of("n3")));

    assertThat(web().summary())
        .isEqualTo(
            "service 'web' is held by nobody that is reachable from here: this node sees [n3] of"
                + " the voters [n1, n2, n3], and may not decide with MAJORITY as quorum");
    assertThat(web().wouldMove())
        .containsExactly("nothing moves until enough of the voters [n1, n2, n3] are seen");
  }

  @Test
  void itGoesBackByHandUnlessToldOtherwise() {
    heldBy("n2");

    assertThat(web().wouldMove())
        .containsExactly(
            "if n2 fails, leaves or goes into maintenance, n1 takes it",
            "it goes back to n1 only if an operator moves it");
  }

  @Test
  void itGoesBackByItselfOnceTheNodeWasFit() {
    node = OneNode.among(Given.node("n3"), Given.web().withFailback(Duration.ofSeconds(3)));
    heldBy("n2");

    assertThat(web().wouldMove())
        .contains("it goes back to n1 by itself once it was fit for 3000 ms");
  }

  @Test
  void theNominatorKnowsWhenItGoesBack() {
    node = OneNode.among(Given.node("n1"), Given.web().withFailback(Duration.ofSeconds(3)));
    heldBy("n2");
    node.step(new Event.CheckFailed(WEB, "no carrier"));
    node.passes(1000);
    node.step(new Event.CheckPassed(WEB));
    long passed = node.now;
    node.passes(1000);

    assertThat(web().wouldMove())
        .contains(
            "it goes back to n1 by itself in " + (3000 - (node.now - passed) / 1_000_000) + " ms");
  }

  @Test
  void whatGoesTogetherIsToldWithWhoLeads() {
    node = OneNode.among(Given.node("n3"), Given.web().together("mail"), Given.service("mail"));

    assertThat(web().wouldMove())
        .containsExactly("it goes with [mail], by the preference of 'mail'");
  }

  @Test
  void whatMovedTooOftenStaysUntilItsWindowHasPassed() {
    node = OneNode.among(Given.node("n3"), Given.web().withFlapLimit(1, Duration.ofSeconds(60)));
    heldBy("n1");
    node.says("n1", Given.idle(WEB));
    node.says("n2", Given.up(WEB, 401, Cause.FAILURE));
    node.now += Given.millis(20_000);

    assertThat(web().wouldMove())
        .contains(
            "by itself it moves nowhere for another 40000 ms: it moved 1 times within 60000 ms; an"
                + " operator may move it");
    node.now += Given.millis(40_000);
    assertThat(web().wouldMove()).noneMatch(text -> text.startsWith("by itself it moves nowhere"));
  }
}
