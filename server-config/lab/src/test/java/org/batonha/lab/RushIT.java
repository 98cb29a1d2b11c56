package org.batonha.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two real servers, and clients that count as fast as answers come, while servers are killed. */
class RushIT {
  private static final int KILLS = 2;

  @Test
  void noAcknowledgedCountIsLostByKilledServers() throws IOException {
    Process rush =
        new ProcessBuilder(command())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    List<String> results;
    try {
      String output = new String(rush.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      results = output.lines().toList();
    } finally {
      rush.destroy();
    }

    assertThat(results).as("one line for each kill; the reason is above").hasSize(KILLS);
    assertThat(results)
        .allSatisfy(
            result ->
                assertThat(result)
                    .contains("\"lost_updates\":0,", "\"sessions_kept\":8,", "\"recovered\":true"));
  }

  private static List<String> command() {
    return List.of(
        System.getProperty("baton.lab.script"),
        "run",
        "--",
        "lab",
        "exec",
        "client",
        System.getProperty("java.home") + "/bin/java",
        "-cp",
        System.getProperty("baton.lab.classpath"),
        Rush.class.getName(),
        "--kills=" + KILLS,
        "--clients=8",
        "--home=" + System.getProperty("baton.lab.home"));
  }
}
