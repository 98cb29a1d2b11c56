package org.batonha.wildfly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.batonha.engine.SentinelSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentinelModuleTest {
  @Test
  void startsAllJarsOfTheModuleAsAChildOfThisServer() {
    assertThat(SentinelModule.commandLine(Path.of("/jdk"), 17, Path.of("/srv/my server/s"), 42))
        .startsWith("/jdk/bin/java")
        .containsSequence("-cp", "/srv/my server/s/*", "org.batonha.sentinel.Main")
        .endsWith("--parent", "42")
        .doesNotContain("--enable-native-access=ALL-UNNAMED");
  }

  @Test
  void grantsNativeAccessWhereJavaWouldWarn() {
    assertThat(SentinelModule.commandLine(Path.of("/jdk"), 22, Path.of("/s"), 42))
        .contains("--enable-native-access=ALL-UNNAMED");
  }

  @Test
  void findsTheDirectoryOfAJar(@TempDir Path temp) throws Exception {
    Path directory = Files.createDirectory(temp.resolve("a module"));
    Path jar = directory.resolve("sentinel.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new ZipEntry("Main.class"));
    }

    URL resource = new URL("jar:" + jar.toUri() + "!/Main.class");

    assertThat(SentinelModule.directory(resource)).isEqualTo(directory);
  }

  @Test
  void refusesWhatIsNotInAJar(@TempDir Path temp) throws Exception {
    URL resource = temp.toUri().toURL();

    assertThatThrownBy(() -> SentinelModule.directory(resource))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not in a jar");
  }

  @Test
  void aSocketThatIsGivenStandsForAProcess() {
    System.setProperty(SentinelModule.SOCKET_PROPERTY, " /run/baton/sentinel.sock ");
    try {
      assertThat(SentinelModule.source())
          .isEqualTo(new SentinelSocket(Path.of("/run/baton/sentinel.sock")));

      System.setProperty(SentinelModule.SOCKET_PROPERTY, "sentinel.sock");
      assertThatThrownBy(SentinelModule::source).hasMessageContaining("absolute path");
    } finally {
      System.clearProperty(SentinelModule.SOCKET_PROPERTY);
    }
  }
}
