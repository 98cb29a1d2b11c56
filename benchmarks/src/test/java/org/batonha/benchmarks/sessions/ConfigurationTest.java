package org.batonha.benchmarks.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
  @TempDir private Path home;
  @TempDir private Path directory;

  private Path cli;

  @BeforeEach
  void prepare() throws IOException {
    Files.writeString(home.resolve(".lab-prepared"), "server");
    Files.createDirectories(home.resolve("standalone/configuration"));
    Files.writeString(home.resolve("standalone/configuration/some.xml"), "<server/>");
    cli = Files.createDirectory(home.resolve("bin")).resolve("jboss-cli.sh");
    commandLine("exit 0");
  }

  private void commandLine(String body) throws IOException {
    Files.writeString(cli, "#!/bin/sh\n" + body + "\n");
    assertThat(cli.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void whatItDidNotMakeIsLeftAlone() throws IOException {
    Path other = Files.createDirectory(directory.resolve("stock-udp")).resolve("precious");
    Files.writeString(other, "precious");

    assertThatThrownBy(() -> new Configuration(home, directory).of(Servers.STOCK_UDP))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("was not made by the benchmarks");
    assertThat(other).hasContent("precious");
  }

  @Test
  void whatIsReadyIsTakenAndWhatIsOutdatedOrHalfMadeIsMadeAgain() throws IOException {
    Configuration configuration = new Configuration(home, directory);
    commandLine("exit 1");
    assertThatThrownBy(() -> configuration.of(Servers.STOCK_UDP)).isInstanceOf(IOException.class);
    commandLine("exit 0");
    Path made = configuration.of(Servers.STOCK_UDP);
    assertThat(made.resolve("configuration/some.xml")).hasContent("<server/>");
    Path mark = Files.createFile(made.resolve("mark"));

    assertThat(configuration.of(Servers.STOCK_UDP)).isEqualTo(made);
    assertThat(mark).exists();

    Files.writeString(home.resolve(".lab-prepared"), "another server");
    configuration.of(Servers.STOCK_UDP);
    assertThat(mark).doesNotExist();
  }
}
