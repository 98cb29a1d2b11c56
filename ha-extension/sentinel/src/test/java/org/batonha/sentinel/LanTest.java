package org.batonha.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.batonha.sentinel.lan.FrameDump;
import org.batonha.sentinel.lan.Lan;
import org.batonha.sentinel.lan.Lines;
import org.batonha.sentinel.lan.SentinelProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the tests on a LAN share: it is built for each of them, and all that ran on it ends. */
abstract class LanTest {
  static final String IP = "10.0.0.50";
  static final String ADDRESS = IP + "/24@eth0";

  Lan lan;
  final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void buildLan() throws IOException, InterruptedException {
    lan = Lan.build();
  }

  @AfterEach
  void endAll() throws Exception {
    Collections.reverse(open);
    for (AutoCloseable process : open) {
      process.close();
    }
    lan.close();
  }

  SentinelProcess sentinel(String host, String... arguments) throws Exception {
    SentinelProcess sentinel = SentinelProcess.start(lan, host, arguments);
    open.add(sentinel);
    assertThat(sentinel.greeting()).as("it can hold addresses here").startsWith("ready 6 ");
    return sentinel;
  }

  Lines java(String host, Class<?> main, String... arguments) throws Exception {
    return lines(main.getSimpleName() + " on " + host, startJava(host, main, arguments));
  }

  Process startJava(String host, Class<?> main, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    Process process = lan.start(host, command, Redirect.INHERIT);
    open.add(process::destroyForcibly);
    return process;
  }

  /** Listens to what a host hears in ARP and neighbour discovery. */
  Lines frames(String host) throws Exception {
    Lines lines = java(host, FrameDump.class);
    lines.await("listening");
    return lines;
  }

  static Lines lines(String name, Process process) {
    return new Lines(name, process.getInputStream());
  }

  static void await(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.call()) {
      if (end - System.nanoTime() < 0) {
        throw new AssertionError("not within 20 s: " + what);
      }
      Thread.onSpinWait();
    }
  }
}
