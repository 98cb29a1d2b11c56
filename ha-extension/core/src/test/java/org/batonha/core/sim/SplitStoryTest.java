package org.batonha.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.batonha.core.Decision;
import org.batonha.core.Event;
import org.batonha.core.QuorumPolicy;
import org.batonha.core.Reclaim;
import org.batonha.core.ServiceConfig;
import org.batonha.core.ServiceState;
import org.junit.jupiter.api.Test;

/** The network breaks, and heals: who goes on, who lets go, and who is told afterwards. */
class SplitStoryTest extends Story {
  private static final Duration LEASE = Duration.ofMillis(500);

  private void three() {
    cluster(Setup.cluster("n1", "n2", "n3").service(WEB));
  }

  private void two(QuorumPolicy policy) {
    cluster(Setup.cluster("n1", "n2").policy(policy).service(WEB));
  }

  @Test
  void aHolderThatIsCutOffLetsGoBeforeTheOthersTakeOver() {
    three();

    world.cutOff("n1");
    awaitNobody(WEB, LEASE.plusMillis(10));
    awaitHolder(WEB, "n2", SOON);
    world.heal();

    stays(WEB, "n2", Duration.ofSeconds(10));
  }

  @Test
  void aMinorityDoesNotDisturbTheHolderAfterTheHeal() {
    three();
    long epoch = epoch("n1", WEB);

    world.cutOff("n3").run(Duration.ofSeconds(20));
    world.heal();

    stays(WEB, "n1", Duration.ofSeconds(10));
    assertThat(epoch("n1", WEB)).isEqualTo(epoch);
  }

  @Test
  void bothHostsAreAliveAndTheSwitchBetweenThemIsDead() {
    two(QuorumPolicy.WITNESS);
    world.cutOff("n1");
    world.cutOffProbes("n1");
    world.network.cutWitness(0, 0, true);

    awaitNobody(WEB, LEASE.plusMillis(150));
    awaitHolder(WEB, "n2", SOON);
    world.heal();

    stays(WEB, "n2", Duration.ofSeconds(10));
  }

  @Test
  void theHeartbeatLinksAreDeadButTheAddressStillAnswersSoItStays() {
    two(QuorumPolicy.WITNESS);

    world.cutOff("n1");
    stays(WEB, "n1", Duration.ofSeconds(20));
    assertThat(state("n2", WEB)).isIn(ServiceState.INDOUBT, ServiceState.RECOVER);
    assertThat(log("n2")).anyMatch(line -> line.contains("the last holder may be alive"));
    world.heal();

    stays(WEB, "n1", Duration.ofSeconds(10));
  }

  @Test
  void twoThatStartOnTheTwoSidesOfASplitDoNotStandInEachOthersWayForEver() {
    two(QuorumPolicy.WITNESS);
    world.host("n1").crash();
    world.host("n2").crash();
    world.cutOff("n1");

    world.host("n1").powerOn();
    world.host("n1").start();
    world.host("n2").powerOn();
    world.host("n2").start();

    world.await(w -> w.acting(WEB).size() == 1, Duration.ofSeconds(5));
  }

  @Test
  void whatWasHandedOverIsTakenWithoutALookOnlyWhileNobodyElseCanHaveIt() {
    two(QuorumPolicy.WITNESS);
    world.host("n2").slowness = 2000; // starts take seconds
    world.fuse =
        (server, decision) -> {
          if (decision instanceof Decision.Start && server.host.name.equals("n2")) {
            world.at(1, () -> world.cutOff("n2"));
          }
        };

    move("n1", WEB, "n2");
    world.run(Duration.ofSeconds(20)); // not both at any time: the checkers see to that
    world.fuse = (server, decision) -> {};
    world.host("n2").slowness = 1;
    world.heal();
    world.run(Duration.ofSeconds(20));

    assertThat(world.acting(WEB)).hasSize(1);
  }

  @Test
  void aloneWithoutTheWitnessNobodyTakesOver() {
    two(QuorumPolicy.WITNESS);
    world.network.cutWitness(1, 0, true);

    world.host("n1").crash();
    world.run(Duration.ofSeconds(10));
    assertThat(world.acting(WEB)).isEmpty();

    world.network.heal();
    awaitHolder(WEB, "n2", SOON);
  }

  @Test
  void twoWitnessesSoThatOneIsNoSinglePointOfFailure() {
    Setup setup = Setup.cluster("n1", "n2").policy(QuorumPolicy.WITNESS).service(WEB);
    setup.witnesses = 2;
    cluster(setup);
    world.network.cutWitness(1, 0, true);

    world.host("n1").crash();

    awaitHolder(WEB, "n2", SOON);
  }

