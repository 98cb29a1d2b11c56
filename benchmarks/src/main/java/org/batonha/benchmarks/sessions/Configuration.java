package org.batonha.benchmarks.sessions;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes the base directories of the subjects' servers, each once, out of the lab's server. */
final class Configuration {
  /** Is there since this made the directory; says of what once it is ready. */
  private static final String STAMP = ".made-of";

  private final Path home;
  private final Path directory;

  /**
   * Creates it.
   *
   * @param home the lab's prepared server home
   * @param directory where the base directories are, and stay
   */
  Configuration(Path home, Path directory) {
    this.home = home;
    this.directory = directory;
  }

  /**
   * Returns the base directory of a subject; takes some 10 s when it has to be made.
   *
   * @throws IOException when it cannot be made, or a directory is there that this did not make,
   *     which is left as it is
   */
  Path of(Servers servers) throws IOException {
    Path original = home.resolve("standalone");
    if (servers.commands().isEmpty()) {
      return original;
    }
    Path standalone = directory.resolve(servers.word());
    String stamp = Files.readString(home.resolve(".lab-prepared")) + servers.commands();
    Path made = standalone.resolve(STAMP);
    if (!Files.exists(made) || !Files.readString(made).equals(stamp)) {
      System.err.println("benchmarks: configuring " + servers.word());
      Files.createDirectories(directory);
      if (Files.exists(made)) {
        run(List.of("rm", "-rf", standalone.toString()), "");
      }
      create(standalone);
      Files.createFile(made);
      run(List.of("cp", "-r", original + "/.", standalone.toString()), "");
      run(cli(standalone, servers.commands()), "-Djboss.server.base.dir=" + standalone);
      Files.writeString(made, stamp);
    }
    return standalone;
  }

  private static void create(Path standalone) throws IOException {
    try {
      Files.createDirectory(standalone);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(
          "%s was not made by the benchmarks and is in their way: move it away"
              .formatted(standalone),
          e);
    }
  }

  private List<String> cli(Path standalone, List<String> commands) throws IOException {
    List<String> script = new ArrayList<>();
    script.add("embed-server --server-config=standalone-ha.xml");
    script.addAll(commands);
    script.add("stop-embedded-server");
    Path file = Files.write(standalone.resolve("configure.cli"), script);
    return List.of(home.resolve("bin/jboss-cli.sh").toString(), "--file=" + file);
  }

  private static void run(List<String> command, String javaOptions) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("JBOSS_HOME");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JAVA_OPTS", javaOptions);
    builder.environment().put("NOPAUSE", "true");
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes());
    try {
      if (process.waitFor() != 0) {
        throw new IOException("%s failed: %s".formatted(command, said));
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + command, e);
    }
  }
}
