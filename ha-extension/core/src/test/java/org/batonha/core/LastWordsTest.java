package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a last word proves of whatever runs on that node now. */
class LastWordsTest {
  private static final long NOW = Given.millis(5000);

  private final LastWords words = new LastWords();

  @Test
  void whoHasSaidNothingMayHoldAnything() {
    assertThat(words.silence(List.of("n1", "n2"), "n1")).isEqualTo(Quorum.NEVER);
  }

  @Test
  void aNodeThatIsTheOnlyVoterHasNobodyToFear() {
    assertThat(words.silence(List.of("n1"), "n1")).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void theProofEndsWithTheLeaseOfTheLastAnswer() {
    words.said("n2", NOW);

    assertThat(words.silence(List.of("n1", "n2"), "n1")).isEqualTo(NOW);
  }

  @Test
  void aRunThatNeverAnsweredProvesNothing() {
    words.said("n2", Quorum.NEVER);

    assertThat(words.silence(List.of("n1", "n2"), "n1")).isEqualTo(Quorum.NEVER);
  }

  @Test
  void allOthersHaveToBeSilent() {
    words.said("n2", NOW);

    assertThat(words.silence(List.of("n1", "n2", "n3"), "n1")).isEqualTo(Quorum.NEVER);
    words.said("n3", NOW - 9);
    assertThat(words.silence(List.of("n1", "n2", "n3"), "n1")).isEqualTo(NOW - 9);
  }
}
