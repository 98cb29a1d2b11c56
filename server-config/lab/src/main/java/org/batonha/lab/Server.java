package org.batonha.lab;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One WildFly server on a host of the lab. It runs the unchanged scripts of a server home that all
 * nodes share, on a base directory of its own, which is a copy of the home's {@code standalone}.
 * Not thread-safe.
 */
public final class Server {
  /** Parts of a base directory that a server writes at run time, so they are not copied. */
  private static final Set<String> RUNTIME = Set.of("data", "log", "tmp");

  private static final Duration PROCESS_LIMIT = Duration.ofSeconds(30);
  private static final Duration START_LIMIT = Duration.ofMinutes(4);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(90);

  private final Lab lab;
  private final String node;
  private final Path home;
  private final Path base;
  private final ServerLog log;
  private Process script;
  private long pid;

  /**
   * Prepares a node; nothing runs yet.
   *
   * @throws LabException when the base directory cannot be made
   */
  public Server(Lab lab, String node, Installation installation) {
    this.lab = lab;
    this.node = node;
    this.home = installation.home();
    this.base = lab.directory().resolve("servers").resolve(node);
    this.log = new ServerLog(base.resolve("log/server.log"));
    try {
      copy(installation.standalone(), base);
    } catch (IOException e) {
      throw new LabException("cannot copy " + installation.standalone() + " to " + base, e);
    }
  }

  /** Returns the node's name, which is its host's name, too. */
  public String node() {
    return node;
  }

  /** Returns the base directory. */
  public Path base() {
    return base;
  }

  /** Returns the id of the server's process; 0 before its first start. */
  public long pid() {
    return pid;
  }

  /** Returns whether the server's process is there; a hanging one is. */
  public boolean isAlive() {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  /**
   * Starts the process; {@link #awaitStarted} waits for the server.
   *
   * @throws LabException when there is no process
   */
  public void start() {
    Path pidFile = base.resolve("server.pid");
    try {
      Files.deleteIfExists(pidFile);
      log.restart();
      ProcessBuilder builder = new ProcessBuilder(lab.onHost(node, command()));
      File console = base.resolve("console.log").toFile();
      builder.redirectErrorStream(true).redirectOutput(console);
      builder.environment().put("JBOSS_HOME", home.toString());
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().put("JBOSS_PIDFILE", pidFile.toString());
      builder.environment().put("LAUNCH_JBOSS_IN_BACKGROUND", "true");
      builder
          .environment()
          .put("JBOSS_JAVA_SIZING", "-Xms256m -Xmx512m -XX:MetaspaceSize=128m -XX:-UsePerfData");
      builder.environment().keySet().removeAll(Set.of("JAVA_OPTS", "JBOSS_BASE_DIR"));
      script = builder.start();
      if (!Await.until(() -> hasPid(pidFile), PROCESS_LIMIT)) {
        throw new LabException(
            "%s: no server process; its console says: %s"
                .formatted(node, Files.readString(console.toPath())));
      }
      pid = Long.parseLong(Files.readString(pidFile).strip());
    } catch (IOException e) {
      throw new LabException("cannot start a server on " + node + " from " + home, e);
    }
  }

  private List<String> command() {
    return List.of(
        home.resolve("bin/standalone.sh").toString(),
        "--server-config=standalone-ha.xml",
        "-Djboss.server.base.dir=" + base,
        "-Djboss.node.name=" + node,
        "-Djboss.tx.node.id=" + node,
        "-Dbaton.links=lan=udp:eth0,hb=tcp:eth1",
        "-Dbaton.sample.crash=true",
        "-b=0.0.0.0",
        "-bmanagement=0.0.0.0",
        "-bprivate=" + Lab.lanAddress(node));
  }

  private boolean hasPid(Path pidFile) {
    try {
      return Files.exists(pidFile) && !Files.readString(pidFile).isBlank();
    } catch (IOException e) {
      throw new LabException("cannot read " + pidFile, e);
    }
  }

  /**
   * Waits until the server has started.
   *
   * @throws LabException when it does not, with the end of its log
   */
  public void awaitStarted() {
    boolean ready = Await.until(() -> !isAlive() || log.started().isPresent(), START_LIMIT);
    if (!ready || !isAlive()) {
      throw new LabException(
          "%s %s; its log ends:%n%s"
              .formatted(
                  node,
                  isAlive()
                      ? "did not start within " + START_LIMIT.toSeconds() + " s"
                      : "ended while starting",
                  log.tail()));
    }
    log.started()
        .filter(line -> line.contains("WFLYSRV0026"))
        .ifPresent(
            line -> {
              throw new LabException(
                  "%s started with errors: %s; see %s".formatted(node, line, base.resolve("log")));
            });
  }

  /** Returns the server's newest word on who keeps the sessions. */
  Optional<ServerLog.Members> members() {
    return log.members();
  }

  /** Kills the process: SIGKILL. */
  public void kill() {
    process().destroyForcibly();
  }

  /** Asks the process to stop: SIGTERM. Does not wait. */
  public void terminate() {
    process().destroy();
  }

  private ProcessHandle process() {
    return ProcessHandle.of(pid)
        .orElseThrow(() -> new LabException("the server on " + node + " has ended by itself"));
  }

  /** Freezes the process: SIGSTOP. */
  public void suspend() {
    lab.signal("STOP", pid);
  }

  /** Thaws the process: SIGCONT. */
  public void resume() {
    lab.signal("CONT", pid);
  }

  /**
   * Waits for the end of the process.
   *
   * @throws LabException when it does not end
   */
  public void awaitEnd() {
    if (!Await.until(() -> !isAlive() && !script.isAlive(), STOP_LIMIT)) {
      throw new LabException(
          "the server on %s did not end within %d s; its log ends:%n%s"
              .formatted(node, STOP_LIMIT.toSeconds(), log.tail()));
    }
  }

  /** Copies a base directory, without what a server writes there. */
  static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Path relative = from.relativize(directory);
            if (RUNTIME.contains(relative.toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(relative.toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path target = to.resolve(from.relativize(file).toString());
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
