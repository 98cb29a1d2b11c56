package org.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusTest {
  private static final Instant SAME_DAY = Instant.ofEpochMilli(FakeCluster.SINCE + 1000);

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

  private CommandLineRun status(String... more) {
    String[] arguments = new String[more.length + 1];
    arguments[0] = "status";
    System.arraycopy(more, 0, arguments, 1, more.length);
    return new CommandLineRun().server("localhost", server).run(arguments);
  }

  private String text(int width) {
    Terminal terminal = new Terminal(null, null, width, false, Map.of());
    ClusterReport report = ClusterReport.of(ServerAddress.parse("localhost"), cluster);
    return new StatusText(report, terminal, SAME_DAY, ZoneOffset.UTC).text();
  }

  @Test
  void showsServicesByNodesAndLinksByPeers() {
    assertThat(text(Terminal.UNLIMITED))
        .isEqualTo(
            """
            n1 at localhost:9990, Baton 0.1.0
            view: n1, n2; missing: a1
            coordinator: n1
            peers: n2 UP; a1 DOWN (it was never in the view)
            quorate: yes (policy witness)

            SERVICE  HOLDER  EPOCH  n1          n2              ADDRESSES
            web      n1      3      PRIMARY UP  BACKUP RECOVER  192.0.2.7/24@eth0

            LINK  OVER                        TO n2
            lan   udp eth0 192.0.2.1:7600     UP since 02:40:00, 0.32 ms
            hb    tcp eth1 198.51.100.1:7600  INDOUBT since 02:40:00, 4 heartbeats missing
            """);
  }

  @Test
  void writesOneLinePerPairWhereTheTerminalIsNarrow() {
    assertThat(text(55))
        .contains(
            """
            SERVICE  HOLDER  EPOCH  NODE  STATE
            web      n1      3      n1    PRIMARY UP
            web      n1      3      n2    BACKUP RECOVER
            """)
        .contains(
            """
            LINK  PEER  STATE    SINCE     ROUND TRIP
            lan   n2    UP       02:40:00  0.32 ms
            """);
  }

  @Test
  void readsItAllOverJmx() {
    CommandLineRun run = status();

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("web      n1      3      PRIMARY UP  BACKUP RECOVER");
    assertThat(run.code()).isZero();
  }

  @Test
  void saysWhichNodeIsDown() {
    cluster.view = List.of("n1");

    CommandLineRun run = status();

    assertThat(run.out())
        .contains("view: n1; missing: n2, a1")
        .contains("BACKUP DOWN")
        .contains("web on n2: it left the view");
    assertThat(run.code()).isZero();
  }

  @Test
  void saysWhichNodeIsInDoubtAndWhy() {
    cluster.peerState = "INDOUBT";

    assertThat(status().out()).contains("peers: n2 INDOUBT (it missed a heartbeat); a1 DOWN");
  }

  @Test
  void showsAServiceThatIsTakenBackAfterASplit() {
    cluster.stateOfHolder = "RECLAIM";

    assertThat(status().out())
        .contains("PRIMARY RECLAIM  BACKUP RECOVER")
        .contains("web on n1: 'n2' holds it, too, since a split");
  }

  @Test
  void saysThatANodeIsInMaintenance() {
    cluster.maintenance = true;

    assertThat(status().out())
        .contains("maintenance: n1 takes nothing, 'baton maintenance off' ends it")
        .contains("web on n1: is not taken there: maintenance");
    assertThat(status("--json").out())
        .contains("\"maintenance\": true", "\"unavailable\": \"maintenance\"");
  }

  @Test
  void endsInACodeOfItsOwnWhenAServiceIsUpNowhere() {
    cluster.holder = "";

    CommandLineRun run = status();

    assertThat(run.out()).contains("web      none    3      PRIMARY RECOVER  BACKUP RECOVER");
    assertThat(run.err()).isEqualToIgnoringNewLines("baton: UP on no node: web");
    assertThat(run.code()).isEqualTo(ExitCode.NOT_ACTIVE.code());
  }

  @Test
  void printsTheSameAsJson() {
    assertThat(status("--json").out())
        .startsWith(
            """
            {
              "server": "localhost:9990",
              "node": "n1",
              "version": "0.1.0",
              "nodes": [
                "n1",
                "n2"
              ],
              "arbiters": [
                "a1"
              ],
            """)
        .contains(
            """
              "quorum": "witness",
              "quorate": true,
              "maintenance": false,
              "peers": [
                {
                  "node": "n2",
                  "state": "UP",
                  "since": "2026-02-02T02:40:00Z",
                  "reason": "it was heard"
                },
                {
                  "node": "a1",
                  "state": "DOWN",
                  "since": null,
                  "reason": "it was never in the view"
                }
              ],
              "services": [
                {
                  "name": "web",
                  "holder": "n1",
                  "epoch": 3,
                  "addresses": [
                    "192.0.2.7/24@eth0"
                  ],
                  "nodes": [
                    {
                      "node": "n1",
                      "role": "PRIMARY",
                      "state": "UP",
                      "reason": "",
                      "unavailable": null
                    },
            """)
        .contains(
            """
                      "state": "INDOUBT",
                      "since": "2026-02-02T02:40:00Z",
                      "roundTripMicros": 320,
                      "heartbeatsMissed": 4,
                      "framesReceived": 4711,
                      "framesDropped": 2
            """);
  }
}
