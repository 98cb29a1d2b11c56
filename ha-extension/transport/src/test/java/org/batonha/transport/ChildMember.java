package org.batonha.transport;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Scanner;

/**
 * A member in a process of its own, which can be killed. It takes {@code add LINK}, {@code remove
 * NAME}, {@code priority NAME NUMBER}, {@code bulk NUMBER}, of broadcasts of {@value #BULK_CHARS}
 * characters, {@code murmur}, {@code waited NAME} and {@code state}, on standard input, and tells
 * on standard output, each line behind its name, the size of each view, the changes of its links,
 * each hundredth message of a bulk, what came out of order, the longest wait for a member's murmurs
 * since it was asked last, and now and then which number was heard last of each member.
 */
final class ChildMember {
  private static final String BULK = "-bulk";
  private static final int BULK_CHARS = 8_000;

  private ChildMember() {}

  /** Returns the command that runs it. */
  static List<String> command(String name, String links, String hosts) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-Xmx64m",
        "-cp",
        System.getProperty("java.class.path"),
        ChildMember.class.getName(),
        name,
        links,
        hosts);
  }

  /** The same with further properties of the transport. */
  static List<String> command(String name, String links, String hosts, String properties) {
    List<String> command = new ArrayList<>(command(name, links, hosts));
    command.add(properties);
    return command;
  }

  /** Tells of each number that does not follow the one before it from the same member. */
  private static final class Order {
    private final Map<String, Integer> last = new HashMap<>();

    /** Tells of each member which of its numbered broadcasts came last. */
    void tell(String name, PrintStream out) {
      last.forEach((from, number) -> out.println(name + " heard " + from + " " + number));
    }

    void check(List<String> taken, String name, PrintStream out) {
      for (String text : taken) {
        String[] parts = text.split("#");
        int number = Integer.parseInt(parts[1]);
        Integer before = last.put(parts[0], number);
        if (parts[0].endsWith(BULK) && number % 100 == 0) {
          out.println(name + " has " + parts[0] + "#" + number);
        }
        if (before != null && number != before + 1) {
          out.println(name + " WRONG " + parts[0] + "#" + number + " after " + before);
        }
      }
    }
  }

  private static void obey(Member member, String name, PrintStream out) throws Exception {
    REDUNDANT transport = member.transport();
    try (Scanner in = new Scanner(System.in, StandardCharsets.UTF_8)) {
      while (in.hasNextLine()) {
        String[] words = in.nextLine().split(" ");
        try {
          switch (words[0]) {
            case "add" -> transport.addLink(words[1]);
            case "remove" -> transport.removeLink(words[1]);
            case "priority" -> transport.changePriority(words[1], Integer.parseInt(words[2]));
            case "murmur" -> startMurmurs(member, name, out);
            case "waited" -> tellWait(member, name, words[1], out);
            case "state" -> tellState(member, name, out);
            case "bulk" -> startBulk(member, name + BULK, Integer.parseInt(words[1]), out);
            default -> throw new IllegalArgumentException("unknown: " + words[0]);
          }
          out.println(name + " did " + String.join(" ", words));
        } catch (IOException | RuntimeException e) {
          out.println(name + " refused " + e.getMessage());
        }
      }
    }
  }

  /** On a thread of its own, for it may have to wait, and is to be asked of then. */
  private static void startBulk(Member member, String name, int number, PrintStream out) {
    Thread thread =
        new Thread(
            () -> {
              try {
                for (int n = 1; n <= number; n++) {
                  member.broadcast(name + "#" + n + "#" + ".".repeat(BULK_CHARS));
                }
              } catch (Exception e) {
                out.println(name + " failed: " + e);
              }
            },
            "bulk");
    thread.setDaemon(true);
    thread.start();
  }

  private static void startMurmurs(Member member, String name, PrintStream out) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  member.murmur();
                  Await.pause();
                }
              } catch (Exception e) {
                out.println(name + " murmurs no more: " + e);
              }
            },
            "murmur");
    thread.setDaemon(true);
    thread.start();
  }

  private static void tellWait(Member member, String name, String from, PrintStream out) {
    Gaps gaps = member.gaps();
    out.println(
        "%s waited for %s %d ms of %d"
            .formatted(name, from, gaps.longestMillis(from), gaps.number(from)));
    gaps.clear();
  }

  /** For whoever has to find out why nothing comes any more. */
  private static void tellState(Member member, String name, PrintStream out) {
    member
        .channel()
        .dumpStats()
        .forEach(
            (protocol, values) -> out.println(name + " state of " + protocol + " is " + values));
    Thread.getAllStackTraces()
        .forEach(
            (thread, at) ->
                out.println(name + " state of " + thread + " is " + Arrays.toString(at)));
  }

  private static void obeyOrTell(Member member, String name, PrintStream out) {
    try {
      obey(member, name, out);
    } catch (Exception e) {
      out.println(name + " obeys no more: " + e);
    }
  }

  /** Joins; broadcasts a number every few milliseconds until it is killed. */
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (Member member = new Member(args[0], args[1], args[2], args.length > 3 ? args[3] : "")) {
      member
          .transport()
          .addLinkListener(
              (link, node, from, to, reason) ->
                  out.println(args[0] + " link " + link + " " + node + " " + from + " " + to));
      member.connect();
      Thread commands = new Thread(() -> obeyOrTell(member, args[0], out), "commands");
      commands.setDaemon(true);
      commands.start();
      Order order = new Order();
      int seen = 0;
      for (int number = 0; member.channel().isConnected(); number++) {
        if (member.viewSize() != seen) {
          seen = member.viewSize();
          out.println(args[0] + " view " + seen);
        }
        member.broadcast(args[0] + "#" + number);
        order.check(member.takeReceived(), args[0], out);
        if (number % 50 == 0) {
          order.tell(args[0], out);
        }
        Await.pause();
      }
    }
  }
}
