package org.batonha.sentinel.lan;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Runs on a host: connects to port 7000 of an address, so that the host knows the way, and, told by
 * a line on stdin, once more, with all the patience of TCP. Says {@code ready}, and after how many
 * milliseconds it was {@code connected}.
 */
public final class LateCaller {
  private LateCaller() {}

  /** Calls the address that is the argument. */
  public static void main(String[] args) throws IOException {
    InetSocketAddress address = new InetSocketAddress(args[0], 7000);
    connect(address);
    System.out.println("ready");
    System.in.read();
    System.out.println("connected " + connect(address));
  }

  private static long connect(InetSocketAddress address) throws IOException {
    long began = System.nanoTime();
    try (Socket socket = new Socket()) {
      socket.connect(address);
      return (System.nanoTime() - began) / 1_000_000;
    }
  }
}
