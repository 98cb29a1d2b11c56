package org.batonha.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The lab that this process runs in: the script {@code lab} as Java calls. Thread-safe; each call
 * takes some ten milliseconds, the time of a few processes.
 */
public final class Lab {
  /** The virtual address that the nodes share. */
  public static final String VIP = "10.10.0.100";

  /** Where the lab keeps its state: a file system in memory that ends with the lab. */
  private static final Path STATE = Path.of("/run/baton-lab");

  /** Bound of a command of the lab; they take milliseconds. */
  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(20);

  private Lab() {}

  /**
   * Returns the lab around this process.
   *
   * @throws LabException when this process runs outside of a lab
   */
  public static Lab current() {
    if (!Files.isDirectory(STATE)) {
      throw new LabException(
          "this is not inside of a lab: start it by 'server-config/lab/lab run -- …' or by './demo'");
    }
    return new Lab();
  }

  /** Returns the id, outside of the lab, of the process that {@code lab enter} takes. */
  public String id() {
    try {
      return Files.readString(STATE.resolve("pid")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the lab's id", e);
    }
  }

  /** Returns a directory that lives in memory and ends with the lab. */
  public Path directory() {
    return STATE;
  }

  /** Returns the address of a node on {@code lan}. */
  public static String lanAddress(String node) {
    return "10.10.0." + (10 + Integer.parseInt(node.substring(1)));
  }

  /** Returns the command that runs {@code command} on a host, under one process id throughout. */
  public List<String> onHost(String host, List<String> command) {
    List<String> all = new ArrayList<>(List.of("lab", "exec", host));
    all.addAll(command);
    return all;
  }

  /** Pulls the cable of a host on a network ({@code lan}, {@code hb}): carrier is lost. */
  public void pullCable(String host, String network) {
    run(List.of("lab", "cable", host, network, "pull"), COMMAND_LIMIT);
  }

  /** Plugs the cable in again. */
  public void plugCable(String host, String network) {
    run(List.of("lab", "cable", host, network, "plug"), COMMAND_LIMIT);
  }

  /** Kills the switch port of a host on a network: nothing passes, carrier stays. */
  public void killSwitchPort(String host, String network) {
    run(List.of("lab", "switch", host, network, "kill"), COMMAND_LIMIT);
  }

  /** Brings the switch port back. */
  public void restoreSwitchPort(String host, String network) {
    run(List.of("lab", "switch", host, network, "restore"), COMMAND_LIMIT);
  }

  /** Lets nothing reach a host on a network any more ({@code deaf}), or nothing leave it. */
  public void cutOneWay(String host, String network, boolean deaf) {
    run(List.of("lab", "oneway", host, network, deaf ? "deaf" : "mute"), COMMAND_LIMIT);
  }

  /** Takes {@link #cutOneWay} back. */
  public void healOneWay(String host, String network) {
    run(List.of("lab", "oneway", host, network, "heal"), COMMAND_LIMIT);
  }

  /** Sends a signal that Java cannot send, {@code STOP} or {@code CONT}, to a process. */
  public void signal(String signal, long pid) {
    // The shell's own kill: /bin/kill is a package that a small system may lack.
    run(List.of("bash", "-c", "kill -" + signal + " " + pid), COMMAND_LIMIT);
  }

  /**
   * Runs a command to its end.
   *
   * @return what it wrote, standard output and error together
   * @throws LabException when it fails or takes longer than {@code limit}, with what it wrote
   */
  public String run(List<String> command, Duration limit) {
    try {
      Path output = Files.createTempFile(STATE, "command", ".out");
      try {
        return run(command, limit, output);
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new LabException("cannot run " + command, e);
    }
  }

  private static String run(List<String> command, Duration limit, Path output) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new LabException(
            "%s did not end within %d s; it said: %s"
                .formatted(command, limit.toSeconds(), read(output)));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while waiting for " + command, e);
    }
    if (process.exitValue() != 0) {
      throw new LabException(
          "%s failed with exit code %d; it said: %s"
              .formatted(command, process.exitValue(), read(output)));
    }
    return read(output);
  }

  private static String read(Path output) throws IOException {
    try (InputStream in = Files.newInputStream(output)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
