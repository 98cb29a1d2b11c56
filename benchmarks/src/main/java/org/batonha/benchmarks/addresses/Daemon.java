package org.batonha.benchmarks.addresses;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.batonha.lab.Lab;

/** What a contender runs on one host. Not thread-safe. */
abstract class Daemon {
  private static final Duration END_LIMIT = Duration.ofSeconds(10);
  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(10);
  private static final int SWEEPS = 3;

  private final Stage stage;
  private final String host;
  private final String name;
  private Process process;
  private Instant startedAt = Instant.EPOCH;

  Daemon(Stage stage, String host, String name) {
    this.stage = stage;
    this.host = host;
    this.name = name;
  }

  /** Returns the command, to be run on the host, that becomes the contender's first process. */
  abstract List<String> command() throws IOException;

  /** Returns whether it is ready to be judged. */
  abstract boolean isSettled() throws IOException;

  /**
   * Gives the address to the other host.
   *
   * @return when that was asked for
   */
  abstract Instant move() throws IOException;

  final Stage stage() {
    return stage;
  }

  final String host() {
    return host;
  }

  final Process process() {
    return process;
  }

  final boolean isOlderThan(Duration age) {
    return startedAt.plus(age).isBefore(stage.time().now());
  }

  /** Returns a directory of its own, in memory. */
  final Path directory() throws IOException {
    return Files.createDirectories(stage.directory().resolve(name).resolve(host));
  }

  void start() throws IOException {
    File log = stage.logs().resolve(name + "-" + host + ".log").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(stage.lab().onHost(host, command()))
            .redirectError(ProcessBuilder.Redirect.appendTo(log));
    if (!isAnswering()) {
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    }
    process = builder.start();
    startedAt = stage.time().now();
  }

  /** Returns whether its standard output is answers and no log. */
  boolean isAnswering() {
    return false;
  }

  final boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Returns the processes that a fault is done to: all that it runs on this host. */
  List<Long> victims() {
    return processes().toList();
  }

  /** What else is on the host, the application and who watches, was started by this process. */
  private Stream<Long> processes() {
    Set<Long> others =
        ProcessHandle.current()
            .children()
            .map(ProcessHandle::pid)
            .filter(pid -> process == null || pid != process.pid())
            .collect(Collectors.toSet());
    return run(List.of("ip", "netns", "pids", host))
        .lines()
        .map(Long::valueOf)
        .filter(pid -> !others.contains(pid));
  }

  final Instant signal(String signal) throws IOException {
    return stage.hand().signal(signal, victims());
  }

  /** Tells the first process to end. */
  final Instant terminate() throws IOException {
    return stage.hand().signal("TERM", List.of(process.pid()));
  }

  /** Ends it in any case, and removes what it may have left, as an operator or a reboot would. */
  void sweep() throws IOException {
    if (process != null) {
      process.destroyForcibly();
      await();
    }
    for (int round = 0; round < SWEEPS; round++) { // some start others again meanwhile
      processes()
          .flatMap(pid -> ProcessHandle.of(pid).stream())
          .forEach(ProcessHandle::destroyForcibly);
    }
    String remove = "ip -n %s address del %s/24 dev eth0 2>/dev/null || true";
    run(List.of("bash", "-c", remove.formatted(host, Lab.VIP)));
  }

  private void await() throws IOException {
    try {
      if (!process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(
            "%s on %s did not end within %d s".formatted(name, host, END_LIMIT.toSeconds()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + name, e);
    }
  }

  /** Runs a command of the lab to its end. */
  final String run(List<String> command) {
    return stage.lab().run(command, COMMAND_LIMIT);
  }
}
