package org.batonha.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs of this room, each in a process of its own. */
final class Program {
  private Program() {}

  /** Returns the command that runs a class with the libraries of this process. */
  static List<String> command(Class<?> main, List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-Djava.util.logging.config.file=/dev/null");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }

  /**
   * Runs a command to its end, adds the samples that it prints, and returns its exit code. What it
   * says otherwise goes to standard error.
   */
  static int run(List<String> command, List<Sample> samples)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      in.lines().filter(Sample::isLine).map(Sample::ofLine).forEach(samples::add);
      return process.waitFor();
    } finally {
      process.destroyForcibly();
    }
  }
}
