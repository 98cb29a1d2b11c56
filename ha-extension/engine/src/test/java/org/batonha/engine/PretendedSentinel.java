package org.batonha.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Speaks the sentinel's protocol and holds nothing: writes each line that it gets to a file. An
 * address that ends in .13 is in conflict, a deadline that has passed is refused, to hold epoch
 * {@value #REFUSED_EPOCH} is refused, as is to release {@value #KEPT_EPOCH}, a device {@code cut}
 * loses its carrier when an address of it is held, and one of device {@code claimed} is claimed by
 * another host then. It reads nothing more when epoch {@value #DEAF_EPOCH} is renewed, and ends
 * when {@value #FATAL_EPOCH} is to be held.
 */
public final class PretendedSentinel {
  static final long REFUSED_EPOCH = 666;

  static final long KEPT_EPOCH = 888;

  /** A hold of this epoch is answered when it is renewed. */
  static final long SLOW_EPOCH = 777;

  static final long DEAF_EPOCH = 555;

  static final long FATAL_EPOCH = 444;

  private PretendedSentinel() {}

  /** Returns how to start it. */
  static SentinelCommand command(Path log) {
    return new SentinelCommand(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            ManagementFactory.getRuntimeMXBean().getClassPath(),
            PretendedSentinel.class.getName(),
            log.toString()));
  }

  /** The same, but it is not ready, and reads nothing, until there is a file {@code gate}. */
  static SentinelCommand behind(Path gate, Path log) {
    List<String> command = new ArrayList<>(command(log).command());
    command.add(gate.toString());
    return new SentinelCommand(command);
  }

  private static boolean isLate(String[] words) {
    int deadline = words[0].equals("hold") || words[0].equals("renew") ? 4 : 0;
    return deadline > 0 && Long.parseLong(words[deadline]) - System.nanoTime() <= 0;
  }

  /** Reads until the end of its input. */
  public static void main(String[] args) throws IOException {
    while (args.length > 1 && !Files.exists(Path.of(args[1]))) {
      LockSupport.parkNanos(1_000_000);
    }
    System.out.println("ready " + SentinelClient.PROTOCOL + " " + ProcessHandle.current().pid());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String waiting = "";
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Files.writeString(
          Path.of(args[0]), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      String[] words = line.split(" ");
      while (words[0].equals("renew") && words[3].equals(String.valueOf(DEAF_EPOCH))) {
        LockSupport.park();
      }
      if (words[0].equals("hold") && words[3].equals(String.valueOf(FATAL_EPOCH))) {
        return;
      }
      if (isLate(words)) {
        System.out.println("error " + words[1] + " deadline has passed");
      } else if (line.contains(".13/")) {
        System.out.println("error " + words[1] + " conflict 10.0.0.13 is at 02:00:00:00:00:01");
      } else if (words[0].equals("hold") && words[3].equals(String.valueOf(REFUSED_EPOCH))) {
        System.out.println("error " + words[1] + " system as the test wants it");
      } else if (words[0].equals("release") && words[3].equals(String.valueOf(KEPT_EPOCH))) {
        System.out.println("error " + words[1] + " system as the test wants it");
      } else if (words[0].equals("hold") && words[3].equals(String.valueOf(SLOW_EPOCH))) {
        waiting = words[1];
      } else {
        System.out.println("ok " + words[1]);
        if (words[0].equals("renew") && !waiting.isEmpty()) {
          System.out.println("ok " + waiting);
          waiting = "";
        }
      }
      if (words[0].equals("hold") && line.contains("@claimed")) {
        System.out.printf(
            "event conflict %s %s 10.0.0.100 02:00:00:00:00:99 %d%n",
            words[2], words[3], System.nanoTime());
      }
      if (words[0].equals("hold") && line.contains("@cut")) {
        System.out.println("event carrier cut down");
        System.out.printf(
            "event yielded %s %s carrier cut has lost its carrier%n", words[2], words[3]);
      }
    }
  }
}
