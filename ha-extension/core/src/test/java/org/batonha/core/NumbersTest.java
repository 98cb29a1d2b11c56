package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  private static final List<String> VOTERS = List.of("n1", "n2", "n3");

  @ParameterizedTest
  @CsvSource({
    "0, n1, 3",
    "0, n2, 1",
    "0, n3, 2",
    "1, n2, 4",
    "2, n2, 4",
    "5, n1, 6",
    "6, n1, 9",
    "7, n3, 8"
  })
  void isTheLowestOfItsNodeAboveTheHighest(long highest, String node, long number) {
    assertThat(Numbers.after(highest, node, VOTERS)).isEqualTo(number);
  }

  @Test
  void noTwoNodesGiveOutOneNumber() {
    Set<Long> given = new HashSet<>();

    for (String node : VOTERS) {
      long number = 0;
      for (int i = 0; i < 100; i++) {
        number = Numbers.after(number, node, VOTERS);
        assertThat(given.add(number)).as("%d by %s", number, node).isTrue();
      }
    }
  }
}
