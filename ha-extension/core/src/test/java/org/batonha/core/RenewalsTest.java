package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.batonha.core.Reports.Taken;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What n1 says of its services, and what n2 knows of them then, whatever the network does. */
class RenewalsTest {
  private static final List<String> PEER = List.of("n2");
  private final List<LocalService> services = new ArrayList<>();
  private final LocalService web = local("web");
  private final LocalService mail = local("mail");
  private final Reports heard = new Reports();
  private Renewals renewals = new Renewals(10);

  private static LocalService local(String name) {
    return new LocalService(Given.service(name), Given.node("n1"), 0, "", 0);
  }

  @BeforeEach
  void twoServicesAreConfigured() {
    services.addAll(List.of(web, mail));
    renewals.update(services);
    heard.count("n1");
  }

  /** Says how things stand now; what the network does with it is the caller's business. */
  private Message.Renew says() {
    renewals.update(services);
    return renewals.next(PEER, 1000);
  }

  private Taken arrives(Message.Renew renew) {
    return heard.put("n1", renew);
  }

  private boolean isAcked(Message.Renew renew) {
    return renewals.has(
        "n2", new Message.Ack(10, renew.seq(), heard.version("n1"), true, List.of()));
  }

  /** Says all to one that lacks something. */
  private Message.Renew saysAll() {
    renewals.update(services);
    return renewals.whole(1000);
  }

  private void goesOn() {
    Message.Renew renew = says();
    arrives(renew);
    if (isAcked(renew)) {
      Message.Renew whole = saysAll();
      arrives(whole);
      isAcked(whole);
    }
  }

  private void asks(LocalService service, long epoch) {
    service.granted(Given.grant(service.config().name(), epoch), 0);
    service.ask();
  }

  private long claimHeard(String service) {
    return heard.get("n1", service).claim();
  }

  // ---- what is told

  @Test
  void aNewPeerIsToldAllAlone() {
    assertThat(says().changes()).as("to all").isEmpty();

    Message.Renew first = saysAll();

    assertThat(first.since()).isZero();
    assertThat(first.changes()).extracting(ServiceReport::service).containsExactly("mail", "web");
    assertThat(arrives(first)).isEqualTo(Taken.CHANGED);
    assertThat(heard.version("n1")).isEqualTo(first.version());
    assertThat(heard.seq("n1")).isEqualTo(2);
    assertThat(heard.boot("n1")).isEqualTo(10);
  }

  @Test
  void whoHasItAllIsToldNothing() {
    goesOn();

    Message.Renew next = says();

    assertThat(next.changes()).isEmpty();
    assertThat(next.since()).isEqualTo(next.version());
    assertThat(arrives(next)).isEqualTo(Taken.SAME);
  }

  @Test
  void onlyWhatChangedIsTold() {
    goesOn();
    asks(web, 5);

    Message.Renew next = says();

    assertThat(next.changes()).containsExactly(web.report());
    assertThat(arrives(next)).isEqualTo(Taken.CHANGED);
    assertThat(claimHeard("web")).isEqualTo(5);
    assertThat(heard.get("n1", "mail")).isNotNull();
  }

  @Test
  void whatWasLostIsToldAgain() {
    goesOn();
    asks(web, 5);
    says();
    asks(mail, 7);

    Message.Renew next = says();

    assertThat(next.changes()).containsExactly(mail.report(), web.report());
    assertThat(arrives(next)).isEqualTo(Taken.CHANGED);
  }

  @Test
  void thePeerThatHasLeastDecidesWhatIsLeftOut() {
    goesOn();
    Message.Renew first = saysAll();
    renewals.has("n3", new Message.Ack(10, first.seq(), first.version(), true, List.of()));
    asks(web, 5);
    goesOn();
    asks(mail, 7);
    renewals.update(services);

    assertThat(renewals.next(PEER, 1000).changes()).containsExactly(mail.report());
    assertThat(renewals.next(List.of("n2", "n3"), 1000).since()).isEqualTo(first.version());
    assertThat(renewals.next(List.of(), 1000).changes()).isEmpty();
  }

