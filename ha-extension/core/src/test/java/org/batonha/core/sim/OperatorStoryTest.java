package org.batonha.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.batonha.core.Decision;
import org.batonha.core.Event;
import org.batonha.core.QuorumPolicy;
import org.batonha.core.ServiceConfig;
import org.batonha.core.ServiceState;
import org.junit.jupiter.api.Test;

/** What an operator orders is done, or refused with what would work. */
class OperatorStoryTest extends Story {
  private void three() {
    cluster(Setup.cluster("n1", "n2", "n3").service(WEB));
  }

  @Test
  void aPlannedMoveReleasesFirstAndTakesMilliseconds() {
    three();

    move("n3", WEB, "n2");
    awaitNobody(WEB, Duration.ofSeconds(1));
    Duration gap = world.await(w -> w.acting(WEB).contains("n2"), Duration.ofSeconds(1));

    assertThat(gap).isLessThan(Duration.ofMillis(20));
    stays(WEB, "n2", Duration.ofSeconds(20));
  }

  @Test
  void theHoldersCoordinatorDiesDuringAPlannedMove() {
    three();
    world.fuse =
        (server, decision) -> {
          if (decision instanceof Decision.Stop) {
            world.at(1, () -> server.host.crash());
          }
        };

    move("n3", WEB, "n2");
    world.run(Duration.ofSeconds(3));

    assertThat(world.acting(WEB)).containsExactly("n2");
  }

  @Test
  void aMoveToNowhereIsRefusedAndNothingStops() {
    three();
    world.host("n3").crash();
    world.run(Duration.ofSeconds(2));

    assertRefused(move("n1", WEB, "n9"), "cannot go to 'n9'", "[n1, n2, n3]");
    assertRefused(move("n1", WEB, "n3"), "cannot go to 'n3'", "not reachable");
    assertRefused(move("n1", "wbe", "n2"), "there is no service 'wbe'", "[web]");

    stays(WEB, "n1", Duration.ofSeconds(1));
  }

  @Test
  void aMoveToWhereItIsIsDoneAtOnce() {
    three();

    assertDone(move("n2", WEB, "n1"));

    stays(WEB, "n1", Duration.ofSeconds(1));
  }

  @Test
  void aMoveWhoseStartFailsBringsTheServiceBackAndSaysWhy() {
    three();
    world.host("n2").brokenStarts = 1;

    assertRefused(move("n3", WEB, "n2"), "could not start on 'n2'", "the start is broken");

    awaitHolder(WEB, "n1", SOON);
  }

  @Test
  void aStoppedServiceIsNowhereUntilItIsStarted() {
    three();

    assertDone(world.command("n2", id -> new Event.StopCommand(id, WEB)));
    assertThat(world.acting(WEB)).isEmpty();
    world.host("n1").kill();
    world.run(Duration.ofSeconds(2));
    world.host("n1").start();
    world.run(Duration.ofSeconds(10));
    assertThat(world.acting(WEB)).isEmpty();
    assertRefused(move("n2", WEB, "n3"), "stopped by an operator", "start it first");

    assertDone(world.command("n3", id -> new Event.StartCommand(id, WEB)));
    assertThat(world.acting(WEB)).containsExactly("n1");
    assertThat(log("n1")).anyMatch(line -> line.contains("started by an operator"));
  }

  @Test
  void anOperatorFailsAServiceOnOneNodeAndRecoversItThere() {
    three();

    assertDone(world.command("n1", id -> new Event.FailCommand(id, WEB)));
    awaitHolder(WEB, "n2", SOON);
    assertThat(state("n1", WEB)).isEqualTo(ServiceState.FAIL);
    assertRefused(
        world.command("n2", id -> new Event.RecoverCommand(id, WEB)), "nothing to recover");

    assertDone(world.command("n1", id -> new Event.RecoverCommand(id, WEB)));
    assertThat(state("n1", WEB)).isEqualTo(ServiceState.RECOVER);
  }

  @Test
  void aNodeThatLeavesHandsItsServiceOver() {
    cluster(Setup.cluster("n1", "n2").policy(QuorumPolicy.WITNESS).service(WEB));

    world.host("n1").event(new Event.Leave());

    awaitHolder(WEB, "n2", Duration.ofMillis(100));
  }

