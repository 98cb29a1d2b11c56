package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batonha.core.Given.WEB;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Another host claims an address of what is held here: evidence of a split, and no more. */
class ConflictsTest {
  private static final String VIP = "10.10.0.100";
  private static final String OTHER = "02:00:00:00:00:99";
  private static final Event CLAIMED = new Event.Claimed(WEB, VIP, OTHER);

  private final OneNode node = OneNode.among(Given.node("n1"), Given.web());

  private static List<Decision.Contested> contested(List<Decision> decisions) {
    return decisions.stream()
        .filter(Decision.Contested.class::isInstance)
        .map(Decision.Contested.class::cast)
        .toList();
  }

  private String summary() {
    return node.core.explain(WEB, node.now).summary();
  }

  @Test
  void whereAllAreHeardAHostOutsideOfTheClusterHasTheAddress() {
    node.holds(WEB);

    List<Decision.Contested> said = contested(node.step(CLAIMED));

    assertThat(said).hasSize(1);
    assertThat(said.get(0).service()).isEqualTo(WEB);
    assertThat(said.get(0).epoch()).isEqualTo(node.claim(WEB));
    assertThat(said.get(0).text())
        .startsWith("10.10.0.100 is claimed by 02:00:00:00:00:99: ")
        .contains("outside of the cluster");
  }

  @Test
  void aNodeThatIsNotHeardMayHoldItToo() {
    node.holds(WEB);
    node.falls("n2");
    node.passes(2_000);

    assertThat(contested(node.step(CLAIMED)).get(0).text())
        .contains("[n2]")
        .contains("may hold it, too")
        .contains("split");
  }

  @Test
  void aNodeThatSaysToHoldItIsTheOtherOne() {
    node.holds(WEB);
    node.says("n2", Given.report(WEB, ServiceState.UP, 1));

    assertThat(contested(node.step(CLAIMED)).get(0).text()).contains("[n2]").contains("says so");
  }

  @Test
  void itGoesOnHoldingForWhoHoldsIsDecidedByTheVoters() {
    node.holds(WEB);
    long epoch = node.claim(WEB);

    List<Decision> decided = node.step(CLAIMED);

    assertThat(decided).noneMatch(Decision.Stop.class::isInstance);
    assertThat(node.state(WEB)).isEqualTo(ServiceState.UP);
    node.passes(1_000);
    assertThat(node.claim(WEB)).isEqualTo(epoch);
  }

  @Test
  void aConflictThatGoesOnIsSaidOnceAMinute() {
    node.holds(WEB);
    node.step(CLAIMED);

    for (int second = 1; second < 60; second++) {
      node.passes(1_000);
      assertThat(contested(node.step(CLAIMED))).as("after %d s", second).isEmpty();
    }
    node.passes(1_000);

    assertThat(contested(node.step(CLAIMED))).hasSize(1);
  }

  @Test
  void anotherHostOrAnotherAddressIsAnotherConflict() {
    node.holds(WEB);
    node.step(CLAIMED);

    assertThat(contested(node.step(new Event.Claimed(WEB, VIP, "02:00:00:00:00:98")))).hasSize(1);
    assertThat(contested(node.step(new Event.Claimed(WEB, "10.10.0.101", "02:00:00:00:00:98"))))
        .hasSize(1);
  }

  /** Counts what is said of these claims, each made once a second, for so long. */
  private int said(int seconds, Event... claims) {
    int said = 0;
    for (int second = 0; second < seconds; second++) {
      for (Event claim : claims) {
        said += contested(node.step(claim)).size();
      }
      node.passes(1_000);
    }
    return said;
  }

  @Test
  void aHostThatClaimsTwoAddressesIsSaidOnceAMinuteForEach() {
    node.holds(WEB);

    assertThat(said(60, CLAIMED, new Event.Claimed(WEB, "10.10.0.101", OTHER))).isEqualTo(2);
  }

  @Test
  void twoHostsThatClaimInTurnAreSaidOnceAMinuteEach() {
    node.holds(WEB);
    Event another = new Event.Claimed(WEB, VIP, "02:00:00:00:00:98");

    assertThat(said(60, CLAIMED, another)).isEqualTo(2);
    assertThat(said(60, CLAIMED, another)).isEqualTo(2);
  }

  @Test
  void aHostThatMakesMacsUpDoesNotFillTheLog() {
    node.holds(WEB);
    Event[] madeUp = new Event[40];
    for (int i = 0; i < madeUp.length; i++) {
      madeUp[i] = new Event.Claimed(WEB, VIP, "02:00:00:00:01:" + (10 + i));
    }

    assertThat(said(60, madeUp)).isEqualTo(Conflicts.MOST_SAID);
    assertThat(said(60, madeUp)).isEqualTo(Conflicts.MOST_SAID);
    assertThat(summary()).as("the newest").contains("02:00:00:00:01:49");
  }

  @Test
  void oneThatBeginsAgainIsSaidAgain() {
    node.holds(WEB);
    node.step(CLAIMED);
    node.passes(Conflicts.LASTS_NANOS / 1_000_000);

    assertThat(contested(node.step(CLAIMED))).hasSize(1);
  }

  @Test
  void itIsInTheEventLog() {
    node.holds(WEB);
    node.step(CLAIMED);

    LogEntry last = node.core.log().get(node.core.log().size() - 1);
    assertThat(last.service()).isEqualTo(WEB);
    assertThat(last.epoch()).isEqualTo(node.claim(WEB));
    assertThat(last.what()).isEqualTo("contested");
    assertThat(last.reason()).startsWith(VIP + " is claimed by " + OTHER);
  }

  @Test
  void itIsExplainedAsLongAsItLasts() {
    node.holds(WEB);
    String before = summary();
    node.step(CLAIMED);
    node.passes(1_000);
    assertThat(summary())
        .startsWith(before + "; 1000 ms ago " + VIP + " is claimed by " + OTHER + ": ");

    node.passes(Conflicts.LASTS_NANOS / 1_000_000);
    assertThat(summary()).isEqualTo(before);
  }

  @Test
  void whatIsNotHeldHereIsNobodysConflict() {
    node.says("n2", Given.report(WEB, ServiceState.UP, 301));

    assertThat(node.step(CLAIMED)).isEmpty();
    assertThat(node.step(new Event.Claimed("no such service", VIP, OTHER))).isEmpty();
    assertThat(summary()).doesNotContain(OTHER);
  }
}
