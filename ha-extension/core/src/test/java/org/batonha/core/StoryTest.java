package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to two or three servers and one address, told from outside. */
class StoryTest {
  private World world;

  private World cluster(QuorumPolicy policy, String... nodes) {
    world = new World(42, policy, nodes);
    world.hosts.values().forEach(World.Host::start);
    world.await(w -> w.acting().equals(List.of("n1")), Duration.ofSeconds(5));
    world.run(Duration.ofSeconds(1));
    return world;
  }

  @AfterEach
  void neverTwo() {
    assertThat(world.violations).isEmpty();
  }

  @Test
  void theFirstPreferenceBecomesUp() {
    cluster(QuorumPolicy.MAJORITY, "n1", "n2", "n3");

    assertThat(world.host("n1").state()).isEqualTo(ServiceState.UP);
    assertThat(world.host("n2").state()).isEqualTo(ServiceState.RECOVER);
  }

  @Test
  void aHolderThatIsNotDisturbedKeepsItsEpoch() {
    cluster(QuorumPolicy.MAJORITY, "n1", "n2", "n3");
    long epoch = world.host("n1").core.epoch(World.SERVICE);

    world.run(Duration.ofMinutes(10));

    assertThat(world.acting()).containsExactly("n1");
    assertThat(world.host("n1").core.epoch(World.SERVICE)).isEqualTo(epoch);
  }

  @Test
  void theServingNodeIsKilledAndTheOtherTakesOver() {
    cluster(QuorumPolicy.WITNESS, "n1", "n2");

    world.host("n1").kill();
    Duration took = world.await(w -> w.acting().equals(List.of("n2")), Duration.ofSeconds(2));

    assertThat(took).isLessThan(Duration.ofMillis(1000));
  }

  @Test
  void withAMajorityLeftNoWitnessIsNeeded() {
    cluster(QuorumPolicy.MAJORITY, "n1", "n2", "n3");
    world.witnessUp = false;

    world.host("n1").kill();

    world.await(w -> w.acting().equals(List.of("n2")), Duration.ofSeconds(2));
  }

  @Test
  void aPlannedMoveReleasesFirstAndTakesMilliseconds() {
    cluster(QuorumPolicy.WITNESS, "n1", "n2");

    world.host("n2").event(new Event.MoveCommand(7, World.SERVICE, "n2"));
    world.await(w -> !w.acting().contains("n1"), Duration.ofSeconds(1));
    Duration gap = world.await(w -> w.acting().contains("n2"), Duration.ofSeconds(1));

    assertThat(gap).isLessThan(Duration.ofMillis(20));
    world.run(Duration.ofSeconds(20));
    assertThat(world.acting()).containsExactly("n2");
  }

  @Test
  void aMoveToNowhereIsRefusedAndNothingStops() {
    cluster(QuorumPolicy.WITNESS, "n1", "n2");

    List<Decision> decisions =
        world
            .host("n1")
            .core
            .step(new Event.MoveCommand(7, World.SERVICE, "n9"), world.host("n1").clock());

    assertThat(decisions)
        .filteredOn(Decision.CommandFailed.class::isInstance)
        .singleElement()
        .extracting(Object::toString)
        .asString()
        .contains("service 'web' cannot go to 'n9'", "[n1, n2]");
    world.run(Duration.ofSeconds(1));
    assertThat(world.acting()).containsExactly("n1");
  }

  @Test
  void aHolderThatIsCutOffLetsGoBeforeTheOthersTakeOver() {
    cluster(QuorumPolicy.MAJORITY, "n1", "n2", "n3");

    world.cutOff("n1");
    world.await(w -> !w.acting().contains("n1"), Duration.ofMillis(510));
    world.await(w -> w.acting().equals(List.of("n2")), Duration.ofSeconds(2));
    world.heal();
    world.run(Duration.ofSeconds(5));

    assertThat(world.acting()).containsExactly("n2");
  }

  @Test
  void aloneWithoutTheWitnessNobodyTakesOver() {
    cluster(QuorumPolicy.WITNESS, "n1", "n2");
    world.cuts.add("n2>witness");

    world.host("n1").kill();
    world.run(Duration.ofSeconds(10));
    assertThat(world.acting()).isEmpty();

    world.cuts.clear();
    world.await(w -> w.acting().equals(List.of("n2")), Duration.ofSeconds(1));
  }

  @Test
  void theLinkBetweenBothIsDeadButTheAddressStillAnswersSoItStays() {
    cluster(QuorumPolicy.WITNESS, "n1", "n2");

    world.cutOff("n1");
    world.run(Duration.ofSeconds(20));
    assertThat(world.acting()).containsExactly("n1");
    assertThat(world.host("n2").state()).isIn(ServiceState.INDOUBT, ServiceState.RECOVER);

    world.heal();
    world.run(Duration.ofSeconds(10));
    assertThat(world.acting()).hasSize(1);
  }

