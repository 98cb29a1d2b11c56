package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceStateTest {
  /** The whole table: whatever is not named is refused. */
  @ParameterizedTest
  @CsvSource({
    "RECOVER,  FAIL STARTING INDOUBT",
    "STARTING, UP RECOVER FAIL STOPPING INDOUBT",
    "UP,       STOPPING RECLAIM",
    "RECLAIM,  STARTING STOPPING",
    "STOPPING, RECOVER FAIL",
    "INDOUBT,  RECOVER FAIL",
    "FAIL,     RECOVER"
  })
  void goesOnlyWhereTheTableSays(ServiceState from, String next) {
    List<ServiceState> legal = Arrays.stream(next.split(" ")).map(ServiceState::valueOf).toList();

    for (ServiceState to : ServiceState.values()) {
      assertThat(from.canBecome(to)).as("%s to %s", from, to).isEqualTo(legal.contains(to));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UP,       true,  true",
    "STARTING, true,  true",
    "RECLAIM,  true,  true",
    "STOPPING, true,  false",
    "RECOVER,  false, false",
    "INDOUBT,  false, false",
    "FAIL,     false, false"
  })
  void holdsWhatMayBeActiveAndActsWhereTheLeaseMatters(
      ServiceState state, boolean holding, boolean acting) {
    assertThat(state.isHolding()).isEqualTo(holding);
    assertThat(state.isActing()).isEqualTo(acting);
  }
}
