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
    assertThat(words.silence(List.of("n1", "n2"), "n1", NOW)).isFalse();
  }

  @Test
  void aNodeThatIsTheOnlyVoterHasNobodyToFear() {
    assertThat(words.silence(List.of("n1"), "n1", NOW)).isTrue();
  }

  @Test
  void theProofEndsWithTheLeaseOfTheLastAnswer() {
    words.said("n2", NOW);

    assertThat(words.silence(List.of("n1", "n2"), "n1", NOW - 1)).isTrue();
    assertThat(words.silence(List.of("n1", "n2"), "n1", NOW)).isFalse();
  }

  @Test
  void aRunThatNeverAnsweredProvesNothing() {
    words.said("n2", Quorum.NEVER);

    assertThat(words.silence(List.of("n1", "n2"), "n1", 0)).isFalse();
  }

  @Test
  void allOthersHaveToBeSilent() {
    words.said("n2", NOW);

    assertThat(words.silence(List.of("n1", "n2", "n3"), "n1", NOW - 1)).isFalse();
    words.said("n3", NOW);
    assertThat(words.silence(List.of("n1", "n2", "n3"), "n1", NOW - 1)).isTrue();
  }
}
