package org.batonha.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that come with JGroups and know nothing of this transport run on its stack file. */
class ApplicationsTest {
  /** What UPerf measures with needs 100 MB. */
  private static final String HEAP = "-Xmx512m";

  private static final Duration SOON = Duration.ofSeconds(120);

  private final List<ProcessLines> programs = new ArrayList<>();
  @TempDir private Path directory;

  private ProcessLines start(int n, String main, String... options) throws IOException {
    Path stack = directory.resolve("n" + n + ".xml");
    // Two servers that start on two busy cores may stall for longer than the default limit.
    String patient = "heartbeat_limit='50'";
    Files.write(stack, Member.stack(Member.twoLinks(n), Member.twoLinkHosts(), patient));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                main,
                "-props",
                stack.toString(),
                "-name",
                "n" + n));
    command.addAll(List.of(options));
    ProcessLines program = new ProcessLines(command);
    programs.add(program);
    return program;
  }

  @AfterEach
  void end() {
    programs.forEach(ProcessLines::kill);
    programs.forEach(ProcessLines::close);
  }

  private static void awaitLine(ProcessLines program, String part) {
    try {
      Await.until(part, SOON, () -> program.lines().stream().anyMatch(line -> line.contains(part)));
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; it said: " + program.lines(), e);
    }
  }

  private static boolean hasLine(ProcessLines program, String part) {
    return program.lines().stream().anyMatch(line -> line.contains(part));
  }

  @Test
  void aChatIsHeardByTheOther() throws IOException {
    ProcessLines one = start(1, "org.jgroups.demos.Chat");
    awaitLine(one, "[n1|0] (1)");
    ProcessLines two = start(2, "org.jgroups.demos.Chat");
    awaitLine(one, "(2) [n1, n2]");
    awaitLine(two, "(2) [n1, n2]");

    one.write("anybody there?");
    awaitLine(two, "[n1]: anybody there?");
    two.write("yes");
    awaitLine(one, "[n2]: yes");
  }

  @Test
  void thePerformanceTestOfRemoteCallsRunsToItsEnd() throws IOException {
    String main = "org.jgroups.tests.perf.UPerf";
    ProcessLines one = start(1, main, "-time", "2", "-threads", "4");
    awaitLine(one, "[n1|0] (1)");
    ProcessLines two = start(2, main, "-nohup");
    awaitLine(two, "(2) [n1, n2]");

    // It waits for its nodes' results a fifth longer than they take, which a busy machine may miss.
    AtomicInteger asked = new AtomicInteger();
    try {
      Await.until(
          "results of both",
          SOON,
          () -> {
            if (menus(one) > asked.get()) {
              asked.incrementAndGet();
              say(one, "1");
            }
            return hasLine(one, "Throughput: ") && hasLine(one, "n2: ");
          });
    } catch (AssertionError e) {
      throw new AssertionError(
          "%s; one said: %s; two said: %s".formatted(e.getMessage(), one.lines(), two.lines()), e);
    }
  }

  private static long menus(ProcessLines program) {
    return program.lines().stream().filter(line -> line.contains("[1] Start test")).count();
  }

  private static void say(ProcessLines program, String line) {
    try {
      program.write(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
