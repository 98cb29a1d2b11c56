package org.batonha.transport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jgroups.JChannel;

/** A member in a process of its own, which can be killed. */
final class ChildMember implements AutoCloseable {
  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private ChildMember(Process process) {
    this.process = process;
    Thread reader = new Thread(this::readLines, "child-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts the program in another JVM. */
  static ChildMember start(List<String> prefix, String name, String links, String hosts)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            ChildMember.class.getName(),
            name,
            links,
            hosts));
    return new ChildMember(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private void readLines() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("output ended: " + e.getMessage());
    }
  }

  List<String> lines() {
    return lines;
  }

  void kill() {
    process.destroyForcibly();
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  /** Joins, and tells each view's size on standard output until it is killed. */
  public static void main(String[] args) throws Exception {
    try (Member member = new Member(args[0], args[1], args[2])) {
      JChannel channel = member.connect().channel();
      int seen = 0;
      while (channel.isConnected()) {
        int size = member.viewSize();
        if (size != seen) {
          seen = size;
          System.out.println("view " + size);
        }
        Await.pause();
      }
    }
  }
}
