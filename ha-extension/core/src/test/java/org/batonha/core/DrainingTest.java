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
    web.yield("moved", out, NOW);
    assertThat(out).containsExactly(new Decision.Drain(WEB, EPOCH, MOST, "moved"));
    assertThat(web.state()).isEqualTo(ServiceState.UP);
    assertThat(web.claim()).isEqualTo(EPOCH);
    out.clear();

    web.drained(EPOCH, out, NOW + 1);
    assertThat(out).isEqualTo(stop("moved"));
  }

  @Test
  void orForItsTimeOut() {
    web.yield("moved", out, NOW);
    out.clear();
    assertThat(web.deadline()).isEqualTo(END);

    web.yield("moved", out, END - 1);
    web.tick(out, END - 1);
    assertThat(out).isEmpty();
    web.tick(out, END);
    assertThat(out).isEqualTo(stop("moved"));
  }

  /** The node that it was to go to may have died: then the nominator asks no more. */
  @Test
  void itGoesOnWhenNobodyWantsItElsewhereAnyMore() {
    long patience = 5 * Given.node("n1").heartbeatNanos();
    web.yield("moved", out, NOW);
    web.yield("moved", out, NOW + 7);
    out.clear();

    web.drained(EPOCH, out, NOW + 7 + patience + 1);

    assertThat(out).isEmpty();
    assertThat(web.report().reason()).isEqualTo("goes on, for it need not stop any more: moved");
    web.tick(out, END);
    assertThat(out).isEmpty();
    web.yield("moved", out, END);
    web.drained(EPOCH, out, END + patience);
    assertThat(web.state()).isEqualTo(ServiceState.STOPPING);
  }

  @Test
  void itGoesOnWhenItsNodeMayHaveItAgain() {
    web.setUnavailable("maintenance", out, NOW);
    web.setUnavailable("", out, NOW + 1);
    out.clear();

    web.drained(EPOCH, out, NOW + 2);
    assertThat(out).isEmpty();
    assertThat(web.state()).isEqualTo(ServiceState.UP);
  }

  @Test
  void itGoesOnWhenAStopIsTakenBack() {
    web.ordered(7, true, out, NOW);
    assertThat(out).containsExactly(new Decision.Drain(WEB, EPOCH, MOST, "stopped by an operator"));
    web.ordered(8, false, out, NOW + 1);
    out.clear();

    web.drained(EPOCH, out, NOW + 2);
    assertThat(out).isEmpty();
  }

  @Test
  void anotherReasonToStopIsNotTakenBack() {
    web.setUnavailable("maintenance", out, NOW);
    web.ordered(8, false, out, NOW + 1);
    out.clear();

    web.drained(EPOCH, out, NOW + 2);
    assertThat(out).isEqualTo(stop("maintenance"));
  }

  @Test
  void whatCameAfterAReasonThatIsGoneStillCounts() {
    web.yield("moved", out, NOW);
    web.ordered(7, true, out, NOW + 1);
    assertThat(out).hasSize(1);
    out.clear();

    web.drained(EPOCH, out, NOW + LEASE + 1);
    assertThat(out).containsExactly(new Decision.Drain(WEB, EPOCH, MOST, "stopped by an operator"));
    web.setUnavailable("maintenance", out, NOW + LEASE + 2);
    web.ordered(8, false, out, NOW + LEASE + 3);
    assertThat(out).endsWith(new Decision.Drain(WEB, EPOCH, MOST, "maintenance"));
  }

  @Test
  void theRightfulHolderOfTwoStopsToo() {
    web.setUnavailable("maintenance", out, NOW);
    out.clear();

    web.reclaim("a split", out, NOW + 1);

    assertThat(out)
        .containsExactly(
            transition(EPOCH, ServiceState.UP, ServiceState.RECLAIM, "a split"),
            transition(EPOCH, ServiceState.RECLAIM, ServiceState.STOPPING, "maintenance"),
            new Decision.Stop(WEB, EPOCH, true, "maintenance"));
  }

  @Test
  void everybodyIsToldWhatItWaitsFor() {
    long before = web.report().claim();
    web.yield("moved", out, NOW);

    assertThat(web.report().reason()).isEqualTo("is to stop when no request runs: moved");
    assertThat(web.report().claim()).isEqualTo(before);
  }

  @Test
  void itsLeaseIsRenewedMeanwhile() {
    web.yield("moved", out, NOW);
    out.clear();

    web.renewed(END + 2 * LEASE, out);

    assertThat(out).containsExactly(new Decision.Renewed(WEB, EPOCH, END + 2 * LEASE));
  }

  @Test
  void whoAsksAgainWaitsForTheSame() {
    web.yield("moved", out, NOW);
    web.yield("moved again", out, NOW + 1);
    assertThat(out).hasSize(1);
    out.clear();

    web.drained(EPOCH, out, NOW + 2);
    assertThat(out).isEqualTo(stop("moved"));
  }

  @Test
  void anotherEpochIsNotMeant() {
    web.yield("moved", out, NOW);
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
    web.yield("moved", out, NOW);
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
    web.yield("moved", out, NOW);
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
    web.yield("moved", out, NOW);
    web.drained(EPOCH, out, NOW + 1);
    web.stopped(EPOCH, out, NOW + 2);
    web.granted(Given.grant(WEB, EPOCH + 3), NOW + 3);
    web.ask();
    web.start(NOW + LEASE, true, out, NOW + 4);
    web.started(EPOCH + 3, out, NOW + 5);
    assertThat(web.deadline()).isEqualTo(NOW + LEASE);
    out.clear();

    web.yield("moved back", out, NOW + 6);

    assertThat(out).containsExactly(new Decision.Drain(WEB, EPOCH + 3, MOST, "moved back"));
  }
}
