package org.batonha.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Real servers, one of them cut off from all but the clients; then one that hangs. */
class SplitIT {
  private static Map<String, String> seen(List<String> lines) {
    assertThat(lines).as("what was seen; the reason is above").isNotEmpty();
    return LabProcess.fields(lines.get(lines.size() - 1));
  }

  private static void assertNothingOldIsAnswered(Map<String, String> seen) {
    assertThat(seen)
        .containsEntry("counted", "3")
        .containsEntry("read_before", "3")
        .containsEntry("moved", "true")
        .containsEntry("counted_meanwhile", "5")
        .containsEntry("refused", "true")
        .containsEntry("answered_in_the_split", "0")
        .containsEntry("stale_while_it_came_back", "0")
        .containsEntry("read_while_it_came_back", "5")
        .containsEntry("stale_after_that", "0")
        .containsEntry("counted_after", "6")
        .containsEntry("hang_moved", "true")
        .containsEntry("hang_counted_meanwhile", "8")
        .containsEntry("stale_while_it_woke", "0")
        .containsEntry("read_while_it_woke", "8")
        .containsEntry("stale_after_it_woke", "0")
        .containsEntry("hang_counted_after", "9");
  }

  @Test
  void whoMayNotDecideAnswersNothingThatIsOld() throws IOException {
    assertNothingOldIsAnswered(seen(LabProcess.run(Split.class)));
  }

  /** The same rules; a minute more for three servers. */
  @Test
  @EnabledIfSystemProperty(named = "split.majority", matches = "true")
  void norWhereAThirdServerHasTheCastingVote() throws IOException {
    assertNothingOldIsAnswered(seen(LabProcess.run(3, Split.class, "--quorum=majority")));
  }

  @Test
  void whereBothPartsMayDecideOnePartsStateIsKept() throws IOException {
    assertThat(seen(LabProcess.run(Split.class, "--quorum=none")))
        .containsEntry("counted", "3")
        .containsEntry("both_hold", "true")
        .containsEntry("left_counted", "5")
        .containsEntry("right_counted", "7")
        .containsEntry("one_holds", "true")
        .containsEntry("both_agree", "true")
        .containsEntry("kept_of_one", "true")
        .containsEntry("counts_on", "true")
        .containsEntry("both_follow", "true");
  }
}
