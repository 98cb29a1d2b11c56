package org.batonha.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PrecedenceTest {
  /** As in sched(7): round robin among real-time threads. */
  private static final String ROUND_ROBIN = "2";

  /** The fields of a stat file behind the name, which may contain blanks; proc_pid_stat(5). */
  private static final int POLICY_BEHIND_NAME = 38;

  @Test
  void whereItIsAllowedTheThreadComesBeforeOthersAndNoOtherThreadDoes() {
    assumeThat(Precedence.isAllowed()).isTrue();

    String raised =
        CompletableFuture.supplyAsync(
                () -> {
                  assertThat(Precedence.takeIt()).isTrue();
                  return policy();
                },
                body -> new Thread(body).start())
            .join();

    assertThat(raised).isEqualTo(ROUND_ROBIN);
    assertThat(policy()).isNotEqualTo(ROUND_ROBIN);
  }

  @Test
  void aCommandRunsWithItOrAsItWas() throws Exception {
    Process process = new ProcessBuilder(Precedence.of(List.of("cat", "/proc/self/stat"))).start();

    String stat = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(policy(stat).equals(ROUND_ROBIN)).isEqualTo(Precedence.isAllowed());
  }

  private static String policy() {
    try {
      return policy(Files.readString(Path.of("/proc/thread-self/stat")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String policy(String stat) {
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[POLICY_BEHIND_NAME];
  }
}