  @Test
  void withoutQuorumEachPartGoesOnAndAfterTheHealThePrimaryReclaims() {
    two(QuorumPolicy.NONE);
    split();
    long older = epoch("n1", WEB);
    long newer = epoch("n2", WEB);

    world.heal();
    world.await(w -> w.acting(WEB).equals(List.of("n1")), SOON);
    awaitHolder(WEB, "n1", SOON);
    world.await(w -> epoch("n1", WEB) > newer, SOON);

    assertThat(newer).isGreaterThan(older);
    assertThat(log("n1")).anyMatch(line -> line.contains("web UP -> RECLAIM"));
    stays(WEB, "n1", Duration.ofSeconds(10));
  }

  @Test
  void theNewestEpochKeepsTheServiceIfThatIsTheRule() {
    ServiceConfig web =
        new ServiceConfig(WEB, List.of("n1", "n2")).withReclaim(Reclaim.NEWEST_EPOCH);
    cluster(Setup.cluster("n1", "n2").policy(QuorumPolicy.NONE).service(web));
    split();

    world.heal();

    world.await(w -> w.acting(WEB).equals(List.of("n2")), SOON);
    awaitHolder(WEB, "n2", SOON);
    stays(WEB, "n2", Duration.ofSeconds(10));
  }

  private void split() {
    world.cutOff("n1");
    world.cutOffProbes("n1");
    world.await(w -> w.acting(WEB).equals(List.of("n1", "n2")), Duration.ofSeconds(5));
  }

  @Test
  void afterAHealTheReclaimedServiceIsAnnouncedAgain() {
    two(QuorumPolicy.NONE);
    split();
    List<Long> starts = new java.util.ArrayList<>();
    world.fuse =
        (server, decision) -> {
          if (decision instanceof org.batonha.core.Decision.Start start) {
            starts.add(start.epoch());
          }
        };

    world.heal().run(Duration.ofSeconds(3));

    assertThat(starts).as("a start of what is held is an announcement").hasSize(1);
  }

  @Test
  void oneWayOnlyTheHolderIsNotHeardAndLetsGo() {
    three();

    world.network.cut(0, 1, true);
    world.network.cut(0, 2, true);
    awaitNobody(WEB, LEASE.plusMillis(10));

    awaitHolder(WEB, "n2", SOON);
  }

  @Test
  void oneWayOnlyTheHolderHearsNobodyAndLetsGo() {
    three();

    world.network.cut(1, 0, true);
    world.network.cut(2, 0, true);
    awaitNobody(WEB, LEASE.plusMillis(10));

    awaitHolder(WEB, "n2", SOON);
  }

  @Test
  void onlyTwoOfThreeCannotSeeEachOtherAndTheServiceStaysWhereItIs() {
    three();
    long epoch = epoch("n1", WEB);
    world.network.cut(0, 1, true);
    world.network.cut(1, 0, true);

    stays(WEB, "n1", Duration.ofSeconds(20));
    world.heal();

    stays(WEB, "n1", Duration.ofSeconds(10));
    assertThat(epoch("n1", WEB)).isGreaterThanOrEqualTo(epoch);
  }

  @Test
  void theLossOfOneOfTwoLinksIsNotNoticed() {
    three();
    long epoch = epoch("n1", WEB);
    for (int other = 1; other < 3; other++) {
      world.network.cut(0, other, 0, true);
      world.network.cut(other, 0, 0, true);
    }

    stays(WEB, "n1", Duration.ofSeconds(20));
    assertThat(epoch("n1", WEB)).isEqualTo(epoch);
  }

  @Test
  void aThirdOfAllMessagesIsLostAndTheServiceStays() {
    three();
    for (int from = 0; from < 3; from++) {
      for (int to = 0; to < 3; to++) {
        world.network.lose(from, to, 0, 0.3);
        world.network.lose(from, to, 1, 0.6);
      }
    }

    stays(WEB, "n1", Duration.ofSeconds(60));
  }

  @Test
  void whatAnOperatorStoppedInOnePartIsStoppedAfterTheHeal() {
    three();
    world.cutOff("n3").run(Duration.ofSeconds(3));
    assertDone(world.command("n1", id -> new Event.StopCommand(id, WEB)));

    world.heal().run(Duration.ofSeconds(5));

    assertThat(world.acting(WEB)).isEmpty();
    assertThat(world.host("n3").server.core.report("n3", WEB).orElseThrow().stopped()).isTrue();
  }
}
