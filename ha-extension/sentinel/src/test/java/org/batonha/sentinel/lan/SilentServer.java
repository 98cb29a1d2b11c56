package org.batonha.sentinel.lan;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Runs on a host: accepts connections on port 7000 and says nothing there, as a hung server does,
 * but what it is told on stdin: each line goes to all of them.
 */
public final class SilentServer {
  /** More clients at once than any test has: none is ever turned away. */
  private static final int BACKLOG = 1_000;

  private SilentServer() {}

  /** Accepts until it is killed. */
  public static void main(String[] args) throws IOException {
    List<Socket> kept = new CopyOnWriteArrayList<>();
    Thread teller = new Thread(() -> tell(kept), "teller");
    teller.setDaemon(true);
    teller.start();
    try (ServerSocket server = new ServerSocket(7000, BACKLOG)) {
      System.out.println("listening");
      while (true) {
        kept.add(server.accept());
        System.out.println("accepted");
      }
    }
  }

  private static void tell(List<Socket> kept) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        for (Socket socket : kept) {
          socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
