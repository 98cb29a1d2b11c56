package org.batonha.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two real servers, and clients that count as fast as answers come, while servers go. */
class RushIT {
  private static final List<String> FAULTS = List.of("move", "stop", "kill", "kill");

  @Test
  void noAcknowledgedCountIsLostAndNoRequestFailsWhereItIsPlanned() throws IOException {
    String waiting = System.getProperty("rush.sessions", "1000");
    List<String> lines =
        LabProcess.run(
            Rush.class,
            "--faults=" + String.join(",", FAULTS),
            "--clients=8",
            "--sessions=" + waiting);

    assertThat(lines)
        .as("one line for each fault, and one for those that waited; the reason is above")
        .hasSize(FAULTS.size() + 1);
    assertThat(lines.get(FAULTS.size()))
        .isEqualTo("{\"sessions\":%s,\"sessions_lost\":0}".formatted(waiting));
    List<String> results = lines.subList(0, FAULTS.size());
    assertThat(results)
        .allSatisfy(
            result ->
                assertThat(result)
                    .contains(
                        "\"lost_updates\":0,",
                        "\"duplicates\":0,",
                        "\"steps_back\":0,",
                        "\"sessions_kept\":8,",
                        "\"recovered\":true"));
    assertThat(results)
        .filteredOn(result -> !result.contains("\"fault\":\"kill\""))
        .allSatisfy(result -> assertThat(result).contains("\"failed_requests\":0,"));
  }
}
