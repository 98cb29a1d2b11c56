package org.batonha.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The member on the other host, as the survivor sees and treats it. */
final class Victim implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final BufferedReader out;
  private final CompletableFuture<Long> reset = new CompletableFuture<>();
  private final List<String> words = new ArrayList<>();
  private Socket socket;

  /** Starts it, and returns when it has joined or made the group. */
  Victim() throws IOException {
    process = Hosts.start(2, VictimMember.class, List.of("-Xmx256m"), List.of());
    out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    expect(VictimMember.CONNECTED);
  }

  private void expect(String line) throws IOException {
    String said = out.readLine();
    if (!line.equals(said)) {
      throw new IOException("the other member said '%s' instead of '%s'".formatted(said, line));
    }
  }

  /** Connects to it, to see the reset that its kernel sends, and has it tell its last words. */
  void lookAt() throws IOException {
    socket = new Socket(Hosts.address(2, 2), VictimMember.PORT);
    Thread thread = new Thread(this::watch, "watch");
    thread.setDaemon(true);
    thread.setPriority(Thread.MAX_PRIORITY);
    thread.start();
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    for (String line = out.readLine(); !VictimMember.END.equals(line); line = out.readLine()) {
      if (line == null) {
        throw new IOException("the other member has ended before its time");
      }
      words.add(line);
    }
  }

  private void watch() {
    try {
      while (socket.getInputStream().read() >= 0) {
        // it says nothing
      }
    } catch (IOException e) {
      // reset
    }
    reset.complete(System.nanoTime());
  }

  void kill() {
    process.destroyForcibly();
  }

  void freeze() throws IOException, InterruptedException {
    int exit = new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start().waitFor();
    if (exit != 0) {
      throw new IOException("the other member could not be stopped");
    }
  }

  /** Says what its sentinel would say if it were dead, to the addresses that it gave for that. */
  void sayLastWord() throws IOException {
    try (DatagramSocket from = new DatagramSocket()) {
      for (String word : words) {
        String[] parts = word.split(" ");
        byte[] bytes = HexFormat.of().parseHex(parts[2]);
        InetSocketAddress to = new InetSocketAddress(parts[0], Integer.parseInt(parts[1]));
        from.send(new DatagramPacket(bytes, bytes.length, to));
      }
    }
  }

  /** Returns when its kernel's reset was seen. */
  long awaitReset() throws Exception {
    return reset.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws IOException {
    kill();
    if (socket != null) {
      socket.close();
    }
    process.onExit().join();
  }
}
