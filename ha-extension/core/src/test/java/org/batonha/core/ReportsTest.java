package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What counts of what the nodes have said; how it gets here is told by {@link RenewalsTest}. */
class ReportsTest {
  private final Reports heard = new Reports();

  @Test
  void whatAnAbsentNodeSaidIsKeptForItsVoterButNotCountedOn() {
    says("n1", Given.report("web", ServiceState.UP, 5));
    assertThat(heard.count("n1")).isFalse();
    heard.retain(List.of("n2"));

    assertThat(heard.get("n1", "web")).isNull();
    assertThat(heard.of("n1", "web")).isEmpty();
    assertThat(heard.said("n1", "web").claim()).isEqualTo(5);
    assertThat(heard.claims("n1")).hasSize(1);
    assertThat(heard.hasAll(List.of("n1"))).isFalse();
    assertThat(heard.count("n1")).isTrue();
    assertThat(heard.hasAll(List.of("n1"))).isTrue();
  }

  /** Who has us not in its view sends no more than what has changed. */
  @Test
  void whoLeavesOutWhatIsMissingHereIsNotKnownWell() {
    says("n1", Given.report("web", ServiceState.RECOVER, 0));
    assertThat(heard.areUpToDate(Given.NODES)).isTrue();

    heard.put("n1", new Message.Renew(1, 2, 3, 3, List.of()));
    assertThat(heard.areUpToDate(Given.NODES)).isFalse();
    assertThat(heard.areUpToDate(List.of("n2", "n3"))).isTrue();

    heard.put(
        "n1", new Message.Renew(1, 3, 3, 0, List.of(Given.report("web", ServiceState.UP, 5))));
    assertThat(heard.areUpToDate(Given.NODES)).isTrue();
  }

  @Test
  void nothingIsKnownOfWhoWasNeverHeard() {
    assertThat(heard.version("n9")).isZero();
    assertThat(heard.seq("n9")).isZero();
    assertThat(heard.boot("n9")).isEqualTo(Long.MIN_VALUE);
    assertThat(heard.claims("n9")).isEmpty();
    assertThat(heard.said("n9", "web")).isNull();
  }

  @Test
  void theHighestEpochIsAmongClaimedReleasedAndSeen() {
    says("n1", Given.report("web", ServiceState.UP, 5));
    says("n2", Given.released("web", 7));
    assertThat(heard.highestHeld("web", Given.NODES)).isEqualTo(7);
    assertThat(heard.highestHeld("web", List.of("n1"))).isEqualTo(5);
    assertThat(heard.highestHeld("mail", Given.NODES)).isZero();

    says(
        "n3",
        new ServiceReport(
            "web", ServiceState.RECOVER, 0, Cause.START, 0, 9, 0, false, "", "", "not yet"));
    assertThat(heard.highestHeld("web", Given.NODES)).isEqualTo(7);
    assertThat(heard.highestSeen("web", Given.NODES)).isEqualTo(9);
    assertThat(heard.highestSeen("web", List.of("n2"))).isEqualTo(7);
    assertThat(heard.highestSeen("mail", Given.NODES)).isZero();
  }

  private void says(String node, ServiceReport report) {
    heard.put(node, new Message.Renew(1, 1, 1, 0, List.of(report)));
    heard.count(node);
  }
}