  @Test
  void aNodeThatDoesNotServeGivesUpWhatItHasAndTakesNothing() {
    cluster(Setup.cluster("n1", "n2").policy(QuorumPolicy.WITNESS).service(WEB));

    world.host("n1").event(new Event.Availability(false, "suspended"));
    awaitHolder(WEB, "n2", Duration.ofSeconds(1));
    world.host("n2").crash();
    world.run(Duration.ofSeconds(5));
    assertThat(world.acting(WEB)).isEmpty();

    world.host("n1").event(new Event.Availability(true, ""));
    awaitHolder(WEB, "n1", SOON);
  }

  @Test
  void aNodeThatIsBehindKeepsWhatItHasAndTakesWhatNobodyElseCan() {
    cluster(Setup.cluster("n1", "n2", "n3").service(WEB));

    world.host("n1").event(new Event.Behind("old sessions"));
    world.host("n2").event(new Event.Behind("old sessions"));
    stays(WEB, "n1", Duration.ofSeconds(5));
    assertRefused(move("n1", WEB, "n2"), "cannot go to 'n2'", "old sessions");

    world.host("n1").crash();
    awaitHolder(WEB, "n3", SOON);
    world.host("n1").powerOn();
    world.host("n1").start();
    world.await(w -> w.membership.isWhole(), LATER);
    world.host("n3").crash();
    awaitHolder(WEB, "n1", LATER);
  }

  @Test
  void whereAllAreBehindTheFirstOfThemTakesIt() {
    cluster(Setup.cluster("n1", "n2", "n3").service(WEB));
    world.host("n2").event(new Event.Behind("old sessions"));
    world.host("n3").event(new Event.Behind("old sessions"));
    world.run(Duration.ofMillis(200));

    world.host("n1").crash();

    awaitHolder(WEB, "n2", SOON);
  }

  @Test
  void whatGoesBackByItselfWaitsUntilThatNodeIsNotBehindAnyMore() {
    ServiceConfig web =
        new ServiceConfig(WEB, List.of("n1", "n2")).withFailback(Duration.ofSeconds(5));
    cluster(Setup.cluster("n1", "n2").policy(QuorumPolicy.WITNESS).service(web));
    assertDone(move("n1", WEB, "n2"));
    world.host("n1").event(new Event.Behind("old sessions"));

    stays(WEB, "n2", Duration.ofSeconds(20));
    world.host("n1").event(new Event.Behind(""));
    stays(WEB, "n2", Duration.ofMillis(4_900));
    awaitHolder(WEB, "n1", SOON);
  }

  @Test
  void whatGoesTogetherGoesToANodeThatIsBehindIfNoOtherCanTakeAllOfIt() {
    cluster(
        Setup.cluster("n1", "n2")
            .policy(QuorumPolicy.WITNESS)
            .service(new ServiceConfig("ip", List.of("n1", "n2")))
            .service(new ServiceConfig("app", List.of("n1", "n2")).together("ip")));
    world.host("n2").event(new Event.Behind("old sessions"));
    world.run(Duration.ofMillis(200));

    assertDone(world.command("n1", id -> new Event.FailCommand(id, "ip")));

    awaitHolder("ip", "n2", LATER);
    awaitHolder("app", "n2", LATER);
  }

  @Test
  void whatGoesTogetherStaysWhereItWasMovedThoughOneOfItStopsMuchLater() {
    cluster(
        Setup.cluster("n1", "n2", "n3")
            .service(
                new ServiceConfig("ip", List.of("n1", "n2"))
                    .withDrainTimeout(Duration.ofSeconds(3)))
            .service(new ServiceConfig("app", List.of("n1", "n2")).together("ip")));
    awaitHolder("ip", "n1", LATER);

    assertDone(world.command("n1", id -> new Event.MoveCommand(id, "app", "n2")));
    world.run(Duration.ofSeconds(20));

    awaitHolder("ip", "n2", LATER);
    awaitHolder("app", "n2", LATER);
  }

  @Test
  void whileNobodyHasItItIsNotMovedToANodeThatIsBehindWhereAnotherCouldTakeIt() {
    cluster(Setup.cluster("n1", "n2", "n3").service(WEB));
    world.host("n2").event(new Event.Behind("old sessions"));
    world.run(Duration.ofMillis(200));
    world.host("n1").crash();
    world.run(Duration.ofMillis(100));

    assertRefused(move("n3", WEB, "n2"), "cannot go to 'n2'", "old sessions");
  }
}
