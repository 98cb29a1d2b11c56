package org.batonha.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.batonha.core.QuorumPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nodes that are late, hang, freeze, or whose clocks are not what they should be. */
class OverloadStoryTest extends Story {
  private void three() {
    cluster(Setup.cluster("n1", "n2", "n3").service(WEB));
  }

  @Test
  void aHolderAtLoadAverageFortyThatIsOnlyLateKeepsItsService() {
    three();

    for (int i = 0; i < 50; i++) {
      world.host("n1").stall(Duration.ofMillis(250));
      world.run(Duration.ofMillis(400));
      assertThat(world.acting(WEB)).containsExactly("n1");
    }
  }

  @Test
  void aBackupThatStalledJudgesNobody() {
    three();

    for (int i = 0; i < 20; i++) {
      world.host("n2").stall(Duration.ofMillis(900));
      world.run(Duration.ofSeconds(2));
      assertThat(world.acting(WEB)).containsExactly("n1");
    }
  }

  @Test
  void aHolderThatHangsLosesTheServiceAndDoesNotTakeItBackOnWaking() {
    cluster(Setup.cluster("n1", "n2").policy(QuorumPolicy.WITNESS).service(WEB));

    world.host("n1").stall(Duration.ofSeconds(60));
    awaitHolder(WEB, "n2", SOON);

    stays(WEB, "n2", Duration.ofSeconds(70));
  }

  @Test
  void aHolderThatHangsDoesNotTakeItsServiceBackBeforeThePartsHaveMet() {
    Setup setup = Setup.cluster("n1", "n2").policy(QuorumPolicy.WITNESS).service(WEB);
    setup.multicastsPassViews = true;
    setup.unicastsPassViews = false;
    cluster(setup);
    world.membership.extraMerge = Duration.ofSeconds(5).toNanos();

    world.host("n1").stall(Duration.ofSeconds(5));
    awaitHolder(WEB, "n2", SOON);

    stays(WEB, "n2", Duration.ofSeconds(20));
  }

  @Test
  void aNodeThatIsFrozenForAMinuteAndWokenDoesNotGoOnWhereItWas() {
    three();

    world.host("n1").freeze(Duration.ofSeconds(60).toNanos(), false);
    awaitHolder(WEB, "n2", SOON);

    stays(WEB, "n2", Duration.ofSeconds(70));
  }

  @Test
  void aSnapshotInWhichTheClockStoodStillLetsGoWithTheFirstAnswers() {
    three();
    world.host("n1").freeze(Duration.ofSeconds(60).toNanos(), true);
    awaitHolder(WEB, "n2", SOON);
    world.run(Duration.ofSeconds(55));
    world.await(w -> w.acting(WEB).contains("n1"), Duration.ofSeconds(5));

    world.await(w -> !w.acting(WEB).contains("n1"), Duration.ofMillis(150));

    stays(WEB, "n2", Duration.ofSeconds(10));
  }

  @Test
  @Tag("long")
  void clocksDriftAsMuchAsIsAllowedForAnHourAndNothingHappens() {
    Setup setup = Setup.cluster("n1", "n2", "n3").service(WEB);
    setup.drift = 0.05;
    setup.realDrift = 0.05;
    cluster(setup);
    long epoch = epoch("n1", WEB);

    for (int i = 0; i < 60; i++) {
      world.host("n" + (1 + i % 3)).changeRate();
      world.run(Duration.ofMinutes(1));
    }

    assertThat(world.acting(WEB)).containsExactly("n1");
    assertThat(epoch("n1", WEB)).isEqualTo(epoch);
  }

  @Test
  void everyEventTakesLongAndTheClusterStillAgrees() {
    three();
    for (Host host : world.hosts) {
      host.eventCost = 5 * World.MS;
    }

    world.host("n1").kill();

    world.await(w -> w.acting(WEB).size() == 1, Duration.ofSeconds(4));
  }

  @Test
  void theWholeClusterStallsAndGoesOn() {
    three();
    for (Host host : world.hosts) {
      host.stall(Duration.ofSeconds(5));
    }
    world.run(Duration.ofSeconds(6));

    world.await(w -> w.acting(WEB).size() == 1, Duration.ofSeconds(4));
  }
}
