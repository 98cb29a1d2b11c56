package org.batonha.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The simulator has teeth: each broken variant of the rules is found within a bounded number of
 * seeds, by the rule that it breaks.
 */
@Tag("long")
class SabotageTest {
  private static final int MOST_SEEDS = 3000;

  /** What a variant needed until it was found. */
  private record Finding(Sabotages sabotage, long seeds, String what) {
    boolean isFound() {
      return seeds <= MOST_SEEDS;
    }

    @Override
    public String toString() {
      return String.format(
          "%-26s %s: %s%n%28sbroken: %s",
          sabotage,
          isFound() ? "found by seed " + seeds : "NOT found in " + MOST_SEEDS + " seeds",
          what,
          "",
          sabotage.broken);
    }
  }

  @Test
  void everyBrokenVariantIsFound() {
    List<Finding> findings =
        Arrays.stream(Sabotages.values())
            .parallel()
            .map(SabotageTest::find)
            .collect(Collectors.toList());

    findings.forEach(System.out::println);
    assertThat(findings).filteredOn(finding -> !finding.isFound()).isEmpty();
  }

  private static Finding find(Sabotages sabotage) {
    Map<String, Integer> others = new TreeMap<>();
    for (long seed = 1; seed <= MOST_SEEDS; seed++) {
      try {
        Disaster.of(seed, sabotage.variant.get(), null).run();
      } catch (Violation e) {
        if (sabotage.foundBy.contains(e.rule())) {
          return new Finding(sabotage, seed, e.getMessage().lines().findFirst().orElse(""));
        }
        others.merge(e.rule(), 1, Integer::sum);
      }
    }
    return new Finding(sabotage, MOST_SEEDS + 1, "only " + others);
  }
}
