package org.batonha.benchmarks.addresses;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.batonha.lab.Lab;
import org.batonha.lab.LabException;

/**
 * Linux-HA Heartbeat as Debian has it, with {@code haresources}, over both networks. Its defaults
 * are for other times; these are as short as its own log still calls them safe.
 */
record Heartbeat() implements Contender {
  private static final Path PROGRAM = Path.of("/usr/libexec/heartbeat/heartbeat");
  private static final String STANDBY = "/usr/share/heartbeat/hb_standby";

  @Override
  public String word() {
    return "heartbeat";
  }

  @Override
  public Optional<String> missing() {
    return Files.isExecutable(PROGRAM)
        ? Optional.empty()
        : Optional.of(
            "'%s' is not installed: apt-get install --no-install-recommends heartbeat"
                .formatted(PROGRAM));
  }

  @Override
  public boolean isServer() {
    return false;
  }

  @Override
  public Daemon on(String host, Stage stage) {
    return new OnHost(host, stage);
  }

  private static final class OnHost extends Daemon {
    OnHost(String host, Stage stage) {
      super(stage, host, "heartbeat");
    }

    /** Its paths are fixed: each host gets its own configuration, state and sockets there. */
    @Override
    List<String> command() throws IOException {
      Path files = directory();
      Files.writeString(
          files.resolve("ha.cf"),
          """
          use_logd off
          logfile %s
          keepalive 250ms
          warntime 500ms
          deadtime 1
          initdead 3
          bcast eth0 eth1
          auto_failback off
          crm no
          node n1 n2
          """
              .formatted(stage().logs().resolve("heartbeat-" + host() + ".log")));
      Files.writeString(
          files.resolve("haresources"), "n1 IPaddr2::%s/24/eth0\n".formatted(Lab.VIP));
      Path keys = files.resolve("authkeys");
      Files.writeString(keys, "auth 1\n1 sha1 benchmark\n");
      Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
      String script =
          """
          set -e
          mount -t tmpfs tmpfs /mnt
          cp -a /etc/ha.d/. /mnt/ && cp -a "$0"/. /mnt/
          mount --bind /mnt /etc/ha.d
          for d in $(cd /var/lib/heartbeat && find . -type d); do
            echo "$d $(stat -c %u:%g:%a /var/lib/heartbeat/$d)"
          done >/mnt/state
          mount -t tmpfs tmpfs /var/lib/heartbeat
          while read -r d owner; do
            mkdir -p /var/lib/heartbeat/$d
            chown "${owner%:*}" /var/lib/heartbeat/$d && chmod "${owner##*:}" /var/lib/heartbeat/$d
          done </mnt/state
          mount -t tmpfs tmpfs /run
          mkdir -p /run/lock /run/resource-agents /run/heartbeat/ccm /run/heartbeat/dopd
          chown -R hacluster:haclient /run/heartbeat && chmod -R g+rwx /run/heartbeat
          exec /usr/libexec/heartbeat/heartbeat -f
          """;
      return List.of("bash", "-c", script, files.toString());
    }

    @Override
    boolean isSettled() {
      try {
        return isOlderThan(Duration.ofSeconds(4))
            && ask("rscstatus").matches("all|local|foreign|none")
            && ask("nodestatus", Stage.other(host())).equals("active");
      } catch (LabException e) {
        return false; // it is not there yet
      }
    }

    private String ask(String... question) {
      List<String> command = new ArrayList<>(inside("cl_status"));
      command.addAll(List.of(question));
      return run(command).strip();
    }

    private List<String> inside(String program) {
      return List.of(
          "nsenter", "--target=" + process().pid(), "--mount", "--net", "--uts", "--", program);
    }

    @Override
    Instant move() throws IOException {
      return stage().hand().act(String.join(" ", inside(STANDBY)));
    }
  }
}
