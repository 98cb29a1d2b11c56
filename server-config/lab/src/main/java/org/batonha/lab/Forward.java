package org.batonha.lab;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The machine's end of the way into the lab: a port on loopback, whose connections go to the Unix
 * domain socket {@link #SOCKET} in the lab. It prints the port, and lives until it is killed.
 */
public final class Forward {
  /** Where the lab's end listens, as seen from inside. */
  static final Path SOCKET = Path.of("/run/baton-lab/http.sock");

  private static final int WANTED_PORT = 8080;

  private Forward() {}

  /**
   * Runs it.
   *
   * @param arguments the process id of {@code lab run}
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    long lab = Long.parseLong(arguments[0]);
    try (Relay relay = new Relay(bind(), () -> connect(lab))) {
      System.out.println(((InetSocketAddress) relay.address()).getPort());
      System.out.flush();
      Thread.currentThread().join();
    }
  }

  private static ServerSocketChannel bind() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    ServerSocketChannel listener = ServerSocketChannel.open();
    try {
      return listener.bind(new InetSocketAddress(loopback, WANTED_PORT));
    } catch (BindException e) {
      // Somebody has that port already: any other does as well.
      return listener.bind(new InetSocketAddress(loopback, 0));
    }
  }

  /** The lab's files are seen through the root of the process that made its namespaces. */
  private static SocketChannel connect(long lab) throws IOException {
    Path children = Path.of("/proc/" + lab + "/task/" + lab + "/children");
    for (String child : Files.readString(children).split(" ")) {
      Path socket = Path.of("/proc/" + child.strip() + "/root" + SOCKET);
      if (Files.exists(socket)) {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
      }
    }
    throw new IOException("the lab " + lab + " is not there or not ready");
  }
}
