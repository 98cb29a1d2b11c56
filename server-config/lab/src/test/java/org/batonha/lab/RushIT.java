package org.batonha.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two real servers, and clients that count as fast as answers come, while servers go. */
class RushIT {
  private static final List<String> FAULTS = List.of("move", "stop", "kill", "kill");

  @Test
  void noAcknowledgedCountIsLostAndNoRequestFailsWhereItIsPlanned() throws IOException {
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

    assertThat(results).as("one line for each fault; the reason is above").hasSize(FAULTS.size());
    assertThat(results)
        .allSatisfy(
            result ->
                assertThat(result)
                    .contains("\"lost_updates\":0,", "\"sessions_kept\":8,", "\"recovered\":true"));
    assertThat(results)
        .filteredOn(result -> !result.contains("\"fault\":\"kill\""))
        .allSatisfy(result -> assertThat(result).contains("\"failed_requests\":0,"));
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
        "--faults=" + String.join(",", FAULTS),
        "--clients=8",
        "--home=" + System.getProperty("baton.lab.home"));
  }
}
