package org.batonha.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a program on the first of a few hosts that are joined by two networks, {@code lan} and
 * {@code hb}: network namespaces and bridges inside of namespaces of their own, which end with the
 * program.
 */
final class Hosts {
  /**
   * The address of a host, counted from 1, on a network, 1 for {@code lan} and 2 for {@code hb}.
   */
  static String address(int network, int host) {
    return "10.9.%d.%d".formatted(network, host);
  }

  /**
   * The network namespace of a host, counted from 1; its interfaces are {@code eth1} and {@code
   * eth2}.
   */
  static String name(int host) {
    return "n" + host;
  }

  private static final String SCRIPT =
      """
      set -e
      PATH=$PATH:/usr/sbin:/sbin
      mount -t tmpfs tmpfs /run
      mkdir /run/netns
      hosts=$1
      shift
      for j in $(seq $hosts); do
        ip netns add n$j
        ip -n n$j link set lo up
      done
      i=1
      for bridge in lan hb; do
        ip link add $bridge type bridge mcast_snooping 0
        ip link set $bridge up
        for j in $(seq $hosts); do
          ip link add $bridge-n$j type veth peer name eth$i netns n$j
          ip link set $bridge-n$j master $bridge up
          ip -n n$j address add 10.9.$i.$j/24 dev eth$i
          ip -n n$j link set eth$i up
        done
        i=$((i + 1))
      done
      ip netns exec n1 "$@"
      exit # so that this shell stays where the switches are
      """;

  private final int count;
  private final Class<?> main;
  private final List<String> arguments;
  private boolean failed;

  /** So many hosts, and a program with its arguments. */
  Hosts(int count, Class<?> main, List<String> arguments) {
    this.count = count;
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
                "bash",
                String.valueOf(count)));
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

  /**
   * Runs shell commands where the switches are: the port of a host at one is {@code lan-n2}, its
   * interfaces are reached by {@code ip -n n2}.
   *
   * @throws IOException when one fails
   */
  static void change(String commands) throws IOException, InterruptedException {
    // The switches are in the namespace of this lab's first process.
    Process shell =
        new ProcessBuilder("nsenter", "--target", "1", "--net", "bash", "-e", "-c", commands)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (shell.waitFor() != 0) {
      throw new IOException("the network could not be changed, the reason is above: " + commands);
    }
  }

  /** Starts a program on a host; what it says to standard error goes to ours. */
  static Process start(int host, Class<?> main, List<String> options, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", name(host)));
    command.addAll(Program.command(main, options, arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
