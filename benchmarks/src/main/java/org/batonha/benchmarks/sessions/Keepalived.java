package org.batonha.benchmarks.sessions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.batonha.benchmarks.addresses.KeepalivedCommand;
import org.batonha.lab.Cluster;
import org.batonha.lab.Lab;
import org.batonha.lab.LabException;
import org.batonha.lab.Server;

/** keepalived on both hosts, as an administrator would put it beside a stock server. */
final class Keepalived {
  /** A page that needs no session. */
  private static final String CHECK =
      "curl --silent --fail --max-time 1 --output /dev/null http://127.0.0.1:8080/sample/";

  private static final String DEFAULT_INTERVAL = "1";
  private static final List<String> HOSTS = List.of("n1", "n2");

  private final Lab lab;
  private final Path logs;
  private final Map<String, Process> processes = new HashMap<>();

  /**
   * Creates it; nothing runs yet.
   *
   * @param logs a directory that is there
   */
  Keepalived(Lab lab, Path logs) {
    this.lab = lab;
    this.logs = logs;
  }

  /** Starts it where it does not run. */
  void restore() throws IOException {
    for (String host : HOSTS) {
      Process process = processes.get(host);
      if (process == null || !process.isAlive()) {
        processes.put(host, start(host));
      }
    }
  }

  private Process start(String host) throws IOException {
    Path directory = Files.createDirectories(lab.directory().resolve("keepalived").resolve(host));
    List<String> command =
        KeepalivedCommand.of(host, DEFAULT_INTERVAL, directory, Optional.of(CHECK));
    Path log = logs.resolve("keepalived-" + host + ".log");
    return new ProcessBuilder(lab.onHost(host, command))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** VRRP's own way: the master ends with priority 0, which says that it will not come back. */
  void move(Cluster cluster, Server from) {
    Process process = processes.get(from.node());
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new LabException("keepalived on " + from.node() + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }
}
