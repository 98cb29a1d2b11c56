package org.batonha.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultTest {
  private static final Instant FAULT = Instant.parse("2026-11-22T12:00:00Z");

  private static Answer good(long millis, String node, long count) {
    return Answer.good(
        FAULT.plusMillis(millis - 3), FAULT.plusMillis(millis), node, count, "session");
  }

  private static AddressEvent event(long millis, String node, boolean present) {
    return new AddressEvent(node, FAULT.plusMillis(millis), Lab.VIP, present);
  }

  private static final Result KILLED =
      new Result(
          Fault.KILL,
          "n1",
          FAULT,
          Optional.empty(),
          Optional.empty(),
          FAULT.plusMillis(1000),
          true,
          new ClientReport(
              List.of(
                  good(-10, "n1", 41),
                  good(-2, "n1", 42),
                  Answer.failed(FAULT.plusMillis(3), FAULT.plusMillis(20), "reset \"by\" peer"),
                  good(98, "n2", 43),
                  good(995, "n2", 44))),
          Ownership.of(
              Lab.VIP,
              List.of(event(-5000, "n1", true), event(15, "n1", false), event(40, "n2", true))));

  @Test
  void jsonHasWhatIsAskedFor() {
    assertThat(KILLED.toJson())
        .isEqualTo(
            "{\"fault\":\"kill\",\"outage_ms\":897,\"failed_requests\":1,"
                + "\"repeated_requests\":0,\"lost_updates\":0,"
                + "\"session_kept\":true,\"dual_owner_ms\":0,\"holder_before\":\"n1\","
                + "\"holder_after\":\"n2\",\"recovered\":true,\"unowned_ms\":25,"
                + "\"heal_outage_ms\":null,\"rejoined\":null,\"requests\":3}");
  }

  @Test
  void theTimelineTellsWhoHadTheAddressAndWhatTheClientSaw() {
    String timeline = new Timeline(KILLED).toString();

    assertThat(timeline)
        .contains("+15.0 ms  address  10.10.0.100 is on no node")
        .contains("+40.0 ms  address  10.10.0.100 is on n2")
        .contains("+98.0 ms  client   answer from n2: count 43 of its session")
        .contains("request failed after 17 ms: reset \"by\" peer")
        .contains("Its session          kept, 0 acknowledged counts lost");
  }

  @Test
  void aHealedFaultHasTwoOutages() {
    Result healed =
        new Result(
            Fault.CABLE,
            "n1",
            FAULT,
            Optional.of(FAULT.plusMillis(500)),
            Optional.of(FAULT.plusMillis(600)),
            KILLED.ended(),
            true,
            KILLED.client(),
            KILLED.ownership());

    assertThat(healed.toJson()).contains("\"rejoined\":true");
    assertThat(healed.outage().length()).hasMillis(402);
    assertThat(healed.healOutage()).hasValueSatisfying(g -> assertThat(g.length()).hasMillis(897));
  }
}
