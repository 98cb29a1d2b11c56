package org.batonha.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two real servers, one of them cut off from all but the clients; then one that hangs. */
class SplitIT {
  @Test
  void whoMayNotDecideAnswersNothingThatIsOld() throws IOException {
    List<String> lines = LabProcess.run(Split.class);
    assertThat(lines).as("what was seen; the reason is above").isNotEmpty();
    Map<String, String> seen = LabProcess.fields(lines.get(lines.size() - 1));

    assertThat(seen)
        .containsEntry("counted", "3")
        .containsEntry("read_before", "3")
        .containsEntry("moved", "true")
        .containsEntry("counted_meanwhile", "5")
        .containsEntry("refused", "true")
        .containsEntry("answered_in_the_split", "0")
        .containsEntry("stale_while_it_came_back", "0")
        .containsEntry("read_after", "5")
        .containsEntry("stale_after_that", "0")
        .containsEntry("counted_after", "6")
        .containsEntry("hang_moved", "true")
        .containsEntry("hang_counted_meanwhile", "8")
        .containsEntry("stale_while_it_woke", "0")
        .containsEntry("hang_read_after", "8")
        .containsEntry("stale_after_it_woke", "0")
        .containsEntry("hang_counted_after", "9");
  }
}
