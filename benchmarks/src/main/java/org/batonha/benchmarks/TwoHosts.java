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
      for host in one other; do
        ip netns add $host
        ip -n $host link set lo up
      done
      i=1
      for bridge in lan hb; do
        ip link add $bridge type bridge mcast_snooping 0
        ip link set $bridge up
        j=1
        for host in one other; do
          ip link add $bridge-$host type veth peer name eth$i netns $host
          ip link set $bridge-$host master $bridge up
          ip -n $host address add 10.9.$i.$j/24 dev eth$i
          ip -n $host link set eth$i up
          j=$((j + 1))
        done
        i=$((i + 1))
      done
      ip netns exec one "$@"
      exit # so that this shell stays where the switches are
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
            List.of(
                "unshare",
                "-Urnmpf",
                "--kill-child",
                "--mount-proc",
                "bash",
                "-c",
                SCRIPT,
                "bash"));
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

  /** Opens the other host's port at both switches, or blocks it; the carrier stays. */
  static void connectOther(boolean connected) throws IOException, InterruptedException {
    String state = connected ? "3" : "0"; // forwarding, disabled
    // The switches are in the namespace of this lab's first process.
    Process bridge =
        new ProcessBuilder("nsenter", "--target", "1", "--net", "bridge", "-batch", "-")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out = bridge.outputWriter()) {
      for (String network : List.of("lan", "hb")) {
        out.write("link set dev %s-other state %s\n".formatted(network, state));
      }
    }
    if (bridge.waitFor() != 0) {
      throw new IOException("the network could not be changed; bridge has said why");
    }
  }
}
