package org.batonha.benchmarks.addresses;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.batonha.lab.Lab;

/** How keepalived is configured and started on a host of the lab. */
public final class KeepalivedCommand {
  private static final String PROGRAM = "keepalived";

  private KeepalivedCommand() {}

  /** Returns why it cannot be run with an HTTP check on this machine, and what to do about it. */
  public static Optional<String> missing() {
    return Tools.missing(PROGRAM, "keepalived").or(() -> Tools.missing("curl", "curl"));
  }

  /**
   * Writes the configuration, and returns the command that runs it in the foreground. It does not
   * preempt, so that a move is not taken back.
   *
   * @param interval {@code advert_int}, in seconds
   * @param directory of this host alone
   * @param check a command that succeeds every second while the host may have the address; none for
   *     a host that always may
   */
  public static List<String> of(
      String host, String interval, Path directory, Optional<String> check) throws IOException {
    Path configuration = directory.resolve("keepalived.conf");
    Files.writeString(
        configuration,
        """
        global_defs {
          router_id %s
          vrrp_version 3
          script_user root
        }
        %s
        vrrp_instance web {
          state BACKUP
          nopreempt
          interface eth0
          virtual_router_id 51
          priority %d
          advert_int %s
          virtual_ipaddress {
            %s/24 dev eth0
          }
          %s
        }
        """
            .formatted(
                host,
                check.map(KeepalivedCommand::script).orElse(""),
                host.equals("n1") ? 100 : 90,
                interval,
                Lab.VIP,
                check.map(any -> "track_script { check }").orElse("")));
    return List.of(
        PROGRAM,
        "--dont-fork",
        "--log-console",
        "--log-detail",
        "--vrrp",
        "--use-file=" + configuration,
        "--pid=" + directory.resolve("pid"),
        "--vrrp_pid=" + directory.resolve("vrrp-pid"));
  }

  private static String script(String command) {
    return """
        vrrp_script check {
          script "%s"
          interval 1
          timeout 2
          fall 2
          rise 2
          init_fail
        }"""
        .formatted(command);
  }
}
