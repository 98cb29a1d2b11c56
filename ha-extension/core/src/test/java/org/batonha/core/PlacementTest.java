package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.batonha.core.Given.NODES;
import static org.batonha.core.Given.WEB;

import java.util.ArrayList;
import java.util.List;
import org.batonha.core.Placement.Obstacle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What n1 knows of who is fit for what. */
class PlacementTest {
  private final Knowledge known = new Knowledge(Given.node("n1"), 0, new Voter(1, 0, 0));
  private final Nominations nominations = new Nominations(known);
  private final Placement placement = new Placement(known, nominations);
  private final ServiceConfig web = Given.web().apart("mail");
  private final ServiceConfig mail = Given.service("mail");
  private long seq;

  @BeforeEach
  void allAreThereAndIdle() {
    known.peers.viewChanged(NODES, new ArrayList<>(), 0);
    placement.rearrange(() -> List.of(web, mail));
    NODES.forEach(node -> says(node, Given.idle(WEB), Given.idle("mail")));
  }

  private void says(String node, ServiceReport... reports) {
    seq++;
    known.reports.put(node, new Message.Renew(1, seq, seq, 0, List.of(reports)));
    known.reports.count(node);
  }

  private void isUnfit(String node, Obstacle obstacle, String text) {
    assertThat(placement.obstacle(web, node)).isEqualTo(obstacle);
    assertThat(placement.isFit(web, node)).isFalse();
    assertThat(placement.text(web, node)).isEqualTo(text);
  }

  private void isFit(String node) {
    assertThat(placement.isFit(web, node)).isTrue();
    assertThat(placement.text(web, node)).isEqualTo("it could take it");
  }

  // ---- who is fit

  @Test
  void whoIsIdleIsFit() {
    isFit("n2");
  }

  @Test
  void whoHoldsItOrAsksForItGoesOn() {
    says("n2", Given.report(WEB, ServiceState.UP, 5));
    isFit("n2");
    says("n2", Given.report(WEB, ServiceState.RECOVER, 5));
    isFit("n2");
  }

  @Test
  void whoIsNotPreferredIsNotFit() {
    isUnfit(
        "n9",
        Obstacle.NOT_PREFERRED,
        "it is not a node of the service: choose one of [n1, n2, n3]");
  }

  @Test
  void whoIsAwayIsNotFit() {
    known.peers.viewChanged(List.of("n1", "n3"), new ArrayList<>(), 0);

    isUnfit(
        "n2",
        Obstacle.NOT_PRESENT,
        "it is not reachable; the members now are [n1, n3]: start it first");
  }

  @Test
  void whoDoesNotKnowItIsNotFit() {
    says("n2");

    isUnfit(
        "n2",
        Obstacle.NOT_CONFIGURED,
        "it does not know the service: add it to that server's configuration");
  }

  @Test
  void whoTakesNothingIsNotFit() {
    says("n2", Given.unavailable(WEB, "maintenance"));

    isUnfit("n2", Obstacle.UNAVAILABLE, "it takes nothing now: maintenance");
  }

  @Test
  void nobodyIsFitForWhatIsStopped() {
    says("n1", Given.ordered(WEB, 5, true));

    isUnfit("n2", Obstacle.STOPPED, "the service is stopped by an operator: start it first");
  }

  @Test
  void theOwnWordOnAStopCountsWhereThereIsOne() {
    says("n2", Given.ordered(WEB, 5, true));
    isFit("n2");

    says("n1");
    assertThat(placement.obstacle(web, "n2")).isEqualTo(Obstacle.STOPPED);
  }

  @Test
  void whoFailedIsNotFit() {
    says("n2", Given.report(WEB, ServiceState.FAIL, 0));

    isUnfit(
        "n2",
        Obstacle.FAILED,
        "the service is in FAIL there (because of FAIL): remove the cause, then recover it there");
  }