  @Test
  void nothingIsAddedForWhomOfWhichNothingIsKnown() {
    goesOn();
    asks(web, 5);
    renewals.retain(List.of());

    assertThat(says().changes()).isEmpty();
  }

  // ---- what the network does

  @Test
  void aRepetitionSaysNothingNew() {
    Message.Renew first = saysAll();
    arrives(first);

    assertThat(arrives(first)).isEqualTo(Taken.SAME);
  }

  @Test
  void whatComesAfterANewerOneIsOld() {
    goesOn();
    asks(web, 5);
    Message.Renew late = says();
    asks(web, 9);
    Message.Renew newer = says();

    assertThat(arrives(newer)).isEqualTo(Taken.CHANGED);
    assertThat(arrives(late)).isEqualTo(Taken.OLD);
    assertThat(claimHeard("web")).isEqualTo(9);
  }

  @Test
  void whatLeavesOutTheUnknownIsAGapUntilItIsToldInFull() {
    goesOn();
    Reports fresh = new Reports();
    fresh.count("n1");
    asks(web, 5);
    Message.Renew next = says();

    assertThat(fresh.put("n1", next)).isEqualTo(Taken.GAP);
    assertThat(fresh.version("n1")).isZero();
    Message.Ack gap = new Message.Ack(10, next.seq(), 0, false, List.of());
    assertThat(renewals.has("n2", gap)).isTrue();
    Message.Renew full = saysAll();
    assertThat(full.since()).isZero();
    assertThat(fresh.put("n1", full)).isEqualTo(Taken.CHANGED);
  }

  @Test
  void anAckOfAllLacksNothing() {
    Message.Renew first = saysAll();
    arrives(first);

    assertThat(isAcked(first)).isFalse();
  }

  @Test
  void anOlderAckChangesNothing() {
    Message.Renew first = says();
    arrives(first);
    Message.Renew second = says();
    arrives(second);
    isAcked(second);

    Message.Ack old = new Message.Ack(10, first.seq(), 0, false, List.of());

    assertThat(renewals.has("n2", old)).isFalse();
    assertThat(says().changes()).isEmpty();
  }

  @Test
  void theSameRenewalMayBeAckedWithMore() {
    Message.Renew first = saysAll();
    assertThat(isAcked(first)).isTrue();
    arrives(first);

    assertThat(isAcked(first)).isFalse();
    assertThat(says().changes()).isEmpty();
  }

  // ---- runs

  @Test
  void aNewRunBeginsWithAnEmptyList() {
    asks(web, 5);
    goesOn();
    Message.Renew old = says();
    renewals = new Renewals(11);
    services.remove(web);

    assertThat(arrives(saysAll())).isEqualTo(Taken.CHANGED);

    assertThat(heard.get("n1", "web")).isNull();
    assertThat(heard.claims("n1")).isEmpty();
    assertThat(heard.boot("n1")).isEqualTo(11);
    assertThat(arrives(old)).isEqualTo(Taken.OLD);
  }

  @Test
  void aNewRunWhoseListIsNotKnownYetClaimsNothing() {
    asks(web, 5);
    goesOn();

    assertThat(arrives(new Message.Renew(11, 1, 5, 4, List.of()))).isEqualTo(Taken.GAP);

    assertThat(heard.claims("n1")).isEmpty();
    assertThat(heard.said("n1", "web")).isNull();
    assertThat(heard.version("n1")).isZero();
  }

  // ---- services that come and go

