package org.batonha.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.AbstractLongAssert;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two real servers in a lab, one fault after the other; each test looks at what one fault cost the
 * client. The lab and its servers are started once, for starting them takes longer than the faults.
 */
class FaultsIT {
  /** The kill comes last: nothing has to be started again after it. */
  private static final String FAULTS = "link,move,switch,hang,kill";

  private static final Map<String, Map<String, String>> RESULTS = new HashMap<>();

  @BeforeAll
  static void doTheFaults() throws IOException {
    LabProcess.run(
            Demo.class,
            "--json",
            "--fault=" + FAULTS,
            "--logs=" + System.getProperty("baton.lab.logs"))
        .stream()
        .map(LabProcess::fields)
        .forEach(result -> RESULTS.put(result.get("fault"), result));
    assertThat(RESULTS).as("a result for each fault; the reason is above").hasSize(5);
  }

  private static AbstractLongAssert<?> assertNumber(String fault, String field) {
    Map<String, String> result = RESULTS.get(fault);
    return assertThat(Long.parseLong(result.get(field))).as("%s of %s", field, result);
  }

  private static AbstractStringAssert<?> assertText(String fault, String field) {
    return assertThat(text(fault, field)).as("%s of %s", field, RESULTS.get(fault));
  }

  private static String text(String fault, String field) {
    return RESULTS.get(fault).get(field);
  }

  @Test
  void aKilledServerCostsTheClientAMomentAndNotItsSession() {
    assertText("kill", "session_kept").isEqualTo("true");
    assertNumber("kill", "lost_updates").isZero();
    assertNumber("kill", "outage_ms").isLessThanOrEqualTo(1500);
    assertNumber("kill", "dual_owner_ms").isLessThanOrEqualTo(50);
    assertText("kill", "holder_after").isNotEmpty().isNotEqualTo(text("kill", "holder_before"));
  }

  @Test
  void theLossOfOneOfTwoLinksIsNotNoticed() {
    assertNumber("link", "failed_requests").isZero();
    assertNumber("link", "lost_updates").isZero();
    assertText("link", "session_kept").isEqualTo("true");
    assertText("link", "holder_after").isEqualTo(text("link", "holder_before"));
  }

  @Test
  void aPlannedMoveFailsNoRequest() {
    assertNumber("move", "failed_requests").isZero();
    assertNumber("move", "lost_updates").isZero();
    assertText("move", "session_kept").isEqualTo("true");
    assertNumber("move", "dual_owner_ms").isLessThanOrEqualTo(50);
    assertText("move", "holder_after").isNotEmpty().isNotEqualTo(text("move", "holder_before"));
  }

  @Test
  void aDeadSwitchIsLeftBehindInSeconds() {
    assertText("switch", "recovered").isEqualTo("true");
    assertText("switch", "session_kept").isEqualTo("true");
    assertNumber("switch", "lost_updates").isZero();
    assertNumber("switch", "outage_ms").isLessThanOrEqualTo(3000);
    assertNumber("switch", "dual_owner_ms").isLessThanOrEqualTo(50);
  }

  @Test
  void aHangingServerIsLeftBehindInSeconds() {
    assertText("hang", "recovered").isEqualTo("true");
    assertText("hang", "session_kept").isEqualTo("true");
    assertNumber("hang", "lost_updates").isZero();
    assertNumber("hang", "outage_ms").isLessThanOrEqualTo(3000);
    assertNumber("hang", "dual_owner_ms").isLessThanOrEqualTo(50);
  }
}
