package org.batonha.sentinel;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.time.Duration;
import java.util.OptionalLong;
import org.batonha.sentinel.keeper.Host;
import org.batonha.sentinel.keeper.Keeper;
import org.batonha.sentinel.keeper.Log;
import org.batonha.sentinel.linux.LinuxHost;
import org.batonha.sentinel.linux.ParentWatch;
import org.batonha.sentinel.protocol.Refusal;

/**
 * Starts the sentinel: {@code java … org.batonha.sentinel.Main [--parent PID]}. Commands on stdin,
 * answers on stdout, log on stderr; {@code docs/sentinel.md} has the protocol.
 *
 * <p>Ends with 0 after it has let go of everything, because stdin ended, the parent died or SIGTERM
 * came; with 1 if it failed (it has let go then, too); with 2 on wrong arguments.
 */
public final class Main {
  /** The version of the line protocol. */
  static final int PROTOCOL = 3;

  private static final int EXIT_FAILED = 1;
  private static final int EXIT_USAGE = 2;

  /**
   * A reader that is slow may have this long for the last words; the addresses are gone by then.
   */
  private static final Duration LAST_WORDS = Duration.ofMillis(500);

  private static final Duration LETTING_GO = Duration.ofSeconds(2);

  private Main() {}

  /** Runs the process; never returns. */
  public static void main(String[] args) throws InterruptedException {
    OptionalLong parent;
    try {
      parent = parent(args);
    } catch (IllegalArgumentException e) {
      System.err.println("sentinel: " + e.getMessage());
      System.exit(EXIT_USAGE);
      return;
    }
    LineWriter out =
        new LineWriter(
            "stdout",
            new FileOutputStream(FileDescriptor.out),
            "error - system %d lines were dropped before this one: read faster");
    LineWriter err =
        new LineWriter(
            "stderr", new FileOutputStream(FileDescriptor.err), "%d lines of the log were dropped");
    System.setOut(System.err); // stdout is the protocol: no library may write there
    Log log = new StderrLog(err);
    Runtime.getRuntime().halt(run(parent, out, err, log));
  }

  private static int run(OptionalLong parent, LineWriter out, LineWriter err, Log log)
      throws InterruptedException {
    Sentinel sentinel = new Sentinel(log);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          log.warn("thread %s failed: %s".formatted(thread.getName(), failure));
          sentinel.stop("thread %s failed".formatted(thread.getName()));
        });
    Thread main = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> stopBySignal(sentinel, main, log), "signal"));
    Keeper keeper = new Keeper(openHost(sentinel, out, log), log);
    Commander server = new Commander(out::send);
    startReader(new CommandReader(sentinel, server, log));
    parent.ifPresent(
        pid ->
            server.watchedBy(
                ParentWatch.start(pid, () -> sentinel.stop("the server is dying or dead"))));
    int exit = 0;
    try {
      sentinel.run(keeper);
      server.sayLastWord(sentinel.isClean(), log);
    } catch (RuntimeException e) {
      log.warn("failed, and has let go of everything: " + e);
      exit = EXIT_FAILED;
    }
    out.drain(LAST_WORDS);
    err.drain(LAST_WORDS);
    return exit;
  }

  private static Host openHost(Sentinel sentinel, LineWriter out, Log log) {
    long pid = ProcessHandle.current().pid();
    try {
      Host host = LinuxHost.open(sentinel, log);
      Rehearsal.play();
      out.send("ready %d %d".formatted(PROTOCOL, pid));
      return host;
    } catch (Refusal e) {
      log.warn("no address can be held: " + e.getMessage());
      out.send("unable %d %d %s".formatted(PROTOCOL, pid, e.getMessage()));
      return new UnableHost(e);
    }
  }

  private static void startReader(CommandReader reader) {
    FileInputStream in = new FileInputStream(FileDescriptor.in);
    Thread thread = new Thread(() -> reader.readAll(in), "stdin");
    thread.setDaemon(true);
    thread.start();
  }

  /** Makes the main thread end; that halts the process, while this waits for it. */
  private static void stopBySignal(Sentinel sentinel, Thread main, Log log) {
    sentinel.stop("the sentinel was told to end");
    try {
      main.join(LETTING_GO.toMillis());
      log.warn("could not let go in time: the kernel drops the addresses");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static OptionalLong parent(String[] args) {
    if (args.length == 0) {
      return OptionalLong.empty();
    }
    if (args.length == 2 && args[0].equals("--parent") && args[1].matches("[1-9][0-9]{0,9}")) {
      return OptionalLong.of(Long.parseLong(args[1]));
    }
    throw new IllegalArgumentException(
        "wrong arguments '%s': the only option is --parent PID, the server's process"
            .formatted(String.join(" ", args)));
  }
}
