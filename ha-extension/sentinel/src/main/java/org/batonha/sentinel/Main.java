package org.batonha.sentinel;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import org.batonha.sentinel.keeper.Host;
import org.batonha.sentinel.keeper.Keeper;
import org.batonha.sentinel.keeper.Log;
import org.batonha.sentinel.keeper.Replies;
import org.batonha.sentinel.linux.LinuxHost;
import org.batonha.sentinel.linux.ParentWatch;
import org.batonha.sentinel.linux.Signals;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.service.AllowedHost;
import org.batonha.sentinel.service.ServiceConfig;

/**
 * Starts the sentinel: {@code java … org.batonha.sentinel.Main [--parent PID | --config FILE]}.
 * Commands on stdin and answers on stdout, or both on a socket with {@code --config}; log on
 * stderr. {@code docs/sentinel.md} has the protocol.
 *
 * <p>Ends with 0 after it has let go of everything, because stdin ended, the parent died or, where
 * there is none, SIGTERM came; with 1 if it failed (it has let go then, too); with 2 on wrong
 * arguments.
 */
public final class Main {
  /** The version of the line protocol. */
  static final int PROTOCOL = 6;

  private static final int EXIT_FAILED = 1;
  private static final int EXIT_USAGE = 2;

  /**
   * A reader that is slow may have this long for the last lines; the addresses are gone by then.
   */
  private static final Duration LAST_LINES = Duration.ofMillis(500);

  private static final Duration LETTING_GO = Duration.ofSeconds(2);

  private Main() {}

  /** Runs the process; never returns. */
  public static void main(String[] args) throws InterruptedException {
    Arguments arguments;
    try {
      arguments = Arguments.parse(args);
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
    Sentinel sentinel = new Sentinel(arguments.service() != null, log);
    prepareForTheEnd(sentinel, log);
    int exit =
        arguments.service() == null
            ? asChild(sentinel, arguments.parent(), out, log)
            : asService(sentinel, arguments.service(), log);
    out.drain(LAST_LINES);
    err.drain(LAST_LINES);
    Runtime.getRuntime().halt(exit);
  }

  private static void prepareForTheEnd(Sentinel sentinel, Log log) {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          log.warn("thread %s failed: %s".formatted(thread.getName(), failure));
          sentinel.stop("thread %s failed".formatted(thread.getName()));
        });
    Thread main = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> stopBySignal(sentinel, main, log), "signal"));
  }

  private static int asChild(Sentinel sentinel, OptionalLong parent, LineWriter out, Log log)
      throws InterruptedException {
    Runnable whenAble = parent.isPresent() ? Signals::leaveTheEndToTheServer : () -> {};
    Host host = openHost(sentinel, whenAble, out::send, log);
    Keeper keeper = new Keeper(host, log);
    Commander server = new Commander(out::send);
    startReader(new CommandReader(sentinel, server, log));
    parent.ifPresent(
        pid ->
            server.watchedBy(
                ParentWatch.start(pid, () -> sentinel.endNow(server, Sentinel.DYING))));
    int exit = run(sentinel, keeper, log, () -> server.sayLastWord(sentinel.isClean(), log));
    host.seeOff();
    return exit;
  }

  private static int asService(Sentinel sentinel, ServiceConfig config, Log log)
      throws InterruptedException {
    String[] greeting = new String[1];
    Host host = openHost(sentinel, () -> {}, line -> greeting[0] = line, log);
    Keeper keeper = new Keeper(new AllowedHost(host, config), log);
    SocketServer server;
    try {
      server = SocketServer.open(config.socket(), sentinel, greeting[0], log);
    } catch (IOException e) {
      log.warn(e.getMessage());
      return EXIT_FAILED;
    }
    int exit =
        run(
            sentinel,
            keeper,
            log,
            () ->
                server.commanders().parallelStream()
                    .forEach(commander -> commander.sayLastWord(sentinel.isClean(), log)));
    server.close();
    host.seeOff();
    return exit;
  }

  /**
   * Runs until the end.
   *
   * @param lastWords what is said when all was let go of as it should be
   */
  private static int run(Sentinel sentinel, Keeper keeper, Log log, Runnable lastWords)
      throws InterruptedException {
    try {
      sentinel.run(keeper);
      lastWords.run();
      return 0;
    } catch (RuntimeException e) {
      log.warn("failed, and has let go of everything: " + e);
      return EXIT_FAILED;
    }
  }

  /**
   * @param whenAble is run before the greeting when addresses can be held
   */
  private static Host openHost(Sentinel sentinel, Runnable whenAble, Replies greeting, Log log) {
    long pid = ProcessHandle.current().pid();
    try {
      Host host = LinuxHost.open(sentinel, log);
      whenAble.run();
      Rehearsal.play();
      greeting.send("ready %d %d".formatted(PROTOCOL, pid));
      return host;
    } catch (Refusal e) {
      log.warn("no address can be held: " + e.getMessage());
      greeting.send("unable %d %d %s".formatted(PROTOCOL, pid, e.getMessage()));
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
}