  @Test
  void whoIsBusyIsNotFit() {
    says("n2", Given.report(WEB, ServiceState.STOPPING, 5));
    isUnfit("n2", Obstacle.BUSY, "the service is in STOPPING there: because of STOPPING");
    says("n2", Given.report(WEB, ServiceState.INDOUBT, 0));
    isUnfit("n2", Obstacle.BUSY, "the service is in INDOUBT there: because of INDOUBT");
  }

  // ---- apart

  private static final String APART = "service 'mail', from which it must be apart, is there";

  @Test
  void whoHasWhatMustBeApartIsNotFit() {
    says("n2", Given.idle(WEB), Given.report("mail", ServiceState.UP, 5));
    isUnfit("n2", Obstacle.APART, APART);
    says("n2", Given.idle(WEB), Given.report("mail", ServiceState.RECOVER, 5));
    isUnfit("n2", Obstacle.APART, APART);
    says("n2", Given.idle(WEB), Given.report("mail", ServiceState.STOPPING, 0));
    isUnfit("n2", Obstacle.APART, APART);
  }

  @Test
  void whoIsNominatedForWhatMustBeApartIsNotFit() {
    nominations.nominate("mail", "n2", Cause.START, "it had no holder yet", 0);

    isUnfit("n2", Obstacle.APART, APART);
    isFit("n3");
  }

  @Test
  void ofTwoThatMustBeApartTheFirstByNameStays() {
    says("n2", Given.report(WEB, ServiceState.UP, 5), Given.report("mail", ServiceState.UP, 5));

    assertThat(placement.isFit(mail, "n2")).isTrue();
    isUnfit("n2", Obstacle.APART, APART);
  }

  @Test
  void apartHoldsBothWays() {
    assertThat(placement.apartFrom(WEB)).containsExactly("mail");
    assertThat(placement.apartFrom("mail")).containsExactly(WEB);
    assertThat(placement.apartFrom("ldap")).isEmpty();

    placement.rearrange(() -> List.of(Given.web(), mail));
    assertThat(placement.apartFrom(WEB)).isEmpty();
  }

  // ---- together

  @Test
  void whatGoesTogetherIsAGroupBothWaysAndThroughOthers() {
    ServiceConfig a = Given.service("a").together("b", "unknown");
    ServiceConfig b = Given.service("b");
    ServiceConfig c = Given.service("c").together("b");
    ServiceConfig d = Given.service("d");
    placement.rearrange(() -> List.of(d, c, b, a));

    assertThat(placement.groups())
        .containsExactly(
            new Placement.Group(b, List.of(a, b, c)), new Placement.Group(d, List.of(d)));
    assertThat(placement.groupOf("c").others(c)).containsExactly("a", "b");
    assertThatThrownBy(() -> placement.groupOf("unknown"))
        .hasMessage("service 'unknown' is in no group");
  }

  @Test
  void whereAllFollowOthersTheFirstByNameLeads() {
    ServiceConfig a = Given.service("a").together("b");
    ServiceConfig b = Given.service("b").together("a");
    placement.rearrange(() -> List.of(b, a));

    assertThat(placement.groupOf("b").lead()).isEqualTo(a);
  }

  // ---- who claims

  @Test
  void whoActsComesBeforeWhoAsks() {
    assertThat(placement.claimant(WEB)).isNull();
    says("n1", Given.report(WEB, ServiceState.RECOVER, 7));
    says("n2", Given.report(WEB, ServiceState.RECOVER, 8));
    assertThat(placement.claimant(WEB)).isEqualTo("n1");

    says("n3", Given.report(WEB, ServiceState.STARTING, 5));
    assertThat(placement.claimant(WEB)).isEqualTo("n3");
  }

  @Test
  void whoStopsClaimsNoMore() {
    says("n2", Given.report(WEB, ServiceState.STOPPING, 5));

    assertThat(placement.claimant(WEB)).isNull();
  }
}
