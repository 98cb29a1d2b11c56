package org.batonha.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Two real servers, clients that count in own and shared sessions, and random faults for three
 * minutes; {@code -Dstorm.seconds=1800} for longer, {@code -Dstorm.seed=SEED} for the same faults,
 * {@code -Dstorm.faults=move,kill} for some kinds of them only.
 */
class StormIT {
  private static final String LOGS = System.getProperty("baton.lab.logs");

  @Test
  void whatWasAcknowledgedIsThereWhateverHappens() throws IOException {
    String seed = System.getProperty("storm.seed", String.valueOf(System.nanoTime()));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--seed=" + seed,
                "--seconds=" + System.getProperty("storm.seconds", "180"),
                "--history=" + LOGS + "/storm/history.tsv",
                "--logs=" + LOGS + "/storm"));
    String faults = System.getProperty("storm.faults");
    if (faults != null) {
      arguments.add("--faults=" + faults);
    }

    List<String> results = LabProcess.run(Storm.class, arguments.toArray(String[]::new));

    assertThat(results).as("one line of seed %s; the reason is above", seed).hasSize(1);
    assertThat(results.get(0))
        .as("of seed %s; the reason is above", seed)
        .contains("\"violations\":0,", "\"aborted\":false,")
        .doesNotContain("\"faults\":0,", "\"acknowledged\":0,");
  }
}
