package org.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandsTest {
  private final FakeCluster cluster = new FakeCluster();
  private final FakeService service = new FakeService(cluster);
  private FakeServer server;

  @BeforeEach
  void start() throws Exception {
    server = FakeServer.open().with(cluster, service);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private CommandLineRun run(String... arguments) {
    return new CommandLineRun().server("localhost", server).run(arguments);
  }

  @Test
  void movesAServiceAndSaysSo() {
    CommandLineRun run = run("move", "web", "--to", "n2");

    assertThat(run.out()).matches("web moved from n1 to n2 \\(epoch 4, \\d+ ms\\)\n");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(cluster.holder).isEqualTo("n2");
  }

  @Test
  void saysThatNothingMovedWhenItIsThereAlready() {
    assertThat(run("move", "web", "--to", "n1").out()).startsWith("web is on n1 already (epoch ");
  }

  @Test
  void tellsOfAMoveInJson() {
    assertThat(run("move", "web", "--to", "n2", "--json").out())
        .contains("\"from\": \"n1\"", "\"to\": \"n2\"", "\"epoch\": 4");
  }

  @Test
  void passesARefusalOn() {
    CommandLineRun run = run("move", "web", "--to", "nosuch");

    assertThat(run.err())
        .isEqualToIgnoringNewLines("baton: 'nosuch' is not a node of web: write n1 or n2");
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(ExitCode.REFUSED.code());
  }

  @Test
  void namesTheServicesWhenThereIsNoSuchOne() {
    CommandLineRun run = run("move", "wbe", "--to", "n2");

    assertThat(run.err()).contains("localhost:9990 has no service 'wbe': there is web");
    assertThat(run.code()).isEqualTo(ExitCode.REFUSED.code());
  }

  @Test
  void saysThatTheResultIsUnknownWhenAMoveTakesTooLong() {
    service.moveMayEnd = new CountDownLatch(1);

    CommandLineRun run = run("move", "web", "--to", "n2", "--timeout", "1");
    service.moveMayEnd.countDown();

    assertThat(run.err())
        .contains("was told to move web to n2 and said nothing within 1 s; 'baton status' shows");
    assertThat(run.code()).isEqualTo(ExitCode.UNCERTAIN.code());
  }

  @Test
  void recoversAService() {
    service.state = "FAIL";

    CommandLineRun run = run("recover", "web");

    assertThat(run.out()).isEqualTo("web may start on n1 again; it is RECOVER there\n");
    assertThat(run.code()).isZero();
  }

  @Test
  void recoversNothingThatDidNotFail() {
    CommandLineRun run = run("recover", "web");

    assertThat(run.err()).contains("web is UP on n1, not FAIL");
    assertThat(run.code()).isEqualTo(ExitCode.REFUSED.code());
  }

  @Test
  void stopsAService() {
    CommandLineRun run = run("stop", "web");

    assertThat(run.out())
        .matches("web is stopped, it was on n1; 'baton start web' starts it again \\(\\d+ ms\\)\n");
    assertThat(run.code()).isZero();
    assertThat(cluster.holder).isEmpty();
    assertThat(run("stop", "web", "--json").out()).contains("\"from\": null", "\"millis\": ");
  }

  @Test
  void startsAServiceAndSaysWhere() {
    cluster.holder = "";

    CommandLineRun run = run("start", "web");

    assertThat(run.out()).matches("web is UP on n1 \\(epoch 4, \\d+ ms\\)\n");
    assertThat(run.code()).isZero();
    assertThat(run("start", "web", "--json").out()).contains("\"holder\": \"n1\"", "\"epoch\": 5");
  }

  @Test
  void saysThatAServiceMayStillStart() {
    service.neverStarts = true;

    CommandLineRun run = run("start", "web");

    assertThat(run.err()).contains("web' may start, but is not UP anywhere yet");
    assertThat(run.code()).isEqualTo(ExitCode.UNCERTAIN.code());
  }

  @Test
  void failsAServiceOnTheAskedNode() {
    CommandLineRun run = run("fail", "web");

    assertThat(run.out())
        .matches("web is in FAIL on n1, until 'baton recover web' there \\(\\d+ ms\\)\n");
    assertThat(run.code()).isZero();
    assertThat(run("fail", "web", "--json").out())
        .contains("\"node\": \"n1\"", "\"state\": \"FAIL\"");
  }

  @Test
  void takesTheAskedNodeOutOfServiceAndBack() {
    CommandLineRun on = run("maintenance", "on");

    assertThat(on.out())
        .matches("n1 is in maintenance: it holds nothing and takes nothing \\(\\d+ ms\\)\n");
    assertThat(cluster.maintenance).isTrue();

    assertThat(run("maintenance", "off").out()).isEqualTo("n1 takes services again\n");
    assertThat(cluster.maintenance).isFalse();
    assertThat(run("maintenance", "on", "--json").out()).contains("\"maintenance\": true");
    assertThat(run("maintenance", "maybe").code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run("maintenance", "maybe").err()).contains("on", "off", "maybe");
  }

  @Test
  void explainsWhereAServiceIs() {
    assertThat(run("explain", "web").out())
        .isEqualTo(
            """
            service 'web' is UP on n1: holds epoch 3

            NODE  ROLE     VERDICT
            n1    PRIMARY  holds it, in UP
            n2    BACKUP   it could take it

            - if n1 fails, leaves or goes into maintenance, n2 takes it
            (as n1 sees it)
            """);
    assertThat(run("explain", "web", "--json").out())
        .contains("\"summary\": \"service 'web' is UP on n1: holds epoch 3\"")
        .contains("\"verdict\": \"it could take it\"")
        .contains("\"wouldMove\": [");
    assertThat(run("explain", "wbe").code()).isEqualTo(ExitCode.REFUSED.code());
  }

  @Test
  void showsTheNewestOfTheLog() {
    assertThat(run("log").out().lines())
        .hasSize(4)
        .anyMatch(line -> line.matches("TIME +SERVICE  EPOCH  WHAT +WHY"))
        .anyMatch(line -> line.matches("\\S+ \\S+  - +- +n2 DOWN -> UP +it has joined the view"))
        .anyMatch(
            line -> line.matches("\\S+ \\S+  web +3 +nominated n1 START +no holder is known"));
    assertThat(run("log", "--newest", "1").out())
        .contains("STARTING -> UP", "holds epoch 3")
        .doesNotContain("nominated");
    assertThat(run("log", "--json").out())
        .contains("\"at\": \"2026-02-02T02:40:00Z\"", "\"service\": null", "\"epoch\": 3");
    assertThat(run("log", "--newest", "0").err()).contains("--newest", "1 to 1000");
    assertThat(run("log", "--newest", "1001").code()).isEqualTo(ExitCode.USAGE.code());
  }

  @Test
  void refusesACommandLineInOneLineThatNamesTheMistake() {
    assertThat(run("status", "--timeout", "0").err()).contains("--timeout", "from 0.1 to 300");
    assertThat(run("status", "--server", "n1:http").err()).contains("--server", "1 to 65535");
    assertThat(run("status", "--password", "x").err()).contains("--password without --user");
    assertThat(run("move", "web").err()).contains("--to=NODE");
    assertThat(run("explode").err()).contains("explode");
    assertThat(run().err()).contains("which command?");
    assertThat(run("explode").code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run("status", "--password", "x").code()).isEqualTo(ExitCode.USAGE.code());
  }

  @Test
  void hasHelpAndAVersion() {
    assertThat(run("--help").out())
        .contains("status", "explain", "log", "move", "stop", "start", "fail", "recover")
        .contains("maintenance", "Exit codes");
    assertThat(run("status", "--help").out()).contains("--server", "--user", "--json");
    assertThat(run("--version").out()).startsWith("baton ");
    assertThat(run("--help").code()).isZero();
  }
}
