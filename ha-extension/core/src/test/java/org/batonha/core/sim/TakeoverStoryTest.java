package org.batonha.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.batonha.core.Decision;
import org.batonha.core.Event;
import org.batonha.core.PeerState;
import org.batonha.core.QuorumPolicy;
import org.batonha.core.ServiceState;
import org.junit.jupiter.api.Test;

/** A holder goes away, and somebody else takes its services: when, and when not. */
class TakeoverStoryTest extends Story {
  private void three() {
    cluster(Setup.cluster("n1", "n2", "n3").service(WEB));
  }

  private void two() {
    cluster(Setup.cluster("n1", "n2").policy(QuorumPolicy.WITNESS).service(WEB));
  }

  @Test
  void theFirstPreferenceBecomesUp() {
    three();

    assertThat(world.acting(WEB)).containsExactly("n1");
    assertThat(state("n2", WEB)).isEqualTo(ServiceState.RECOVER);
  }

  @Test
  void twoNodesThatAreStartedAtTheSameTimeChooseOneHolder() {
    world =
        World.of(Setup.cluster("n1", "n2").policy(QuorumPolicy.WITNESS).service(WEB), 7).start();
    world.await(w -> w.acting(WEB).size() == 1, LATER);

    stays(WEB, world.acting(WEB).get(0), Duration.ofSeconds(10));
  }

  @Test
  void aHolderThatIsNotDisturbedKeepsItsEpoch() {
    three();
    long epoch = epoch("n1", WEB);

    world.run(Duration.ofMinutes(10));

    assertThat(world.acting(WEB)).containsExactly("n1");
    assertThat(epoch("n1", WEB)).isEqualTo(epoch);
  }

  @Test
  void theServerIsKilledAndTheNextInLineTakesOver() {
    three();

    world.host("n1").kill();

    awaitHolder(WEB, "n2", Duration.ofMillis(1500));
  }

  @Test
  void theMachineLosesItsPowerAndWithAWitnessTheOtherTakesOver() {
    two();

    world.host("n1").crash();

    awaitHolder(WEB, "n2", Duration.ofMillis(1800));
  }

  @Test
  void theLastWordOfASentinelSparesTheWaitForTheLease() {
    Setup setup = Setup.cluster("n1", "n2", "n3").service(WEB);
    setup.deathNotice = World.MS;
    cluster(setup);

    world.host("n1").kill();

    awaitHolder(WEB, "n2", Duration.ofMillis(100));
  }

  @Test
  void aPreferredNodeThatComesBackTakesNothingByItself() {
    three();
    world.host("n1").kill();
    awaitHolder(WEB, "n2", SOON);

    world.host("n1").start();

    stays(WEB, "n2", Duration.ofSeconds(30));
  }

  @Test
  void aVoterThatWasRestartedAnswersNothingForALease() {
    three();
    world.host("n2").kill();
    world.host("n3").kill();
    world.run(Duration.ofMillis(1100));
    world.cutOff("n1");
    world.host("n2").start();
    world.host("n3").start();

    world.run(Duration.ofSeconds(10));

    assertThat(world.acting(WEB)).hasSize(1).doesNotContain("n1");
  }

  @Test
  void twoOfThreeAreGoneAndTheLastOneLetsGoAndWaits() {
    three();

    world.host("n2").crash();
    world.host("n3").crash();

    awaitNobody(WEB, Duration.ofMillis(700));
    world.run(Duration.ofSeconds(10));
    assertThat(world.acting(WEB)).isEmpty();
    assertThat(world.host("n1").server.core.explain(WEB, world.host("n1").clock()).summary())
        .contains("of the voters [n1, n2, n3]", "may not decide");
    world.host("n3").powerOn();
    world.host("n3").start();
    awaitHolder(WEB, "n1", Duration.ofSeconds(5));
  }

  @Test
  void ofTwoNodesTheOtherOneTakesOverAtTheLastWordWithoutAProbe() {
    AtomicBoolean probed = twoThatTellOfProbes();

    world.host("n1").kill();

    awaitHolder(WEB, "n2", Duration.ofMillis(40));
    assertThat(probed).isFalse();
  }

  @Test
  void ofTwoNodesTheOtherOneProbesWhenOnlyTheLeaseHasEnded() {
    AtomicBoolean probed = twoThatTellOfProbes();

    world.host("n1").crash();

    awaitHolder(WEB, "n2", SOON);
    assertThat(probed).isTrue();
  }

  private AtomicBoolean twoThatTellOfProbes() {
    Setup setup = Setup.cluster("n1", "n2").policy(QuorumPolicy.WITNESS).service(WEB);
    setup.probeTime = 100 * World.MS;
    setup.deathNotice = World.MS;
    cluster(setup);
    AtomicBoolean probed = new AtomicBoolean();
    world.fuse =
        (server, decision) -> {
          if (decision instanceof Decision.Start start && start.probe()) {
            probed.set(true);
          }
        };
    return probed;
  }

  @Test
  void anArbiterInAThirdPlaceReplacesTheWitness() {
    cluster(Setup.cluster("n1", "n2").arbiters("a1").service(WEB));

    world.host("n1").crash();
    awaitHolder(WEB, "n2", SOON);

    assertThat(world.host("a1").sentinel.epoch(0)).isZero();
  }

