package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batonha.core.Given.HEARTBEAT;
import static org.batonha.core.Given.LEASE;
import static org.batonha.core.Given.WEB;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a node is nominated for a service, and asks the voters for its baton. */
class AskingTest extends LocalServiceFixture {
  // ---- nominated

  @Test
  void isIdleAtFirst() {
    assertThat(web.report())
        .isEqualTo(
            new ServiceReport(
                WEB,
                ServiceState.RECOVER,
                0,
                Cause.START,
                0,
                BOOT,
                0,
                false,
                "",
                "",
                "not started yet"));
    assertThat(web.isEngaged()).isFalse();
    assertThat(web.isNominated()).isFalse();
    assertThat(web.isWanting()).isFalse();
    assertThat(web.leaseUntil()).isEqualTo(Quorum.NEVER);
    assertThat(web.deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void takesNoEpochThatIsNotAboveAllItHasHeardOf() {
    assertThat(web.canBeGranted(BOOT)).isFalse();
    assertThat(web.canBeGranted(BOOT + 1)).isTrue();

    web.heardOf(200);
    web.heardOf(150);

    assertThat(web.canBeGranted(200)).isFalse();
    assertThat(web.canBeGranted(201)).isTrue();
    assertThat(web.report().seen()).isEqualTo(200);
  }

  @Test
  void takesNothingWhileSomethingKeepsItFromStarting() {
    web.setUnavailable("maintenance", out, NOW);
    assertThat(web.canBeGranted(EPOCH)).isFalse();
    assertThat(web.report().unavailable()).isEqualTo("maintenance");
    web.setUnavailable("", out, NOW);
    assertThat(web.canBeGranted(EPOCH)).isTrue();
    web.ordered(1, true, out, NOW);
    assertThat(web.canBeGranted(EPOCH)).isFalse();
    web.ordered(2, false, out, NOW);
    assertThat(web.canBeGranted(EPOCH)).isTrue();
    web.checkFailed("no carrier", out, NOW);
    assertThat(web.canBeGranted(EPOCH)).isFalse();
    web.checkPassed(out, NOW);
    web.remove(out, NOW);
    assertThat(web.canBeGranted(EPOCH)).isFalse();
    assertThat(web.report().unavailable()).isEqualTo("its configuration was removed");
  }

  @Test
  void takesAnEpochWhereItIsIdleOrReclaims() {
    starting();
    assertThat(web.canBeGranted(500)).isFalse();
    web.started(EPOCH, out, NOW);
    assertThat(web.canBeGranted(500)).isFalse();
    web.reclaim("a split", out, NOW);
    assertThat(web.canBeGranted(500)).isTrue();
  }

  @Test
  void aNomineeKnowsWhyAndIsEngagedButClaimsNothingYet() {
    web.granted(new Message.Grant(WEB, EPOCH, Cause.FAILURE, "n2 is not heard"), NOW);

    assertThat(web.isNominated()).isTrue();
    assertThat(web.isEngaged()).isTrue();
    assertThat(web.isWanting()).isFalse();
    assertThat(web.claim()).isZero();
    assertThat(web.cause()).isEqualTo(Cause.FAILURE);
    assertThat(web.nomination()).isEqualTo("n2 is not heard");
    assertThat(web.report().seen()).isEqualTo(EPOCH);
  }

  @Test
  void aNomineeThatAsksClaims() {
    asking();

    assertThat(web.isNominated()).isFalse();
    assertThat(web.isWanting()).isTrue();
    assertThat(web.isEngaged()).isTrue();
    assertThat(web.isActing()).isFalse();
    assertThat(web.report().claim()).isEqualTo(EPOCH);
  }

  @Test
  void aNewerNominationReleasesTheOlderClaim() {
    asking();
    web.granted(Given.grant(WEB, EPOCH + 3), NOW);

    assertThat(web.claim()).isZero();
    assertThat(web.report().released()).isEqualTo(EPOCH);
    web.ask();
    assertThat(web.claim()).isEqualTo(EPOCH + 3);
  }

  @Test
  void aNomineeGivesUpAfterFourLeases() {
    nominated();
    long end = NOW + 4 * LEASE;
    assertThat(web.deadline()).isEqualTo(end);

    web.tick(out, end - 1);
    assertThat(web.isNominated()).isTrue();
    web.tick(out, end);

    assertThat(web.isNominated()).isFalse();
    assertThat(web.isEngaged()).isFalse();
    assertThat(web.report().released()).isZero();
  }

  @Test
  void whoAsksInVainReleasesAfterFourLeases() {
    asking();
    long end = NOW + 4 * LEASE;
    assertThat(web.deadline()).isEqualTo(end);

    web.tick(out, end - 1);
    assertThat(web.isWanting()).isTrue();
    web.tick(out, end);

    assertThat(web.isWanting()).isFalse();
    assertThat(web.report().released()).isEqualTo(EPOCH);
    assertThat(out).isEmpty();
  }

  // ---- probing

  @Test
  void looksOncePerNomination() {
    nominated();
    web.probe(out);
    web.probe(out);
    assertThat(out).containsExactly(new Decision.Probe(WEB, EPOCH));

    web.granted(Given.grant(WEB, EPOCH + 3), NOW);
    web.probe(out);
    assertThat(out).endsWith(new Decision.Probe(WEB, EPOCH + 3));
  }

  @Test
  void asksWhenNobodyAnswers() {
    nominated();
    web.probed(new Event.Probed(WEB, EPOCH, Optional.empty()), out, NOW);

    assertThat(web.claim()).isEqualTo(EPOCH);
    assertThat(out).isEmpty();
  }

  @Test
  void doubtsForTwoHeartbeatsWhenSomebodyAnswers() {
    nominated();
    web.probed(
        new Event.Probed(WEB, EPOCH, Optional.of(new Event.Answer(true, "02:42 has 10.0.0.1"))),
        out,
        NOW);

    String why = "the last holder may be alive: 02:42 has 10.0.0.1";
    assertThat(out).containsExactly(transition(0, ServiceState.RECOVER, ServiceState.INDOUBT, why));
    assertThat(web.isNominated()).isFalse();
    assertThat(web.deadline()).isEqualTo(NOW + 2 * HEARTBEAT);
    web.tick(out, NOW + 2 * HEARTBEAT - 1);
    assertThat(web.state()).isEqualTo(ServiceState.INDOUBT);
    web.tick(out, NOW + 2 * HEARTBEAT);
    assertThat(out).endsWith(transition(0, ServiceState.INDOUBT, ServiceState.RECOVER, why));
    assertThat(web.deadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void anOldProbeSaysNothing() {
    web.probed(new Event.Probed(WEB, 0, Optional.empty()), out, NOW);
    assertThat(web.claim()).isZero();

    nominated();
    web.probed(
        new Event.Probed(WEB, EPOCH - 1, Optional.of(new Event.Answer(true, "somebody"))),
        out,
        NOW);
    assertThat(web.isNominated()).isTrue();
    assertThat(web.state()).isEqualTo(ServiceState.RECOVER);
  }

  // ---- asking

  @Test
  void asksAgainWhenTheFirstThatSaidNotYetMayAgree() {
    asking();
    web.notYet("n2", Given.notYet(WEB, EPOCH, 50, 300), NOW);
    web.notYet("n3", Given.notYet(WEB, EPOCH, 50, 500), NOW);

    assertThat(web.refusedBy()).containsExactlyInAnyOrder("n2", "n3");
    assertThat(web.deadline()).isEqualTo(NOW + 300);
    assertThat(web.shouldAskAgain(NOW + 299)).isFalse();
    assertThat(web.shouldAskAgain(NOW + 300)).isTrue();
    assertThat(web.shouldAskAgain(NOW + 300)).isFalse();
  }

  @Test
  void neverAsksAgainInTheSameInstant() {
    asking();
    web.notYet("n2", Given.notYet(WEB, EPOCH, 50, 0), NOW);

    assertThat(web.deadline()).isEqualTo(NOW + 1);
  }

  @Test
  void aRefusalOfAnotherEpochIsNoneOfThisOne() {
    asking();
    web.notYet("n2", Given.notYet(WEB, EPOCH - 1, 300, 5), NOW);

    assertThat(web.refusedBy()).isEmpty();
    assertThat(web.deadline()).isEqualTo(NOW + 4 * LEASE);
    assertThat(web.report().seen()).isEqualTo(300);
  }

  @Test
  void whoAnswersAgainHasNotRefusedUnlessItSaysSo() {
    asking();
    web.refused("n2", Given.disowned(WEB, EPOCH, 300));
    web.answered("n3");
    assertThat(web.refusedBy()).containsExactly("n2");

    web.answered("n2");
    assertThat(web.refusedBy()).isEmpty();
  }

  @Test
  void aNewClaimWasRefusedByNobody() {
    asking();
    web.notYet("n2", Given.notYet(WEB, EPOCH, 50, 300), NOW);
    web.granted(Given.grant(WEB, EPOCH + 3), NOW);
    web.ask();

    assertThat(web.refusedBy()).isEmpty();
    assertThat(web.deadline()).isEqualTo(NOW + 4 * LEASE);
  }

  @Test
  void whoAsksAndIsDisownedLetsGoSilently() {
    asking();
    web.disowned("n2", Given.disowned(WEB, EPOCH - 1, 300), out, NOW);
    assertThat(web.isWanting()).isTrue();

    web.disowned("n2", Given.disowned(WEB, EPOCH, 300), out, NOW);
    assertThat(web.isWanting()).isFalse();
    assertThat(web.report().released()).isEqualTo(EPOCH);
    assertThat(out).isEmpty();
  }
}
