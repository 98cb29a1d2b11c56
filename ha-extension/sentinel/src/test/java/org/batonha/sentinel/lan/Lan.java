package org.batonha.sentinel.lan;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Three hosts, {@code h1} to {@code h3}, each with {@code eth0} at 10.0.0.1 to 10.0.0.3 on one
 * bridge. As root or, in a user namespace, as anybody.
 */
public final class Lan implements AutoCloseable {
  private static final String SETUP =
      """
      set -e
      mount -t tmpfs tmpfs /run
      ip link add br0 type bridge
      ip link set br0 up
      for i in 1 2 3; do
        ip netns add h$i
        ip link add port$i type veth peer name eth0 netns h$i
        ip link set port$i master br0 up
        ip -n h$i link set lo up
        ip -n h$i link set eth0 up
        ip -n h$i addr add 10.0.0.$i/24 dev eth0
      done
      echo ready
      read end || true # stdin ends with the test, and everything in here with it
      """;

  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final Process unshare;
  private final long pid;

  private Lan(Process unshare, long pid) {
    this.unshare = unshare;
    this.pid = pid;
  }

  /** Builds the LAN, or fails with what is missing. */
  public static Lan build() throws IOException, InterruptedException {
    for (String tool : List.of("unshare", "nsenter", "setpriv", "ip", "bash")) {
      require(tool);
    }
    List<String> command = new ArrayList<>(List.of("unshare"));
    if (!isRoot()) {
      command.add("-Ur");
    }
    command.addAll(
        List.of("-nm", "--pid", "--fork", "--kill-child", "--mount-proc", "bash", "-c", SETUP));
    Process unshare = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(unshare.getInputStream(), StandardCharsets.UTF_8));
    List<String> said = new ArrayList<>();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.equals("ready")) {
        long pid = unshare.toHandle().children().findFirst().orElseThrow().pid();
        return new Lan(unshare, pid);
      }
      said.add(line);
    }
    throw new AssertionError(
        "namespaces could not be made (as root, or where the kernel lets users make them): "
            + String.join("; ", said));
  }

  private static void require(String tool) throws IOException, InterruptedException {
    Process which =
        new ProcessBuilder("sh", "-c", "command -v " + tool).redirectErrorStream(true).start();
    which.getInputStream().readAllBytes();
    if (which.waitFor() != 0) {
      throw new AssertionError(
          "this test needs %s: on Debian, apt-get install util-linux iproute2 bash libpcap0.8"
              .formatted(tool));
    }
  }

  private static boolean isRoot() {
    ProcessHandle.Info self = ProcessHandle.current().info();
    return self.user().filter("root"::equals).isPresent();
  }

  /** Runs a line of bash on the switch, whose port to host {@code hN} is {@code portN}. */
  public void onSwitch(String line) throws IOException, InterruptedException {
    ProcessBuilder builder = inside(List.of("bash", "-c", line));
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(line + ": " + said);
    }
  }

  /** Starts a process on a host. */
  public Process start(String host, List<String> command, ProcessBuilder.Redirect error)
      throws IOException {
    List<String> onHost = new ArrayList<>(List.of("ip", "netns", "exec", host));
    onHost.addAll(command);
    ProcessBuilder builder = inside(onHost).redirectError(error);
    builder.environment().put("TZ", "UTC");
    return builder.start();
  }

  private ProcessBuilder inside(List<String> command) {
    List<String> inside = new ArrayList<>(List.of("nsenter", "-t", Long.toString(pid)));
    if (!isRoot()) {
      inside.addAll(List.of("-U", "--preserve-credentials"));
    }
    inside.addAll(List.of("-n", "-m", "-p"));
    inside.addAll(command);
    return new ProcessBuilder(inside);
  }

  /** Runs a command on a host to its end; returns what it said. */
  public String run(String host, String... command) throws IOException, InterruptedException {
    Process process = start(host, Arrays.asList(command), ProcessBuilder.Redirect.INHERIT);
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  /** Runs a line of bash on a host to its end; returns what it said. */
  public String bash(String host, String line) throws IOException, InterruptedException {
    return run(host, "bash", "-c", line);
  }

  /** Returns the hardware address of a host's {@code eth0}. */
  public String mac(String host) throws IOException, InterruptedException {
    return bash(host, "ip -o link show eth0 | grep -o 'link/ether [^ ]*'")
        .replace("link/ether ", "")
        .strip();
  }

  /** Returns whether the address is on a host's {@code eth0}, as the kernel says. */
  public boolean has(String host, String ip) throws IOException, InterruptedException {
    return run(host, "ip", "-o", "addr", "show", "dev", "eth0").contains(" " + ip + "/");
  }

  /** Returns the hardware address that a host has in its cache for another's IP address. */
  public String neighbour(String host, String ip) throws IOException, InterruptedException {
    String entry = run(host, "ip", "neigh", "show", ip);
    int at = entry.indexOf("lladdr ");
    return at < 0 ? "" : entry.substring(at + 7).split(" ")[0];
  }

  /** Makes a host look for another by sending it something. */
  public void talk(String host, String ip) throws IOException, InterruptedException {
    bash(host, "echo x > /dev/udp/%s/9".formatted(ip));
  }

  @Override
  public void close() throws IOException {
    unshare.getOutputStream().close();
    try {
      if (!unshare.waitFor(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
        unshare.destroyForcibly();
      }
    } catch (InterruptedException e) {
      unshare.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
