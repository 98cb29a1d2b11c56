package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is out of its bounds is refused: which setting, which value, which bound, what to do. */
class ServiceConfigTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private final ServiceConfig web = new ServiceConfig("web", List.of("n1", "n2"));

  private static void refused(ThrowingCallable configuration, String message) {
    assertThatThrownBy(configuration)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static ServiceConfig named(String name) {
    return new ServiceConfig(name, List.of("n1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "7", "Web.front_end-2"})
  void aServiceHasAPlainName(String name) {
    assertThat(named(name).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-web", ".web", "we b", "wéb"})
  void noOtherName(String name) {
    refused(
        () -> named(name),
        "service name is '"
            + name
            + "': use 1 to 64 letters, digits, '.', '_' or '-', the first a letter or a digit");
  }

  @Test
  void aNameHasAtMost64Letters() {
    assertThat(named("x".repeat(64)).name()).hasSize(64);
    assertThatThrownBy(() -> named("x".repeat(65))).hasMessageContaining("use 1 to 64 letters");
  }

  @Test
  void someNodeMayHoldItAndNoneIsNamedTwice() {
    refused(
        () -> new ServiceConfig("web", List.of()),
        "preference of service 'web' is empty: name at least one node, for example [n1, n2]");
    refused(
        () -> new ServiceConfig("web", List.of("n1", "n2", "n1")),
        "preference of service 'web' names node 'n1' twice: name each node once");
    assertThatThrownBy(() -> new ServiceConfig("web", List.of("n1", "n 2")))
        .hasMessageStartingWith("preference of service 'web' is 'n 2': use 1 to 64 letters");
  }

  @Test
  void aFailbackDelayIsNotNegative() {
    assertThat(web.withFailback(Duration.ZERO).failbackDelay()).isZero();
    refused(
        () -> web.withFailback(Duration.ofNanos(-1)),
        "failback-delay of service 'web' is PT-0.000000001S: it must not be negative");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1000})
  void aServiceFlapsUpToAThousandTimes(int limit) {
    assertThat(web.withFlapLimit(limit, MINUTE).flapLimit()).isEqualTo(limit);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1001})
  void noOtherFlapLimit(int limit) {
    refused(
        () -> web.withFlapLimit(limit, MINUTE),
        "flap-limit of service 'web' is " + limit + ": it must be from 0 (none) to 1000");
  }

  @Test
  void aFlapWindowIsMoreThanZero() {
    assertThat(web.withFlapLimit(1, Duration.ofNanos(1)).flapWindow())
        .isEqualTo(Duration.ofNanos(1));
    refused(
        () -> web.withFlapLimit(1, Duration.ZERO),
        "flap-window of service 'web' is PT0S: it must be more than zero");
    refused(
        () -> web.withFlapLimit(1, Duration.ofSeconds(-1)),
        "flap-window of service 'web' is PT-1S: it must be more than zero");
  }

  @Test
  void aStopDrainsForTenMinutesAtMost() {
    assertThat(web.withDrainTimeout(Duration.ofMinutes(10)).drainTimeout()).hasMinutes(10);
    refused(
        () -> web.withDrainTimeout(Duration.ofMillis(600_001)),
        "drain-timeout of service 'web' is PT10M0.001S: it must be from 0 to PT10M");
    refused(
        () -> web.withDrainTimeout(Duration.ofMillis(-1)),
        "drain-timeout of service 'web' is PT-0.001S: it must be from 0 to PT10M");
  }

  @Test
  void companyIsOtherServicesEachOnceAndOnOneSide() {
    refused(
        () -> web.together("web"),
        "together-with of service 'web' names the service itself: name other services only");
    refused(
        () -> web.apart("web"),
        "apart-from of service 'web' names the service itself: name other services only");
    refused(
        () -> web.together("db", "db"),
        "together-with of service 'web' names service 'db' twice: name each service once");
    refused(
        () -> web.apart("db", "db"),
        "apart-from of service 'web' names service 'db' twice: name each service once");
    refused(
        () -> web.together("db").apart("db"),
        "service 'db' is in together-with and in apart-from of service 'web': take it out of one"
            + " of them");
  }

  @Test
  void unlessToldOtherwiseAServiceStaysAndHasNoCompany() {
    assertThat(web)
        .isEqualTo(
            new ServiceConfig(
                "web",
                List.of("n1", "n2"),
                Failback.MANUAL,
                Duration.ofSeconds(30),
                10,
                Duration.ofMinutes(10),
                List.of(),
                List.of(),
                Reclaim.PREFERRED,
                Duration.ZERO));
  }

  @Test
  void eachSettingCanBeChangedAlone() {
    ServiceConfig changed =
        web.together("db")
            .apart("mail")
            .withReclaim(Reclaim.NEWEST_EPOCH)
            .withDrainTimeout(Duration.ofSeconds(9))
            .withFlapLimit(3, MINUTE)
            .withFailback(Duration.ofSeconds(5));

    assertThat(changed)
        .isEqualTo(
            new ServiceConfig(
                "web",
                List.of("n1", "n2"),
                Failback.AUTO,
                Duration.ofSeconds(5),
                3,
                MINUTE,
                List.of("db"),
                List.of("mail"),
                Reclaim.NEWEST_EPOCH,
                Duration.ofSeconds(9)));
  }

  @Test
  void theFirstOfThePreferenceIsThePrimary() {
    assertThat(web.roleOf("n1")).isEqualTo(Role.PRIMARY);
    assertThat(web.roleOf("n2")).isEqualTo(Role.BACKUP);
  }
}
