package org.batonha.transport;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Hosts {@code n1} to {@code n3} as network namespaces on two bridges, {@code lan} (eth0, 10.9.1.x)
 * and {@code hb} (eth1, 10.9.2.x), without any privilege: all inside namespaces of its own, which
 * end with it, as do the programs on the hosts.
 */
final class NamespaceLan implements AutoCloseable {
  private static final String SCRIPT =
      """
      set -e
      PATH=$PATH:/usr/sbin:/sbin
      mount -t tmpfs tmpfs /run
      mkdir /run/netns
      ip link set lo up
      for bridge in lan hb; do
        ip link add $bridge type bridge mcast_snooping 0
        ip link set $bridge up
      done
      for n in 1 2 3; do
        ip netns add n$n
        mkfifo /run/n$n.in
        ip -n n$n link set lo up
        i=0
        for bridge in lan hb; do
          ip link add $bridge$n type veth peer name eth$i netns n$n
          ip link set $bridge$n master $bridge up
          ip -n n$n address add 10.9.$((i + 1)).$n/24 dev eth$i
          ip -n n$n link set eth$i up
          i=$((i + 1))
        done
      done
      echo lan ready
      set +e
      while read -r line; do eval "$line"; done
      kill -9 $(jobs -p)
      wait
      """;

  private static final Duration STATE_BOUND = Duration.ofSeconds(10);
  private static final int LAST_LINES = 100;

  private final List<String> started = new ArrayList<>();
  private final ProcessLines shell;

  NamespaceLan() throws IOException {
    shell = new ProcessLines(List.of("unshare", "-Urnm", "bash", "-c", SCRIPT));
    try {
      Await.until("namespaces", Duration.ofSeconds(20), () -> lines().contains("lan ready"));
    } catch (AssertionError e) {
      shell.close();
      throw new AssertionError("no namespaces here: " + lines(), e);
    }
  }

  /** Runs a command on the host that has the bridges. */
  void run(String command) throws IOException {
    shell.write(command);
  }

  /**
   * Starts a program on a host, one at a time; what it prints is among {@link #lines()}, and it
   * reads what is {@link #say said} to it.
   */
  void start(String host, List<String> command) throws IOException {
    String quoted =
        command.stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    started.add(host);
    run("ip netns exec " + host + " " + quoted + " <>/run/" + host + ".in 2>&1 &");
  }

  /** Writes a line to the program on a host. */
  void say(String host, String line) throws IOException {
    run("echo '" + line + "' 1<>/run/" + host + ".in"); // waits for no reader that has died
  }

  /**
   * Waits for a condition; if that is in vain, the error says what the hosts said last, and what
   * each program says of its protocols and threads, so that a rare stall can be understood.
   */
  void await(String what, Duration bound, BooleanSupplier condition) {
    try {
      Await.until(what, bound, condition);
    } catch (AssertionError e) {
      List<String> said = List.copyOf(lines());
      List<String> last = said.subList(Math.max(0, said.size() - LAST_LINES), said.size());
      throw new AssertionError(
          e.getMessage() + ", after\n" + String.join("\n", last) + "\n" + states(said.size()), e);
    }
  }

  private String states(int before) {
    try {
      for (String host : started) {
        say(host, "state");
      }
      Await.until("answers", STATE_BOUND, () -> started.stream().allMatch(this::hasToldState));
    } catch (IOException | AssertionError e) {
      lines().add("not all tell their state: " + e.getMessage());
    }
    return lines().stream().skip(before).collect(Collectors.joining("\n"));
  }

  private boolean hasToldState(String host) {
    return !last(host + " did state").isEmpty();
  }

  /** Returns the number that a host has heard last of one, itself included; 0 if none. */
  int heard(String host, String from) {
    String line = last(host + " heard " + from + " ");
    return line.isEmpty() ? 0 : Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
  }

  List<String> lines() {
    return shell.lines();
  }

  String last(String prefix) {
    return shell.last(prefix);
  }

  @Override
  public void close() {
    shell.close();
  }
}
