package org.batonha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinksTest {
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

  private CommandLineRun links(String... more) {
    String[] arguments = new String[more.length + 1];
    arguments[0] = "links";
    System.arraycopy(more, 0, arguments, 1, more.length);
    return new CommandLineRun().server("localhost", server).run(arguments);
  }

  @Test
  void showsOneLinePerLinkAndPeerAndOnePerLink() {
    Terminal terminal = new Terminal(null, null, Terminal.UNLIMITED, false, Map.of());

    assertThat(new LinksText(cluster.getLinks(), terminal, SAME_DAY, ZoneOffset.UTC).text())
        .isEqualTo(
            """
            LINK  PEER  STATE    SINCE     CARRIES  UP/INDOUBT/DOWN  MIN/MEAN/MAX/99% ms  LOSS IN/OUT  SENT           RECEIVED       RESENT
            lan   n2    UP       02:40:00  yes      2/3/1            0.21/0.34/1.90/1.25  2.0/0.0 %    5000, 7.0 MiB  4711, 1.5 KiB  12
            hb    n2    INDOUBT  02:40:00  no       2/3/1            0.21/0.34/1.90/1.25  2.0/0.0 %    5000, 7.0 MiB  4711, 1.5 KiB  12

            LINK  OVER                        PRIORITY  QUEUED              DROPPED
            lan   udp eth0 192.0.2.1:7600     9         0 B of 4.0 MiB      nothing
            hb    tcp eth1 198.51.100.1:7600  0         2.0 KiB of 4.0 MiB  DUPLICATE 3, FORGED 1
            """);
  }

  @Test
  void readsItAllOverJmx() {
    CommandLineRun run = links();

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("0.21/0.34/1.90/1.25").contains("DUPLICATE 3, FORGED 1");
    assertThat(run.code()).isZero();
  }

  @Test
  void printsTheSameAsJson() {
    assertThat(links("--json").out())
        .contains(
            """
                  "priority": 0,
                  "queuedBytes": 2048,
                  "queueLimit": 4194304,
                  "drops": {
                    "DUPLICATE": 3,
                    "FORGED": 1
                  },
            """)
        .contains("\"roundTrip99Micros\": 1250")
        .contains("\"framesResent\": 12");
  }

  @Test
  void saysWhatToDoWhenNoLinksAreKnown() {
    Terminal terminal = new Terminal(null, null, Terminal.UNLIMITED, false, Map.of());

    assertThat(new LinksText(List.of(), terminal, SAME_DAY, ZoneOffset.UTC).text())
        .contains("stack 'redundant'");
  }
}
