package org.batonha.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {
  private static final String ALONE =
      "2026-11-22 16:25:17,309 INFO  [org.infinispan.CLUSTER] (non-blocking-thread--p14-t4)"
          + " [Context=sample.war] ISPN100008: Updating cache members list [n2], topology id 13\n";
  private static final String TOGETHER =
      "2026-11-22 16:25:27,358 INFO  [org.infinispan.CLUSTER] (thread-30,ejb,n2(v=16.0.5))"
          + " [Context=sample.war] ISPN100010: Finished rebalance with members [n1, n2], topology id"
          + " 20\n";
  private static final String ANOTHER_CACHE =
      "2026-11-22 16:25:28,300 INFO  [org.infinispan.CLUSTER] (non-blocking-thread--p5-t4)"
          + " [Context=default-server] ISPN100008: Updating cache members list [n1], topology id 9\n";
  private static final String OWN_PART =
      "2026-11-22 16:25:27,001 INFO  [org.infinispan.LIFECYCLE] (non-blocking-thread--p13-t2)"
          + " [Context=sample.war] ISPN100010: Finished rebalance with members [n1, n2], topology"
          + " id 40\n";
  private static final String STARTED =
      "2026-11-22 16:25:29,354 INFO  [org.jboss.as] (Controller Boot Thread) WFLYSRV0025: WildFly"
          + " 39.0.1.Final started in 23627ms\n";

  @TempDir private Path directory;

  private void append(String text) throws IOException {
    Files.writeString(
        file(),
        text,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND,
        StandardOpenOption.WRITE);
  }

  private Path file() {
    return directory.resolve("server.log");
  }

  @Test
  void aServerThatHasWrittenNothingHasNotStarted() {
    ServerLog log = new ServerLog(file());

    assertThat(log.started()).isEmpty();
    assertThat(log.members()).isEmpty();
  }

  @Test
  void theNewestWordOnTheSampleApplicationsSessionsCounts() throws IOException {
    ServerLog log = new ServerLog(file());
    append(ALONE);
    assertThat(log.members()).contains(new ServerLog.Members("2026-11-22 16:25:17,309", 1));

    append(TOGETHER + ANOTHER_CACHE);
    assertThat(log.members()).contains(new ServerLog.Members("2026-11-22 16:25:27,358", 2));
  }

  @Test
  void aNodeThatHasDoneItsOwnPartSaysNothingOfTheOthers() throws IOException {
    ServerLog log = new ServerLog(file());
    append(ALONE + OWN_PART);

    assertThat(log.members()).contains(new ServerLog.Members("2026-11-22 16:25:17,309", 1));
  }

  @Test
  void aLineIsReadOnlyWhenItIsComplete() throws IOException {
    ServerLog log = new ServerLog(file());
    append(STARTED.substring(0, 90));
    assertThat(log.started()).isEmpty();

    append(STARTED.substring(90));
    assertThat(log.started()).contains(STARTED.strip());
  }

  @Test
  void aRestartForgetsWhatWas() throws IOException {
    ServerLog log = new ServerLog(file());
    append(STARTED + TOGETHER);
    assertThat(log.members()).isPresent();

    log.restart();

    assertThat(log.started()).isEmpty();
    assertThat(log.members()).isEmpty();
    assertThat(directory.resolve("server-1.log")).exists();
  }
}
