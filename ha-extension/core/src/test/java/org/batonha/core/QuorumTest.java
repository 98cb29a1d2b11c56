package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batonha.core.Given.LEASE;
import static org.batonha.core.Given.NODES;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuorumTest {
  private static final List<String> TWO = List.of("n1", "n2");
  private static final Set<String> NOBODY = Set.of();

  private final Quorum majority = new Quorum(Given.node("n1"));
  private final Quorum witness = new Quorum(Given.node("n1", TWO, QuorumPolicy.WITNESS));
  private final Quorum none = new Quorum(Given.node("n1", TWO, QuorumPolicy.NONE));
  private final Ballots three = new Ballots(NODES);
  private final Ballots two = new Ballots(TWO);

  // ---- who goes on when another is silent

  @Test
  void onlyWhatWasHeardSinceMakesAQuorumWithoutTheSilentOne() {
    assertThat(majority.isQuorateSince(2000, List.of("n1"))).isFalse();
    assertThat(majority.isQuorateSince(2000, List.of("n1", "n3"))).isTrue();
    assertThat(none.isQuorateSince(2000, List.of("n1"))).isTrue();
  }

  @Test
  void aWitnessThatHasAnsweredOnlyBeforeProvesNothing() {
    assertThat(witness.isQuorateSince(2000, TWO)).isTrue();
    assertThat(witness.isQuorateSince(2000, List.of("n1"))).isFalse();

    witness.witnessAnswered("router", 1999);
    assertThat(witness.isQuorateSince(2000, List.of("n1"))).isFalse();

    witness.witnessAnswered("router", 2000);
    assertThat(witness.isQuorateSince(2000, List.of("n1"))).isTrue();
  }

  // ---- how long a lease lasts

  @Test
  void aMajoritysLeaseEndsALeaseAfterTheSlowestOfItWasAsked() {
    three.judged("n1", 3, 3000, 1);
    assertThat(majority.leaseUntil(three, 1, NOBODY)).isEqualTo(Quorum.NEVER);

    three.judged("n3", 2, 2000, 1);
    assertThat(majority.leaseUntil(three, 1, NOBODY)).isEqualTo(2000 + LEASE);
  }

  @Test
  void withoutAQuorumTheOwnVoteIsTheLease() {
    two.judged("n2", 1, 9000, 1);
    assertThat(none.leaseUntil(two, 1, NOBODY)).isEqualTo(Quorum.NEVER);

    two.judged("n1", 1, 1000, 1);
    assertThat(none.leaseUntil(two, 1, NOBODY)).isEqualTo(1000 + LEASE);
  }

  @Test
  void aWitnessStandsInForTheOtherVoter() {
    two.judged("n1", 2, 2000, 1);
    assertThat(witness.leaseUntil(two, 1, NOBODY)).isEqualTo(Quorum.NEVER);

    witness.witnessAnswered("router", 1500);
    assertThat(witness.leaseUntil(two, 1, NOBODY)).isEqualTo(1500 + LEASE);

    witness.witnessAnswered("router", 1000);
    assertThat(witness.leaseUntil(two, 1, NOBODY)).isEqualTo(1500 + LEASE);

    witness.witnessAnswered("router", 2500);
    assertThat(witness.leaseUntil(two, 1, NOBODY)).isEqualTo(2000 + LEASE);
  }

  @Test
  void theOtherVoterIsAsGoodAsAWitness() {
    two.judged("n1", 2, 2000, 1);
    two.judged("n2", 2, 1800, 1);
    witness.witnessAnswered("router", 1500);

    assertThat(witness.leaseUntil(two, 1, NOBODY)).isEqualTo(1800 + LEASE);
  }

  @Test
  void asManyWitnessesMustAnswerAsAreConfigured() {
    Quorum both = new Quorum(CoreConfig.of("n1", TWO, Preset.LAN, QuorumPolicy.WITNESS, 2));
    both.witnessAnswered("router", 2000);
    assertThat(both.isQuorate(List.of("n1"), 2000)).isFalse();

    both.witnessAnswered("gateway", 1000);
    assertThat(both.isQuorate(List.of("n1"), 1000 + LEASE - 1)).isTrue();
    assertThat(both.isQuorate(List.of("n1"), 1000 + LEASE)).isFalse();
  }

  // ---- who may start

  @Test
  void aMajorityMayStartUntilTheLeaseWouldHaveEnded() {
    three.judged("n1", 1, 1000, 1);
    three.judged("n2", 1, 1000, 1);

    assertThat(majority.mayStart(three, 1, NOBODY, NODES, 1000 + LEASE - 1)).isTrue();
    assertThat(majority.mayStart(three, 1, NOBODY, NODES, 1000 + LEASE)).isFalse();
  }

  @Test
  void whereLessThanAMajorityDecidesEveryoneThatIsThereHasToAgree() {
    two.judged("n1", 1, 1000, 1);
    assertThat(none.mayStart(two, 1, NOBODY, TWO, 1000)).isFalse();
    assertThat(none.mayStart(two, 1, NOBODY, List.of("n1"), 1000)).isTrue();

    two.judged("n2", 1, 500, 1);
    assertThat(none.mayStart(two, 1, NOBODY, TWO, 500 + LEASE - 1)).isTrue();
    assertThat(none.mayStart(two, 1, NOBODY, TWO, 500 + LEASE)).isFalse();
  }

  @Test
  void whoStandsAloneIsNoMajority() {
    two.judged("n1", 1, 1000, 1);
    assertThat(none.majorityUntil(two, 1, NOBODY)).isEqualTo(Quorum.NEVER);

    two.judged("n2", 1, 1000, 1);
    assertThat(none.majorityUntil(two, 1, NOBODY)).isEqualTo(1000 + LEASE);
  }

  // ---- who may decide

  @Test
  void theMajorityIsQuorate() {
    assertThat(majority.isQuorate(List.of("n1", "n3"), 0)).isTrue();
    assertThat(majority.isQuorate(List.of("n1"), 0)).isFalse();
    assertThat(majority.isQuorate(List.of("n1", "stranger"), 0)).isFalse();
  }

  @Test
  void everyPartIsQuorateWithoutAQuorum() {
    assertThat(none.isQuorate(List.of("n1"), 0)).isTrue();
  }

  @Test
  void bothAreQuorateWithoutAWitness() {
    assertThat(witness.isQuorate(TWO, 0)).isTrue();
    assertThat(witness.isQuorate(List.of("n1"), 0)).isFalse();
  }

  @Test
  void onlyWhoMayDecideWithoutAMajorityCanBeAlone() {
    assertThat(none.isAlone(List.of("n1"))).isTrue();
    assertThat(none.isAlone(TWO)).isFalse();
    assertThat(witness.isAlone(List.of("n1"))).isTrue();
    assertThat(majority.isAlone(List.of("n1"))).isFalse();
  }

  @Test
  void twoHoldersCanOnlyBeWhereLessThanAMajorityDecides() {
    assertThat(majority.allowsTwo()).isFalse();
    assertThat(witness.allowsTwo()).isTrue();
    assertThat(none.allowsTwo()).isTrue();
  }

  @Test
  void aMajorityThatDoesNotRefuseCouldAck() {
    assertThat(majority.couldBeMajority(List.of("n1"))).isTrue();
    assertThat(majority.couldBeMajority(List.of("n1", "n2"))).isFalse();
  }

  @Test
  void halfIsNoMajority() {
    Quorum four =
        new Quorum(Given.node("n1", List.of("n1", "n2", "n3", "n4"), QuorumPolicy.MAJORITY));

    assertThat(four.isQuorate(TWO, 0)).isFalse();
    assertThat(four.isQuorate(NODES, 0)).isTrue();
  }
}
