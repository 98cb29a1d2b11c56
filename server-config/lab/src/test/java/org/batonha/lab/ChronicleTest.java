package org.batonha.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.batonha.lab.history.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleTest {
  @TempDir private Path directory;

  private static Operation operation(int client, long begin, Map<String, Long> counts) {
    return new Operation(client, "s0", "", begin, begin + 5, counts, "n1");
  }

  @Test
  void aClientIsServedOnceARequestThatItBeganAfterwardsIsAnswered() throws IOException {
    try (Chronicle chronicle = new Chronicle(directory.resolve("history"))) {
      chronicle.add(operation(1, 10, Map.of()));
      chronicle.add(operation(1, 20, null));
      chronicle.add(operation(2, 30, Map.of()));

      assertThat(chronicle.isAnswered(1, 9)).isTrue();
      assertThat(chronicle.isAnswered(1, 10)).as("begun before, answered after").isFalse();
      assertThat(chronicle.isAnswered(2, 10)).isTrue();
      assertThat(chronicle.isAnswered(3, 0)).isFalse();
    }
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    Path file = directory.resolve("history");
    try (Chronicle chronicle = new Chronicle(file)) {
      chronicle.say("n1: kill");
      chronicle.add(operation(1, 10, Map.of("c1", 3L)));
    }

    assertThat(Chronicle.read(file)).containsExactly(operation(1, 10, Map.of("c1", 3L)));
  }
}