  @Test
  void aRemovedServiceIsToldByTheWholeList() {
    asks(web, 5);
    goesOn();
    services.remove(web);

    assertThat(renewals.update(services)).isTrue();
    Message.Renew toAll = says();
    assertThat(arrives(toAll)).as("nothing can be taken from a list").isEqualTo(Taken.GAP);
    assertThat(isAcked(toAll)).isTrue();
    Message.Renew next = saysAll();

    assertThat(arrives(next)).isEqualTo(Taken.CHANGED);
    assertThat(heard.get("n1", "web")).isNull();
    assertThat(heard.claims("n1")).isEmpty();
    assertThat(renewals.claimVersion("web")).isEqualTo(Long.MAX_VALUE);
    isAcked(next);
    assertThat(says().since()).isEqualTo(renewals.version());
  }

  @Test
  void aListWithoutChangesIsNoNewOne() {
    long before = renewals.version();

    assertThat(renewals.update(services)).isFalse();
    assertThat(renewals.version()).isEqualTo(before);
  }

  @Test
  void whatIsOnlyHeardOfOthersIsToldButIsWorthNoHurry() {
    goesOn();
    web.heardOf(77);
    assertThat(renewals.update(services)).isFalse();
    assertThat(says().changes()).extracting(ServiceReport::seen).contains(77L);

    web.setUnavailable("maintenance", new ArrayList<>(), 0);
    assertThat(renewals.update(services)).isTrue();
  }

  @Test
  void aClaimIsAsOldAsItIsNotAsTheLastWordOnIt() {
    asks(web, 5);
    renewals.update(services);
    long made = renewals.version();
    web.heardOf(77);
    mail.heardOf(77);
    renewals.update(services);

    assertThat(renewals.version()).isEqualTo(made + 1);
    assertThat(renewals.claimVersion("web")).isEqualTo(made);
    asks(web, 80);
    renewals.update(services);
    assertThat(renewals.claimVersion("web")).isEqualTo(made + 2);
  }

  @Test
  void claimsAreInTheOrderOfTheirNames() {
    LocalService ldap = local("ldap");
    services.add(ldap);
    List.of(web, ldap, mail).forEach(service -> asks(service, 5));
    goesOn();

    assertThat(heard.claims("n1"))
        .extracting(ServiceReport::service)
        .containsExactly("ldap", "mail", "web");
  }

  // ---- what is remembered

  @Test
  void theLast256RenewalsAreRemembered() {
    Message.Renew first = renewals.next(PEER, 1);
    for (int i = 0; i < 255; i++) {
      renewals.next(PEER, 2);
    }
    assertThat(renewals.sentAt(first.seq())).isEqualTo(1);

    renewals.next(PEER, 3);

    assertThat(renewals.sentAt(first.seq())).isEqualTo(Quorum.NEVER);
    assertThat(renewals.sentAt(first.seq() + 1)).isEqualTo(2);
    assertThat(renewals.sentAt(257)).isEqualTo(3);
    assertThat(renewals.sentAt(258)).isEqualTo(Quorum.NEVER);
    assertThat(renewals.sentAt(0)).isEqualTo(Quorum.NEVER);
    assertThat(renewals.versionOf(257)).isEqualTo(renewals.version());
    assertThat(renewals.has("n2", new Message.Ack(10, 1, 0, true, List.of()))).isFalse();
  }

  @Test
  void theOwnListIsWhole() {
    goesOn();
    Message.Renew own = renewals.own();

    assertThat(own.since()).isZero();
    assertThat(own.seq()).isEqualTo(2);
    assertThat(own.changes()).hasSize(2);
    assertThat(renewals.whole(5).seq()).isEqualTo(3);
  }

  @Test
  void thereIsNoRenewalBeforeTheFirst() {
    says();

    assertThat(renewals.sentAt(0)).isEqualTo(Quorum.NEVER);
    assertThat(renewals.sentAt(1)).isEqualTo(1000);
  }

  @Test
  void whatStaysIsNotForgottenWithWhatGoes() {
    services.remove(web);
    renewals.update(services);

    assertThat(renewals.own().changes()).containsExactly(mail.report());
  }
}
