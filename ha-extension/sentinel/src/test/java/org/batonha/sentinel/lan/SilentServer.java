package org.batonha.sentinel.lan;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs on a host: accepts connections on port 7000 and never says a word, as a hung server does.
 */
public final class SilentServer {
  private SilentServer() {}

  /** Accepts until it is killed. */
  public static void main(String[] args) throws IOException {
    List<Socket> kept = new ArrayList<>();
    try (ServerSocket server = new ServerSocket(7000)) {
      System.out.println("listening");
      while (true) {
        kept.add(server.accept());
        System.out.println("accepted");
      }
    }
  }
}
