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
    List<String> results =
        LabProcess.run(Rush.class, "--faults=" + String.join(",", FAULTS), "--clients=8");

    assertThat(results).as("one line for each fault; the reason is above").hasSize(FAULTS.size());
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
