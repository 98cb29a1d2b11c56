package org.batonha.benchmarks;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HexFormat;
import org.batonha.transport.LastWords;

/** The process of a {@link Victim}, on the second of {@link Hosts}. */
final class VictimMember {
  /** Where it listens on {@code hb}, for whoever wants to see its end. */
  static final int PORT = 17_650;

  /** The first line that it writes. */
  static final String CONNECTED = "connected";

  /** The line behind its last words. */
  static final String END = "end";

  private VictimMember() {}

  /** Lives until it is killed; for each byte that it reads it writes its last words. */
  public static void main(String[] args) throws Exception {
    try (HostMember member = new HostMember(2);
        ServerSocket listener = new ServerSocket()) {
      listener.bind(new InetSocketAddress(Hosts.address(2, 2), PORT));
      member.transport().lastWords().pledge(1);
      member.connect();
      System.out.println(CONNECTED);
      while (System.in.read() >= 0) {
        member.awaitLinks();
        for (LastWords.Route route : member.transport().lastWords().routes()) {
          String dead = HexFormat.of().formatHex(route.dead());
          for (InetSocketAddress peer : route.peers()) {
            System.out.printf("%s %d %s%n", peer.getHostString(), peer.getPort(), dead);
          }
        }
        System.out.println(END);
      }
    }
  }
}
