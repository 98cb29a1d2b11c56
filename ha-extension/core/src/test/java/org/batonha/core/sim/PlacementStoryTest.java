package org.batonha.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.batonha.core.Event;
import org.batonha.core.Explanation;
import org.batonha.core.ServiceConfig;
import org.batonha.core.ServiceState;
import org.junit.jupiter.api.Test;

/**
 * Several services: where each shall be, what goes together, what stays apart, and for how long.
 */
class PlacementStoryTest extends Story {
  private static ServiceConfig service(String name, String... preference) {
    return new ServiceConfig(name, List.of(preference));
  }

  @Test
  void twoServicesWithCrossedPreferencesShareTheLoad() {
    cluster(Setup.cluster("n1", "n2", "n3").service("a", "n1", "n2").service("b", "n2", "n1"));
    assertThat(world.acting("a")).containsExactly("n1");
    assertThat(world.acting("b")).containsExactly("n2");

    world.host("n2").kill();

    awaitHolder("b", "n1", SOON);
    assertThat(world.acting("a")).containsExactly("n1");
  }

  @Test
  void threeServicesOnTwoHostsHaveOneCommonBackup() {
    cluster(
        Setup.cluster("n1", "n2", "n3")
            .service("a", "n1", "n3")
            .service("b", "n1", "n3")
            .service("c", "n2", "n3"));

    world.host("n1").kill();

    awaitHolder("a", "n3", SOON);
    awaitHolder("b", "n3", SOON);
    assertThat(world.acting("c")).containsExactly("n2");
  }

  @Test
  void theAddressesOfAFirewallMoveTogether() {
    firewall();

    world.host("n1").event(new Event.CheckFailed("inside", "no carrier on eth1"));

    awaitHolder("inside", "n2", SOON);
    awaitHolder("outside", "n2", SOON);
    assertThat(log("n2")).anyMatch(line -> line.contains("together"));
  }

  @Test
  void anOperatorMovesAFirewallByMovingAnyOfItsAddresses() {
    firewall();

    assertDone(move("n3", "inside", "n3"));

    awaitHolder("inside", "n3", SOON);
    awaitHolder("outside", "n3", SOON);
  }

  @Test
  void aFirewallStaysWhereItIsWhenNoNodeIsFitForAllOfIt() {
    firewall();
    world.host("n2").event(new Event.CheckFailed("outside", "no carrier on eth0"));
    world.host("n3").event(new Event.CheckFailed("outside", "no carrier on eth0"));
    world.run(Duration.ofSeconds(1));

    world.host("n1").event(new Event.CheckFailed("inside", "no carrier on eth1"));
    world.run(Duration.ofSeconds(5));

    assertThat(world.acting("outside")).containsExactly("n1");
    assertThat(world.acting("inside")).isEmpty();
  }

  private void firewall() {
    cluster(
        Setup.cluster("n1", "n2", "n3")
            .service(service("outside", "n1", "n2", "n3"))
            .service(service("inside", "n1", "n2", "n3").together("outside")));
    assertThat(world.acting("inside")).containsExactly("n1");
    assertThat(world.acting("outside")).containsExactly("n1");
  }

  @Test
  void servicesThatMustBeApartAreNeverOnOneNode() {
    cluster(
        Setup.cluster("n1", "n2", "n3")
            .service(service("a", "n1", "n2", "n3"))
            .service(service("b", "n1", "n2", "n3").apart("a")));
    assertThat(world.acting("a")).containsExactly("n1");
    assertThat(world.acting("b")).containsExactly("n2");

    world.host("n1").crash();

    awaitHolder("a", "n3", SOON);
    assertThat(world.acting("b")).containsExactly("n2");
  }

  @Test
  void ratherNotAtAllThanOnANodeFromWhichItMustBeApart() {
    cluster(
        Setup.cluster("n1", "n2", "n3")
            .service(service("a", "n1", "n2"))
            .service(service("b", "n2", "n1").apart("a")));
    world.host("n1").crash();
    world.run(Duration.ofSeconds(5));

    assertThat(world.acting("a")).isEmpty();
    assertThat(explain("n2", "a").nodes())
        .anyMatch(node -> node.verdict().contains("'b', from which it must be apart, is there"));
    assertRefused(move("n2", "a", "n2"), "must be apart");
  }

