package org.batonha.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The first member of {@code benchmarks/run suspicion}, on the first of {@link Hosts}. */
final class SuspicionRun {
  private static final Path LOAD = Path.of("/proc/loadavg");

  private SuspicionRun() {}

  /** Takes minutes and the number of busy loops, and prints the samples. */
  public static void main(String[] args) {
    int exit = 1;
    List<Process> loops = new ArrayList<>();
    try (HostMember member = new HostMember(1)) {
      member.connect();
      try (Victim other = new Victim()) {
        member.awaitView(2);
        member.awaitLinks();
        other.lookAt();
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
          loops.add(new ProcessBuilder("bash", "-c", "while :; do :; done").start());
        }
        measure(member, Integer.parseInt(args[0]), "load %s".formatted(args[1]));
        exit = 0;
      }
    } catch (Exception e) {
      e.printStackTrace();
    } finally {
      loops.forEach(Process::destroyForcibly);
      System.exit(exit);
    }
  }

  private static void measure(HostMember member, int minutes, String kase)
      throws IOException, InterruptedException {
    int fallenBefore = member.fallenLinks();
    long end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
    int splits = 0;
    double highest = 0;
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      Duration minute = Duration.ofMinutes(1);
      HostMember.Sight sight =
          member.next(left < minute.toNanos() ? Duration.ofNanos(left) : minute);
      splits += sight != null && sight.members() < 2 ? 1 : 0;
      double load = Double.parseDouble(Files.readString(LOAD).split(" ")[0]);
      highest = Math.max(highest, load);
      System.err.printf(
          "%d s to go, load %.1f, %d false suspicions, %d links fell%n",
          Math.max(0, end - System.nanoTime()) / 1_000_000_000,
          load,
          splits,
          member.fallenLinks() - fallenBefore);
    }
    emit(kase, "false suspicions", "", splits);
    emit(kase, "links that fell", "", member.fallenLinks() - fallenBefore);
    emit(kase, "load average", "", highest);
  }

  private static void emit(String kase, String metric, String unit, double value) {
    System.out.println(new Sample(kase, "redundant", metric, unit, false, value).line());
  }
}
