package org.batonha.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DemoTest {
  private final StringWriter errors = new StringWriter();

  private int execute(String... arguments) {
    CommandLine commandLine = Demo.commandLine();
    commandLine.setErr(new PrintWriter(errors));
    return commandLine.execute(arguments);
  }

  @Test
  void anUnknownFaultIsRefusedWithTheOnesThatThereAre() {
    assertThat(execute("--home", "server", "--fault", "fire")).isEqualTo(ExitCode.USAGE.code());
    assertThat(errors.toString()).contains("'fire'").contains("kill, stop, hang, cable, switch");
  }

  @Test
  void anUnknownOptionIsRefused() {
    assertThat(execute("--home", "server", "--loud")).isEqualTo(ExitCode.USAGE.code());
    assertThat(errors.toString()).contains("--loud");
  }

  @Test
  void outsideOfALabItSaysHowToStartOne() {
    assertThatThrownBy(Lab::current)
        .isInstanceOf(LabException.class)
        .hasMessageContaining("./demo");
    assertThat(execute("--home", "server")).isEqualTo(ExitCode.SETUP.code());
    assertThat(errors.toString()).contains("not inside of a lab");
  }

  @Test
  void everyFaultIsFoundByItsLabel() {
    for (Fault fault : Fault.values()) {
      assertThat(Fault.of(fault.label())).isSameAs(fault);
    }
  }
}
