package org.batonha.benchmarks.addresses;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A shell in the lab's own network namespace that is there already when something has to be done:
 * signals are its own, without a process to be started first. Not thread-safe.
 */
final class Hand implements AutoCloseable {
  private static final List<String> NETWORKS = List.of("lan", "hb");

  private final Process shell;
  private final PrintStream in;
  private final BufferedReader out;

  Hand() throws IOException {
    shell =
        new ProcessBuilder("nsenter", "--target", "1", "--net", "--", "bash", "--norc")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    in = new PrintStream(shell.getOutputStream(), true, StandardCharsets.UTF_8);
    out = new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Runs a command.
   *
   * @return when it was begun
   * @throws IOException when the shell has ended or the command fails
   */
  Instant act(String command) throws IOException {
    in.println("echo $EPOCHREALTIME; " + command + " >&2; echo $?");
    String began = out.readLine();
    String exit = out.readLine();
    if (!"0".equals(exit)) {
      throw new IOException("'%s' failed with %s".formatted(command, exit));
    }
    String[] parts = began.split("[.,]");
    return Instant.ofEpochSecond(Long.parseLong(parts[0]), Long.parseLong(parts[1]) * 1_000);
  }

  Instant signal(String signal, Collection<Long> pids) throws IOException {
    return act(
        "kill -%s %s"
            .formatted(
                signal, pids.stream().map(String::valueOf).collect(Collectors.joining(" "))));
  }

  Instant cables(String host, boolean plugged) throws IOException {
    return onPorts(host, port -> "ip link set %s %s".formatted(port, plugged ? "up" : "down"));
  }

  Instant switches(String host, boolean alive) throws IOException {
    return onPorts(
        host,
        port ->
            "ip link set %s %s"
                .formatted(
                    port, alive ? "master " + port.substring(port.indexOf('-') + 1) : "nomaster"));
  }

  private Instant onPorts(String host, UnaryOperator<String> command) throws IOException {
    return act(
        NETWORKS.stream()
            .map(network -> command.apply(host + "-" + network))
            .collect(Collectors.joining(" && ", "{ ", "; }")));
  }

  @Override
  public void close() {
    in.close();
    shell.destroy();
  }
}
