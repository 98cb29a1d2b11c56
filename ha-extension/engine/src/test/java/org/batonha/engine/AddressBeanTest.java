package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AddressBeanTest {
  private static final AddressConfig ADDRESS = AddressConfig.of("10.0.0.100/24", "eth0");
  private static final Instant TAKEN = Instant.parse("2026-11-27T12:00:00Z");

  private static org.batonha.jmx.AddressStatus status(AddressStatus... known) {
    return new AddressBean(
            "web", ADDRESS, service -> CompletableFuture.completedFuture(List.of(known)))
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
  void anAnswerThatCannotBeReadIsSaid() {
    AddressBean bean =
        new AddressBean(
            "web",
            ADDRESS,
            service -> CompletableFuture.failedFuture(new IllegalArgumentException("nonsense")));

    assertThatIllegalStateException()
        .isThrownBy(bean::getStatus)
        .withMessageContaining("10.0.0.100/24@eth0")
        .withMessageContaining("nonsense");
  }
}
