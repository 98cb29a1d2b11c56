package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventLogTest {
  private final EventLog log = new EventLog();

  private LogEntry entryOf(Decision decision) {
    log.add(List.of(decision), 7);
    return log.entries().get(0);
  }

  @Test
  void keepsATransitionWithItsReason() {
    assertThat(
            entryOf(
                new Decision.Transition(
                    "web", 5, ServiceState.STARTING, ServiceState.UP, "holds epoch 5")))
        .isEqualTo(new LogEntry(7, "web", 5, "STARTING -> UP", "holds epoch 5"));
  }

  @Test
  void keepsANominationWithItsCause() {
    assertThat(entryOf(new Decision.Nominated("web", 5, "n2", Cause.FAILURE, "n1 is not heard")))
        .isEqualTo(new LogEntry(7, "web", 5, "nominated n2 FAILURE", "n1 is not heard"));
  }

  @Test
  void keepsWarningsAndTheAnswersToCommands() {
    assertThat(entryOf(new Decision.Warn("look here")))
        .isEqualTo(new LogEntry(7, "", 0, "warning", "look here"));
    log.add(
        List.of(
            new Decision.CommandDone(1, "it is UP"),
            new Decision.CommandFailed(2, "no such node", false)),
        8);
    assertThat(log.entries())
        .endsWith(
            new LogEntry(8, "", 0, "command 1 done", "it is UP"),
            new LogEntry(8, "", 0, "command 2 failed", "no such node"));
  }

  @ParameterizedTest
  @CsvSource({
    "UP, DOWN, true",
    "DOWN, UP, true",
    "INDOUBT, DOWN, true",
    "UP, INDOUBT, false",
    "INDOUBT, UP, false"
  })
  void keepsOfAPeerWhatIsDecidedButNoDoubts(PeerState from, PeerState to, boolean kept) {
    log.add(List.of(new Decision.PeerChanged("n2", from, to, "so it is")), 7);

    LogEntry entry = new LogEntry(7, "", 0, "n2 " + from + " -> " + to, "so it is");
    assertThat(log.entries()).isEqualTo(kept ? List.of(entry) : List.of());
  }

  @Test
  void keepsNothingOfWhatIsOnlyCarriedOut() {
    log.add(List.of(new Decision.Probe("web", 1), new Decision.Left()), 7);

    assertThat(log.entries()).isEmpty();
  }

  @Test
  void theNewestThousandMakeRoomForEachOther() {
    for (int i = 0; i < 1001; i++) {
      log.add(List.of(new Decision.Warn("warning " + i)), i);
    }

    assertThat(log.entries()).hasSize(1000);
    assertThat(log.entries().get(0).reason()).isEqualTo("warning 1");
    assertThat(log.entries().get(999).reason()).isEqualTo("warning 1000");
  }
}
