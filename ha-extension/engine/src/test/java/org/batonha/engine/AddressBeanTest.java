package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.management.Notification;
import org.batonha.jmx.ObjectNames;
import org.junit.jupiter.api.Test;

class AddressBeanTest {
  private static final AddressConfig ADDRESS = AddressConfig.of("10.0.0.100/24", "eth0");
  private static final Instant TAKEN = Instant.parse("2026-11-27T12:00:00Z");

  private static org.batonha.jmx.AddressStatus status(AddressStatus... known) {
    return new AddressBean(
            "web",
            ADDRESS,
            service -> CompletableFuture.completedFuture(List.of(known)),
            Runnable::run)
        .getStatus();
  }

  private static AddressStatus known(
      AddressConfig address, boolean shut, Optional<AddressStatus.Conflict> conflict) {
    return new AddressStatus(
        address,
        "02:00:00:00:00:01",
        shut,
        true,
        TAKEN,
        4,
        conflict.isPresent() ? 2 : 0,
        1,
        conflict);
  }

  @Test
  void anAddressThatIsHeldIsShownAsTheSentinelHasIt() {
    org.batonha.jmx.AddressStatus shown =
        status(
            known(AddressConfig.of("10.0.0.101/24", "eth0"), true, Optional.empty()),
            known(
                ADDRESS,
                false,
                Optional.of(
                    new AddressStatus.Conflict("02:00:00:00:00:99", TAKEN.plusSeconds(9)))));

    assertThat(shown.getService()).isEqualTo("web");
    assertThat(shown.getAddress()).isEqualTo("10.0.0.100/24");
    assertThat(shown.getDevice()).isEqualTo("eth0");
    assertThat(shown.getState()).isEqualTo("HELD");
    assertThat(shown.getMac()).isEqualTo("02:00:00:00:00:01");
    assertThat(shown.isCarrier()).isTrue();
    assertThat(shown.getSinceMillis()).isEqualTo(TAKEN.toEpochMilli());
    assertThat(shown.getCounts().getAnnouncements()).isEqualTo(4);
    assertThat(shown.getCounts().getConflicts()).isEqualTo(2);
    assertThat(shown.getCounts().getRemovals()).isEqualTo(1);
    assertThat(shown.getLastConflictMillis()).isEqualTo(TAKEN.plusSeconds(9).toEpochMilli());
    assertThat(shown.getLastConflictMac()).isEqualTo("02:00:00:00:00:99");
  }

  @Test
  void oneThatLetsNothingInIsShut() {
    org.batonha.jmx.AddressStatus shown = status(known(ADDRESS, true, Optional.empty()));

    assertThat(shown.getState()).isEqualTo("SHUT");
    assertThat(shown.getLastConflictMillis()).isZero();
    assertThat(shown.getLastConflictMac()).isEmpty();
  }

  @Test
  void oneThatTheSentinelDoesNotNameIsAbsent() {
    org.batonha.jmx.AddressStatus shown = status();

    assertThat(shown.getState()).isEqualTo("ABSENT");
    assertThat(shown.getDevice()).isEqualTo("eth0");
    assertThat(shown.getSinceMillis()).isZero();
  }

  @Test
  void aClaimOfAnotherHostIsNotifiedWithItsMacAndTime() {
    AddressBean bean =
        new AddressBean(
            "web", ADDRESS, s -> CompletableFuture.completedFuture(List.of()), Runnable::run);
    List<Notification> told = new ArrayList<>();
    bean.addNotificationListener((notification, back) -> told.add(notification), null, null);

    bean.claimed("02:00:00:00:00:99", TAKEN);
    bean.claimed("02:00:00:00:00:98", TAKEN.plusSeconds(1));

    assertThat(told).hasSize(2);
    Notification first = told.get(0);
    assertThat(first.getType()).isEqualTo("org.batonha.address.conflict");
    assertThat(first.getSource()).isEqualTo(ObjectNames.address("web", "10.0.0.100/24"));
    assertThat(first.getTimeStamp()).isEqualTo(TAKEN.toEpochMilli());
    assertThat(first.getUserData()).isEqualTo("02:00:00:00:00:99");
    assertThat(first.getMessage())
        .isEqualTo(
            "service web: 10.0.0.100/24 on eth0 is claimed by 02:00:00:00:00:99 at"
                + " 2026-11-27T12:00:00Z");
    assertThat(told.get(1).getSequenceNumber()).isEqualTo(first.getSequenceNumber() + 1);
  }

  @Test
  void anAnswerThatCannotBeReadIsSaid() {
    AddressBean bean =
        new AddressBean(
            "web",
            ADDRESS,
            service -> CompletableFuture.failedFuture(new IllegalArgumentException("nonsense")),
            Runnable::run);

    assertThatIllegalStateException()
        .isThrownBy(bean::getStatus)
        .withMessageContaining("10.0.0.100/24@eth0")
        .withMessageContaining("nonsense");
  }
}
