package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batonha.core.Given.LEASE;
import static org.batonha.core.Given.WEB;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A planned stop of a service that may wait for running requests. */
class DrainingTest extends LocalServiceFixture {
  private static final Duration MOST = Duration.ofSeconds(5);
  private static final long END = NOW + MOST.toNanos();

  @BeforeEach
  void begin() {
    web = new LocalService(Given.web().withDrainTimeout(MOST), Given.node("n1"), BOOT, "", 0);
    up();
    web.renewed(END + LEASE, out);
    out.clear();
  }

  private static List<Decision> stop(String why) {
    return List.of(
        transition(EPOCH, ServiceState.UP, ServiceState.STOPPING, why),
        new Decision.Stop(WEB, EPOCH, true, why));
  }

  @Test
  void itGoesOnUntilNoRequestRuns() {
    web.stop("moved", out, NOW);
    assertThat(out).containsExactly(new Decision.Drain(WEB, EPOCH, MOST, "moved"));
    assertThat(web.state()).isEqualTo(ServiceState.UP);
    assertThat(web.claim()).isEqualTo(EPOCH);
    out.clear();

    web.drained(EPOCH, out, NOW + 1);
    assertThat(out).isEqualTo(stop("moved"));
  }

  @Test
  void orForItsTimeOut() {
    web.stop("moved", out, NOW);
    out.clear();
    assertThat(web.deadline()).isEqualTo(END);

    web.tick(out, END - 1);
    assertThat(out).isEmpty();
    web.tick(out, END);
    assertThat(out).isEqualTo(stop("moved"));
  }

  @Test
  void itsLeaseIsRenewedMeanwhile() {
    web.stop("moved", out, NOW);
    out.clear();

    web.renewed(END + 2 * LEASE, out);

    assertThat(out).containsExactly(new Decision.Renewed(WEB, EPOCH, END + 2 * LEASE));
  }

  @Test
  void whoAsksAgainWaitsForTheSame() {
    web.stop("moved", out, NOW);
    web.stop("moved again", out, NOW + 1);
    assertThat(out).hasSize(1);
    out.clear();

    web.drained(EPOCH, out, NOW + 2);
    assertThat(out).isEqualTo(stop("moved"));
  }

  @Test
  void anotherEpochIsNotMeant() {
    web.stop("moved", out, NOW);
    out.clear();

    web.drained(EPOCH - 1, out, NOW);

    assertThat(out).isEmpty();
  }

  @Test
  void nothingIsDrainedThatWasNotToStop() {
    web.drained(EPOCH, out, NOW);

    assertThat(out).isEmpty();
    assertThat(web.state()).isEqualTo(ServiceState.UP);
  }

  @Test
  void whatEndsTheRightToActWaitsForNothing() {
    web.stop("moved", out, NOW);
    out.clear();

    web.stopNow("its lease ended", out, NOW + 1);
    assertThat(out).contains(new Decision.Stop(WEB, EPOCH, false, "its lease ended"));
    out.clear();
    web.drained(EPOCH, out, NOW + 2);
    web.tick(out, END);
    assertThat(out).isEmpty();
  }

  @Test
  void aFailedCheckWaitsForTheLeaseAtMost() {
    web.stop("moved", out, NOW);
    out.clear();

    web.checkFailed("no carrier", out, NOW + 1);

    assertThat(out).isEqualTo(stop("no carrier"));
  }

  @Test
  void soDoesAConfigurationThatWasRemoved() {
    web.remove(out, NOW);

    assertThat(out).isEqualTo(stop("its configuration was removed"));
  }

  @Test
  void maintenanceDrains() {
    web.setUnavailable("maintenance", out, NOW);

    assertThat(out).containsExactly(new Decision.Drain(WEB, EPOCH, MOST, "maintenance"));
    assertThat(web.report().unavailable()).isEqualTo("maintenance");
  }

  @Test
  void theNextTimeItWaitsAnew() {
    web.stop("moved", out, NOW);
    web.drained(EPOCH, out, NOW + 1);
    web.stopped(EPOCH, out, NOW + 2);
    web.granted(Given.grant(WEB, EPOCH + 3), NOW + 3);
    web.ask();
    web.start(NOW + LEASE, true, out, NOW + 4);
    web.started(EPOCH + 3, out, NOW + 5);
    assertThat(web.deadline()).isEqualTo(NOW + LEASE);
    out.clear();

    web.stop("moved back", out, NOW + 6);

    assertThat(out).containsExactly(new Decision.Drain(WEB, EPOCH + 3, MOST, "moved back"));
  }
}
