package org.batonha.transport;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A member in a process of its own, which can be killed. It tells on standard output, each line
 * behind its name, the size of each view, the changes of its links, and how many of its numbered
 * broadcasts each other member sent it in order.
 */
final class ChildMember {
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

  /** Joins; broadcasts a number every few milliseconds until it is killed. */
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (Member member = new Member(args[0], args[1], args[2])) {
      member
          .transport()
          .addLinkListener(
              (link, node, from, to, reason) ->
                  out.println(args[0] + " link " + link + " " + node + " " + from + " " + to));
      member.connect();
      int seen = 0;
      for (int number = 0; member.channel().isConnected(); number++) {
        if (member.viewSize() != seen) {
          seen = member.viewSize();
          out.println(args[0] + " view " + seen);
        }
        member.broadcast(args[0] + "#" + number);
        if (number % 50 == 0) {
          out.println(args[0] + " received " + member.received().size());
        }
        Await.pause();
      }
    }
  }
}
