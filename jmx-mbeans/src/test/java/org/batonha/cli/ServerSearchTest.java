package org.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ServerSearchTest {
  private static final Duration FAR_BELOW_FOR_EVER = Duration.ofSeconds(20);

  private final FakeCluster cluster = new FakeCluster();
  private FakeServer server;

  @BeforeEach
  void start() throws Exception {
    server = FakeServer.open().with(cluster, new FakeService(cluster));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void goesOnWithTheFirstThatAnswers() {
    CommandLineRun run =
        new CommandLineRun()
            .server("hangs", null)
            .server("good:9991", server)
            .run("status", "--server", "gone,hangs", "--server", "good:9991", "--timeout", "20");

    assertThat(run.out()).contains("n1 at good:9991");
    assertThat(run.code()).isZero();
  }

  @Test
  void saysForEachWhyItDidNotAnswer() {
    CommandLineRun run =
        new CommandLineRun()
            .server("hangs", null)
            .run("status", "--server", "gone,hangs", "--timeout", "0.5");

    assertThat(run.err().lines())
        .containsExactly(
            "baton: no answer from gone:9990: Connection refused; is the server running?"
                + " --server names another one, --timeout waits longer",
            "baton: no answer from hangs:9990 within 0.5 s; does the server hang, or does one side"
                + " wait for DNS (then name both hosts in /etc/hosts)? --server names another one,"
                + " --timeout waits longer");
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(ExitCode.UNREACHABLE.code());
  }

  @Test
  void neverWaitsLongerThanItWasTold() {
    long start = System.nanoTime();
    new CommandLineRun()
        .server("hangs", null)
        .run("status", "--server", "hangs", "--timeout", "0.2");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(FAR_BELOW_FOR_EVER);
  }

  @Test
  void saysWhenBatonDoesNotRunThere() throws Exception {
    try (FakeServer stock = FakeServer.open()) {
      CommandLineRun run = new CommandLineRun().server("localhost", stock).run("status");

      assertThat(run.err()).contains("localhost:9990 answers, but Baton does not run in it");
      assertThat(run.code()).isEqualTo(ExitCode.NOT_INSTALLED.code());
    }
  }

  @Test
  void saysWhenTheUserIsNotLetIn() throws Exception {
    try (FakeServer guarded = new FakeServer("admin", "secret")) {
      guarded.with(cluster, new FakeService(cluster));
      CommandLineRun nobody = new CommandLineRun().server("localhost", guarded).run("status");
      CommandLineRun wrong =
          new CommandLineRun()
              .server("localhost", guarded)
              .environment("BATON_PASSWORD", "guess")
              .run("status", "--user", "admin");
      CommandLineRun right =
          new CommandLineRun()
              .server("localhost", guarded)
              .environment("BATON_PASSWORD", "secret")
              .run("status", "--user", "admin");

      assertThat(nobody.err()).contains("does not let you in: give --user");
      assertThat(nobody.code()).isEqualTo(ExitCode.DENIED.code());
      assertThat(wrong.err()).contains("does not let user 'admin' in: wrong name or password");
      assertThat(wrong.code()).isEqualTo(ExitCode.DENIED.code());
      assertThat(right.code()).isZero();
    }
  }

  @Test
  void explainsAHostThatRefusesForReal() {
    CommandLineRun run = new CommandLineRun().runForReal("status", "--server", "127.0.0.1:1");

    assertThat(run.err()).contains("no answer from 127.0.0.1:1: Connection refused");
    assertThat(run.code()).isEqualTo(ExitCode.UNREACHABLE.code());
  }
}
