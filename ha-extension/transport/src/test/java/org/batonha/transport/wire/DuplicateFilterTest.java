package org.batonha.transport.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batonha.transport.wire.DuplicateFilter.WINDOW;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.batonha.transport.wire.DuplicateFilter.Verdict;
import org.junit.jupiter.api.Test;

class DuplicateFilterTest {
  private final DuplicateFilter filter = new DuplicateFilter();

  @Test
  void theSecondCopyIsADuplicate() {
    assertThat(filter.check(1)).isEqualTo(Verdict.FRESH);
    assertThat(filter.check(1)).isEqualTo(Verdict.DUPLICATE);
  }

  @Test
  void whatWasSkippedIsStillFresh() {
    filter.check(10);

    assertThat(filter.check(9)).isEqualTo(Verdict.FRESH);
    assertThat(filter.check(9)).isEqualTo(Verdict.DUPLICATE);
  }

  @Test
  void whatFellOutOfTheWindowIsLate() {
    filter.check(1);
    filter.check(1 + WINDOW);

    assertThat(filter.check(1)).isEqualTo(Verdict.LATE);
    assertThat(filter.check(2)).isEqualTo(Verdict.FRESH);
  }

  @Test
  void aHugeLeapClearsTheWindow() {
    for (int n = 1; n <= WINDOW; n++) {
      filter.check(n);
    }

    filter.check(1L << 40);

    assertThat(filter.check((1L << 40) - 1)).isEqualTo(Verdict.FRESH);
    assertThat(filter.check((1L << 40) - WINDOW + 1)).isEqualTo(Verdict.FRESH);
    assertThat(filter.check((1L << 40) - WINDOW)).isEqualTo(Verdict.LATE);
  }

  @Test
  void itAgreesWithAModelOnRandomOrders() {
    Random random = new Random(4711);
    Set<Long> seen = new HashSet<>();
    long highest = 0;
    for (int round = 0; round < 300_000; round++) {
      long sequence = Math.max(1, highest - WINDOW - 100 + random.nextInt(WINDOW + 600));
      Verdict expected =
          sequence <= highest - WINDOW
              ? Verdict.LATE
              : seen.add(sequence) ? Verdict.FRESH : Verdict.DUPLICATE;

      assertThat(filter.check(sequence)).as("round %d, %d", round, sequence).isEqualTo(expected);
      highest = Math.max(highest, sequence);
    }
  }

  @Test
  void sendersDoNotDisturbEachOther() {
    DuplicateFilters filters = new DuplicateFilters();
    filters.check(1, 5);

    assertThat(filters.check(2, 5)).isEqualTo(Verdict.FRESH);
    assertThat(filters.check(1, 5)).isEqualTo(Verdict.DUPLICATE);
  }

  @Test
  void theNumberOfSendersIsBounded() {
    DuplicateFilters filters = new DuplicateFilters();
    for (long boot = 0; boot <= DuplicateFilters.MAX_SENDERS; boot++) {
      filters.check(boot, 1);
    }

    assertThat(filters.check(DuplicateFilters.MAX_SENDERS, 1)).isEqualTo(Verdict.DUPLICATE);
    assertThat(filters.check(0, 1)).as("the one not used for longest").isEqualTo(Verdict.FRESH);
  }
}