  @Test
  void aServiceGoesHomeWhenItsNodeWasFitForTheFailbackDelay() {
    cluster(
        Setup.cluster("n1", "n2", "n3")
            .service(service(WEB, "n1", "n2").withFailback(Duration.ofSeconds(10))));
    world.host("n1").kill();
    awaitHolder(WEB, "n2", SOON);
    world.run(Duration.ofSeconds(1));
    world.host("n1").start();

    stays(WEB, "n2", Duration.ofSeconds(9));
    assertThat(explain("n2", WEB).wouldMove())
        .anyMatch(s -> s.contains("goes back to n1 by itself in"));

    awaitHolder(WEB, "n1", Duration.ofSeconds(3));
    assertThat(log("n1")).anyMatch(line -> line.contains("goes back to n1, which it prefers"));
  }

  @Test
  void aServiceThatFlapsStaysUntilItsWindowHasPassed() {
    cluster(
        Setup.cluster("n1", "n2", "n3")
            .service(service(WEB, "n1", "n2", "n3").withFlapLimit(2, Duration.ofSeconds(60))));
    failOnHolder();
    failOnHolder();
    String last = world.acting(WEB).get(0);

    world.host(last).event(new Event.CheckFailed(WEB, "bad"));
    world.run(Duration.ofSeconds(30));
    assertThat(world.acting(WEB)).isEmpty();
    assertThat(explain("n2", WEB).wouldMove()).anyMatch(s -> s.contains("it moved 2 times"));

    world.host("n1").event(new Event.CheckPassed(WEB));
    awaitHolder(WEB, "n1", Duration.ofSeconds(40));
  }

  private void failOnHolder() {
    String holder = world.acting(WEB).get(0);
    world.host(holder).event(new Event.CheckFailed(WEB, "bad"));
    world.await(
        w -> w.acting(WEB).size() == 1 && !w.acting(WEB).contains(holder), Duration.ofSeconds(2));
    world.run(Duration.ofSeconds(1));
  }

  @Test
  void anOperatorMayMoveAServiceThatFlaps() {
    cluster(
        Setup.cluster("n1", "n2", "n3")
            .service(service(WEB, "n1", "n2", "n3").withFlapLimit(1, Duration.ofMinutes(10))));
    failOnHolder();

    assertDone(move("n1", WEB, "n3"));

    awaitHolder(WEB, "n3", SOON);
  }

  @Test
  void aNodeInMaintenanceGivesUpGracefullyAndGetsNothing() {
    cluster(Setup.cluster("n1", "n2", "n3").service(WEB, "n1", "n2").service("db", "n1"));

    assertDone(world.command("n1", id -> new Event.MaintenanceCommand(id, true)));
    awaitHolder(WEB, "n2", SOON);
    world.host("n2").kill();
    world.run(Duration.ofSeconds(5));
    assertThat(world.acting(WEB)).isEmpty();
    assertThat(world.acting("db")).isEmpty();

    assertDone(world.command("n1", id -> new Event.MaintenanceCommand(id, false)));
    awaitHolder(WEB, "n1", SOON);
    awaitHolder("db", "n1", SOON);
  }

  private Explanation explain(String host, String service) {
    return world.host(host).server.core.explain(service, world.host(host).clock());
  }

  @Test
  void explainSaysWhereAServiceIsAndWhatWouldMoveIt() {
    cluster(Setup.cluster("n1", "n2", "n3").service(WEB, "n1", "n2"));
    world.host("n2").event(new Event.CheckFailed(WEB, "disk full"));
    world.run(Duration.ofSeconds(1));

    Explanation why = explain("n3", WEB);

    assertThat(why.summary()).contains("is UP on n1", "it had no holder yet");
    assertThat(why.nodes().get(1).verdict()).contains("FAIL there (disk full)");
    assertThat(why.wouldMove()).anyMatch(s -> s.contains("nobody is fit to take it"));
    assertThat(state("n2", WEB)).isEqualTo(ServiceState.FAIL);
  }
}
