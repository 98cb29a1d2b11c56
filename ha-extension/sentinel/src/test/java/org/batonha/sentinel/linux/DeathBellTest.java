package org.batonha.sentinel.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DeathBellTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(5);

  /** Has the threads of any JVM, and waits. */
  static final class Threads {
    private Threads() {}

    public static void main(String[] args) throws IOException, InterruptedException {
      System.out.write('r');
      System.out.flush();
      new CountDownLatch(1).await();
    }
  }

  @Test
  void theEndOfAProcessOfManyThreadsEndsThePause() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String path = System.getProperty("java.class.path");
    Process process =
        new ProcessBuilder(java, "-Xmx16m", "-cp", path, Threads.class.getName()).start();
    try (DeathBell bell = bellOf(process)) {
      assumeThat(bell.isHung()).as("the kernel is 6.9 or later").isTrue();
      bell.await(SHORT);
      process.destroyForcibly();

      long began = System.nanoTime();
      while (!bell.await(LONG)) {
        assertThat(System.nanoTime() - began).isLessThan(LONG.toNanos());
      }

      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONG);
    } finally {
      process.destroyForcibly();
    }
  }

  private static DeathBell bellOf(Process process) throws IOException {
    assertThat(process.getInputStream().read()).as("it has started").isEqualTo('r');
    return new DeathBell(process.pid());
  }

  @Test
  void whereNobodyRingsItIsAPause() throws IOException {
    Process process = new ProcessBuilder("sleep", "60").start();
    try (DeathBell bell = new DeathBell(process.pid())) {
      assertThat(bell.isHung()).as("it has one thread").isFalse();
      long began = System.nanoTime();

      assertThat(bell.await(SHORT)).isFalse();

      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(SHORT);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aProcessThatIsGoneHasNoBell() {
    try (DeathBell bell = new DeathBell(Integer.MAX_VALUE)) {
      assertThat(bell.isHung()).isFalse();
      assertThat(bell.await(SHORT)).isFalse();
    }
  }
}
