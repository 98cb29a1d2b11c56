package org.batonha.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RushTest {
  private final StringWriter errors = new StringWriter();

  private int execute(String... arguments) {
    CommandLine commandLine = new CommandLine(new Rush());
    commandLine.setErr(new PrintWriter(errors));
    return commandLine.execute(arguments);
  }

  @Test
  void anUnknownFaultIsRefusedBeforeAnythingIsStarted() {
    assertThat(execute("--home=server", "--faults=kill,fire")).isEqualTo(ExitCode.USAGE.code());
    assertThat(errors.toString()).contains("'fire'").contains("kill, stop, hang, cable, switch");
  }

  @Test
  void itNeedsAClient() {
    assertThat(execute("--home=server", "--clients=0")).isEqualTo(ExitCode.USAGE.code());
    assertThat(errors.toString()).contains("--clients is 1 at least");
  }
}
