package org.batonha.sentinel.lan;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Runs on a host: some clients that stay connected to port 7000 of an address, and connect again in
 * the very moment in which they are reset. What they do is written as {@code connected} or {@code
 * reset}.
 */
public final class KeenClients {
  private static final int CLIENTS = 8;
  private static final int CONNECT_MILLIS = 20;

  /** A connection that was made while the door was being shut is noticed by nobody else. */
  private static final int SILENCE_MILLIS = 2_000;

  private KeenClients() {}

  /** Connects to the address that is the argument, until it is killed. */
  public static void main(String[] args) {
    InetSocketAddress address = new InetSocketAddress(args[0], 7000);
    for (int i = 0; i < CLIENTS; i++) {
      new Thread(() -> connectForEver(address), "client-" + i).start();
    }
  }

  private static void connectForEver(InetSocketAddress address) {
    while (true) {
      boolean connected = false;
      try (Socket socket = new Socket()) {
        socket.connect(address, CONNECT_MILLIS);
        connected = true;
        System.out.println("connected");
        socket.setSoTimeout(SILENCE_MILLIS);
        socket.getInputStream().read();
      } catch (IOException e) {
        if (connected) {
          System.out.println("reset");
        }
      }
    }
  }
}