  @Test
  void aNodeThatWasAloneDoesNotDisturbTheHolderAfterTheHeal() {
    cluster(QuorumPolicy.WITNESS, "n1", "n2");
    long epoch = world.host("n1").core.epoch(World.SERVICE);

    world.cutOff("n1");
    world.run(Duration.ofSeconds(20));
    world.heal();
    world.run(Duration.ofSeconds(10));

    assertThat(world.acting()).containsExactly("n1");
    assertThat(world.host("n1").epochs).containsExactly(epoch);
  }

  @Test
  void aMinorityDoesNotDisturbTheHolderAfterTheHeal() {
    cluster(QuorumPolicy.MAJORITY, "n1", "n2", "n3");
    long epoch = world.host("n1").core.epoch(World.SERVICE);

    world.cutOff("n3");
    world.run(Duration.ofSeconds(20));
    world.heal();
    world.run(Duration.ofSeconds(10));

    assertThat(world.acting()).containsExactly("n1");
    assertThat(world.host("n1").epochs).containsExactly(epoch);
  }

  @Test
  void withoutQuorumEachPartGoesOnAndAfterTheHealOneIsLeft() {
    cluster(QuorumPolicy.NONE, "n1", "n2");

    world.cutOff("n1");
    world.cuts.add("n1>lan");
    world.await(w -> w.acting().equals(List.of("n1", "n2")), Duration.ofSeconds(3));
    assertThat(world.violations).as("two holders are what this policy allows").isNotEmpty();
    world.violations.clear();

    world.heal();
    Duration took = world.await(w -> w.acting().size() == 1, Duration.ofSeconds(1));
    assertThat(took).isLessThan(Duration.ofMillis(200));
    world.run(Duration.ofSeconds(10));
    assertThat(world.acting()).hasSize(1);
  }

  @Test
  void aHolderThatHangsLosesTheServiceAndDoesNotTakeItBackOnWaking() {
    cluster(QuorumPolicy.WITNESS, "n1", "n2");

    world.host("n1").stall(Duration.ofSeconds(60));
    world.await(w -> w.acting().equals(List.of("n2")), Duration.ofSeconds(2));
    world.run(Duration.ofSeconds(70));

    assertThat(world.acting()).containsExactly("n2");
    assertThat(world.host("n1").state()).isEqualTo(ServiceState.RECOVER);
  }

  @Test
  void aVoterThatWasRestartedAnswersNothingForALease() {
    cluster(QuorumPolicy.MAJORITY, "n1", "n2", "n3");

    world.host("n2").kill();
    world.host("n3").kill();
    world.host("n2").start();
    world.host("n3").start();
    world.cutOff("n1");

    world.run(Duration.ofSeconds(5));
    assertThat(world.acting()).hasSize(1).doesNotContain("n1");
  }

  @Test
  void aNodeThatLeavesHandsItsServiceOver() {
    cluster(QuorumPolicy.WITNESS, "n1", "n2");

    world.host("n1").event(new Event.Leave());
    Duration took = world.await(w -> w.acting().equals(List.of("n2")), Duration.ofSeconds(1));

    assertThat(took).isLessThan(Duration.ofMillis(100));
  }

  @Test
  void aNodeThatDoesNotServeGivesUpWhatItHasAndTakesNothing() {
    cluster(QuorumPolicy.WITNESS, "n1", "n2");

    world.host("n1").event(new Event.Availability(false, "suspended"));
    world.await(w -> w.acting().equals(List.of("n2")), Duration.ofSeconds(1));
    world.host("n2").kill();
    world.run(Duration.ofSeconds(5));
    assertThat(world.acting()).isEmpty();

    world.host("n1").event(new Event.Availability(true, "resumed"));
    world.await(w -> w.acting().equals(List.of("n1")), Duration.ofSeconds(1));
  }

  @Test
  void aServiceThatIsConfiguredAnewIsTakenByTheOtherNodeMeanwhile() {
    cluster(QuorumPolicy.WITNESS, "n1", "n2");
    long epoch = world.host("n1").core.epoch(World.SERVICE);

    world.host("n1").event(new Event.ServiceRemoved(World.SERVICE));
    world
        .host("n1")
        .event(new Event.ServiceAdded(new ServiceConfig(World.SERVICE, List.of("n1", "n2"))));

    world.await(w -> w.acting().isEmpty(), Duration.ofMillis(50));
    world.await(w -> w.acting().equals(List.of("n2")), Duration.ofSeconds(1));
    assertThat(world.host("n2").core.epoch(World.SERVICE)).isGreaterThan(epoch);
  }
}
