package org.batonha.sentinel.lan;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real process, on a host of the LAN. */
public final class SentinelProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("(ready|unable) 6 ([0-9]+).*");

  private final Process process;
  private final OutputStream in;
  private final Lines out;
  private final Lan lan;
  private final String host;
  private final String greeting;
  private int tags;

  private SentinelProcess(Lan lan, String host, Process process) throws InterruptedException {
    this.lan = lan;
    this.host = host;
    this.process = process;
    this.in = process.getOutputStream();
    this.out = new Lines("sentinel on " + host, process.getInputStream());
    this.greeting = out.await(READY.pattern()).text();
  }

  /** Starts it as the server does, and waits until it is ready. */
  public static SentinelProcess start(Lan lan, String host, String... arguments)
      throws IOException, InterruptedException {
    return start(lan, host, List.of(), arguments);
  }

  /** Starts it by way of another command, that runs what follows it. */
  public static SentinelProcess start(
      Lan lan, String host, List<String> prefix, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = command(prefix, arguments);
    return new SentinelProcess(lan, host, lan.start(host, command, Redirect.INHERIT));
  }

  static List<String> command(List<String> prefix, String... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "-Xms8m",
            "-Xmx24m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto"));
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", System.getProperty("sentinel.classpath")));
    command.add("org.batonha.sentinel.Main");
    command.addAll(List.of(arguments));
    return command;
  }

  /** Returns the first line that it said. */
  public String greeting() {
    return greeting;
  }

  /** Returns its process id on the LAN's hosts. */
  public String pid() {
    Matcher matcher = READY.matcher(greeting);
    if (!matcher.matches()) {
      throw new AssertionError("no process id in: " + greeting);
    }
    return matcher.group(2);
  }

  /** Sends a command without its tag, and waits for the answer to it, without its tag. */
  public String ask(String command) throws IOException, InterruptedException {
    String tag = "q" + tags++;
    int space = command.indexOf(' ');
    String name = space < 0 ? command : command.substring(0, space);
    String rest = space < 0 ? "" : command.substring(space);
    send(name + " " + tag + rest + "\n");
    return out.await("^(ok|error) " + tag + "( |$)").text().replace(" " + tag, "");
  }

  /** Holds addresses for a service until so many milliseconds from now. */
  public String hold(String service, long epoch, long leaseMillis, int probes, String addresses)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + leaseMillis * 1_000_000;
    return ask("hold %s %d %d %d %s".formatted(service, epoch, deadline, probes, addresses));
  }

  /** Sends bytes as they are. */
  public void send(String text) throws IOException {
    in.write(text.getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  /** Waits for a line of it. */
  public Lines.Line await(String pattern) throws InterruptedException {
    return out.await(pattern);
  }

  /** Sends it a signal. */
  public void signal(String name) throws IOException, InterruptedException {
    lan.bash(host, "kill -%s %s".formatted(name, pid()));
  }

  /** Returns a letter for the state of each of its threads. */
  public String threadStates() throws IOException, InterruptedException {
    return lan.bash(host, "grep -h ^State: /proc/%s/task/*/status | cut -c8".formatted(pid()));
  }

  /** Closes its stdin, as a server that ends does. */
  public void closeStdin() throws IOException {
    in.close();
  }

  /** Waits for its end; returns its exit code. */
  public int awaitExit() throws InterruptedException {
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      throw new AssertionError("the sentinel on %s does not end".formatted(host));
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
