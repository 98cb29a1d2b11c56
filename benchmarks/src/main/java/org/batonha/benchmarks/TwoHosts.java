package org.batonha.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a program on one of two hosts that are joined by two networks, {@code lan} and {@code hb}:
 * network namespaces and bridges inside of namespaces of their own, which end with the program.
 */
final class TwoHosts {
  /** The address of a host, 1 or 2, on a network, 1 for {@code lan} and 2 for {@code hb}. */
  static String address(int network, int host) {
    return "10.9.%d.%d".formatted(network, host);
  }

  /** The other host: its network namespace. */
  static final String OTHER = "other";

  private static final String SCRIPT =
      """
      set -e
      PATH=$PATH:/usr/sbin:/sbin
      mount -t tmpfs tmpfs /run
      mkdir /run/netns
      ip netns add other
      ip link set lo up
      ip -n other link set lo up
      i=1
      for bridge in lan hb; do
        ip link add $bridge type bridge mcast_snooping 0
        ip address add 10.9.$i.1/24 dev $bridge
        ip link set $bridge up
        ip link add $bridge-other type veth peer name eth$i netns other
        ip link set $bridge-other master $bridge up
        ip -n other address add 10.9.$i.2/24 dev eth$i
        ip -n other link set eth$i up
        i=$((i + 1))
      done
      exec "$@"
      """;

  private final Class<?> main;
  private final List<String> arguments;
  private boolean failed;

  /** A program with its arguments. */
  TwoHosts(Class<?> main, List<String> arguments) {
    this.main = main;
    this.arguments = List.copyOf(arguments);
  }

  /** Runs it to its end, and returns its samples. */
  List<Sample> run() throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("unshare", "-Urnmpf", "--mount-proc", "bash", "-c", SCRIPT, "bash"));
    command.addAll(Program.command(main, List.of("-Xmx512m"), arguments));
    List<Sample> samples = new ArrayList<>();
    int exit = Program.run(command, samples);
    failed = exit != 0 || samples.isEmpty();
    if (failed) {
      System.err.printf("%s ended with exit code %d: the reason is above%n", main.getName(), exit);
    }
    return samples;
  }

  /** Returns whether it ended with an error, so that samples are missing. */
  boolean failed() {
    return failed;
  }

  /** Joins the other host to both networks, or takes it off both; the carrier stays. */
  static void connectOther(boolean connected) throws IOException, InterruptedException {
    String master = connected ? "master %1$s" : "nomaster";
    String line = "link set %1$s-other " + master + "\n";
    Process ip =
        new ProcessBuilder("ip", "-batch", "-")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out = ip.outputWriter()) {
      out.write(line.formatted("lan") + line.formatted("hb"));
    }
    if (ip.waitFor() != 0) {
      throw new IOException("the network could not be changed; ip has said why");
    }
  }
}
