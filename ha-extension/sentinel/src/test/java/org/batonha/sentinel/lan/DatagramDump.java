package org.batonha.sentinel.lan;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.util.HexFormat;

/** Runs on a host and prints each datagram that comes to UDP port 7600, in hexadecimal. */
public final class DatagramDump {
  private DatagramDump() {}

  /** Prints until it is killed. */
  public static void main(String[] args) throws Exception {
    try (DatagramSocket socket = new DatagramSocket(7600)) {
      System.out.println("listening");
      DatagramPacket packet = new DatagramPacket(new byte[512], 512);
      while (true) {
        socket.receive(packet);
        String hex = HexFormat.of().formatHex(packet.getData(), 0, packet.getLength());
        System.out.println("from " + packet.getAddress().getHostAddress() + " " + hex);
      }
    }
  }
}
