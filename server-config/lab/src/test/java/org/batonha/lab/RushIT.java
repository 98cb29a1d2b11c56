package org.batonha.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two real servers, and clients that count as fast as answers come, while servers are killed. */
class RushIT {
  private static final int KILLS = 2;

  @Test
  void noAcknowledgedCountIsLostByKilledServers() throws IOException {
    List<String> results = LabProcess.run(Rush.class, "--kills=" + KILLS, "--clients=8");

    assertThat(results).as("one line for each kill; the reason is above").hasSize(KILLS);
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
  }
}