  @Test
  void theArbiterDiesAndNothingHappens() {
    cluster(Setup.cluster("n1", "n2").arbiters("a1").service(WEB));

    world.host("a1").crash();

    stays(WEB, "n1", Duration.ofSeconds(10));
  }

  @Test
  void aPeerIsInDoubtBeforeItIsDown() {
    three();
    world.host("n1").crash();

    world.await(w -> peer("n2", "n1") == PeerState.INDOUBT, Duration.ofMillis(350));
    assertThat(world.acting(WEB)).doesNotContain("n2");
    world.await(w -> peer("n2", "n1") == PeerState.DOWN, Duration.ofMillis(600));
    assertThat(log("n2")).anyMatch(line -> line.contains("n1 INDOUBT -> DOWN"));
  }

  @Test
  void aViewThatNeverComesKeepsNobodyFromTakingOver() {
    Setup setup = Setup.cluster("n1", "n2", "n3").service(WEB).detection(Duration.ofMinutes(5));
    world = World.of(setup, 42).start();
    world.await(w -> w.acting(WEB).size() == 1, Duration.ofMinutes(20));
    world.run(Duration.ofMinutes(5));
    String holder = world.acting(WEB).get(0);

    world.host(holder).crash();

    world.await(
        w -> w.acting(WEB).size() == 1 && !w.acting(WEB).contains(holder), Duration.ofSeconds(2));
  }

  @Test
  void theCoordinatorDiesWhileItHandsOutABaton() {
    three();
    world.host("n1").kill();
    world.fuse =
        (server, decision) -> {
          if (decision instanceof Decision.Nominated && server.host.name.equals("n2")) {
            world.at(1, () -> world.host("n2").crash());
          }
        };
    world.run(Duration.ofSeconds(3));
    assertThat(world.acting(WEB)).as("one of three has no majority").isEmpty();

    world.host("n1").start();

    world.await(w -> w.acting(WEB).size() == 1, Duration.ofSeconds(5));
  }

  @Test
  void aStartThatFailsGoesToTheNextNodeAndSaysWhy() {
    three();
    world.host("n2").brokenStarts = 1;

    world.host("n1").kill();

    awaitHolder(WEB, "n3", SOON);
    assertThat(state("n2", WEB)).isEqualTo(ServiceState.FAIL);
    assertThat(world.host("n2").server.core.report("n2", WEB).orElseThrow().reason())
        .contains("the start is broken");
  }

  @Test
  void aStartThatHangsFailsAfterAMinuteAndAnotherNodeTakesIt() {
    three();
    world.host("n2").hangingStarts = 1;
    world.host("n1").kill();
    world.await(w -> state("n2", WEB) == ServiceState.STARTING, SOON);

    world.run(Duration.ofSeconds(59));
    assertThat(state("n2", WEB)).isEqualTo(ServiceState.STARTING);

    awaitHolder(WEB, "n3", Duration.ofMillis(1500));
    assertThat(state("n2", WEB)).isEqualTo(ServiceState.FAIL);
    assertThat(world.host("n2").server.core.report("n2", WEB).orElseThrow().reason())
        .isEqualTo("its start did not end within 60 s");
  }

  @Test
  void aServiceInFailStartsOnlyAfterAnOperatorRecoveredIt() {
    theLastOneFails();

    world.run(Duration.ofSeconds(10));
    assertThat(world.acting(WEB)).isEmpty();

    assertDone(world.command("n2", id -> new Event.RecoverCommand(id, WEB)));
    awaitHolder(WEB, "n2", SOON);
  }

  private void theLastOneFails() {
    cluster(Setup.cluster("n1", "n2", "n3").service(WEB, "n1", "n2"));
    world.host("n2").brokenStarts = 1;
    world.host("n1").crash();
    world.await(w -> state("n2", WEB) == ServiceState.FAIL, SOON);
  }

  @Test
  void aCheckThatFailsMovesTheServiceAndOneThatPassesMakesTheNodeFitAgain() {
    three();

    world.host("n1").event(new Event.CheckFailed(WEB, "HTTP 503 from /health"));
    awaitHolder(WEB, "n2", Duration.ofMillis(200));
    assertThat(state("n1", WEB)).isEqualTo(ServiceState.FAIL);
    assertRefused(
        world.command("n1", id -> new Event.RecoverCommand(id, WEB)), "HTTP 503 from /health");

    world.host("n1").event(new Event.CheckPassed(WEB));
    world.run(Duration.ofMillis(200));
    assertThat(state("n1", WEB)).isEqualTo(ServiceState.RECOVER);
    stays(WEB, "n2", Duration.ofSeconds(5));
  }

  @Test
  void aStopThatHangsKeepsNobodyOutForLongerThanALease() {
    Setup setup = Setup.cluster("n1", "n2", "n3").service(WEB);
    setup.stopTime = Duration.ofMinutes(10).toNanos();
    cluster(setup);

    world.host("n1").event(new Event.CheckFailed(WEB, "HTTP 503 from /health"));

    awaitHolder(WEB, "n2", Duration.ofMillis(1200));
  }

  private PeerState peer(String host, String other) {
    return world.host(host).server.core.peer(other);
  }
}
