package org.batonha.benchmarks.sessions;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.batonha.benchmarks.Sample;

/**
 * The two servers of a subject and their clients, in a lab of their own that ends with this. Not
 * thread-safe.
 */
final class Pair implements AutoCloseable {
  /**
   * Where everything is.
   *
   * @param lab the script {@code lab}
   * @param home the lab's prepared server home
   * @param configuration the base directories of the subjects
   * @param logs where to copy the servers' logs to
   */
  record Place(Path lab, Path home, Configuration configuration, Path logs) {}

  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  private final Servers servers;
  private final Process process;
  private final PrintStream in;
  private final BufferedReader out;

  /**
   * Starts the servers; takes some 20 s.
   *
   * @param keeper who moves the shared address
   */
  Pair(Servers servers, Keeper keeper, int clients, Place place) throws IOException {
    this.servers = servers;
    List<String> command =
        List.of(
            place.lab().toString(),
            "run",
            "--",
            "lab",
            "exec",
            "client",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:-UsePerfData",
            "-Xmx1g",
            "-cp",
            System.getProperty("java.class.path"),
            PairMain.class.getName(),
            servers.name(),
            keeper.name(),
            String.valueOf(clients),
            place.home().toString(),
            place.configuration().of(servers).toString(),
            place.logs().resolve(servers.word()).toString());
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    try {
      await();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  Servers servers() {
    return servers;
  }

  /** Does what is asked for, and returns what was measured. */
  List<Sample> ask(String line) throws IOException {
    in.println(line);
    return await();
  }

  private List<Sample> await() throws IOException {
    List<Sample> samples = new ArrayList<>();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.equals(PairMain.DONE)) {
        return samples;
      }
      if (Sample.isLine(line)) {
        samples.add(Sample.ofLine(line));
      }
    }
    throw new IOException("the servers of " + servers.word() + " ended: the reason is above");
  }

  /** Ends the lab with everything in it, when it has copied the logs. */
  @Override
  public void close() {
    in.close();
    try {
      process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroy();
  }
}
