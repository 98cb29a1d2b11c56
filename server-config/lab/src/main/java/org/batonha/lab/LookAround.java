package org.batonha.lab;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** What a person can do with a demo that is kept running: opens the way in, and tells of it. */
final class LookAround implements AutoCloseable {
  private final Relay relay;

  /** Opens the lab's end of the way to the shared address. */
  LookAround() {
    try {
      ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      listener.bind(UnixDomainSocketAddress.of(Forward.SOCKET));
      relay = new Relay(listener, () -> SocketChannel.open(new InetSocketAddress(Lab.VIP, 8080)));
    } catch (IOException e) {
      throw new LabException("cannot listen on " + Forward.SOCKET, e);
    }
  }

  /** Returns what to tell the person. */
  String text(String lab, String host, Path script, Path home, int port) {
    String enter = script + " enter " + lab + " -- ";
    String node = enter + "lab exec " + host + " ";
    return String.join(
        System.lineSeparator(),
        "",
        "The lab keeps running. To look around:",
        "  browser    http://127.0.0.1:%d/sample/  (whichever node has the address)"
            .formatted(port),
        "  baton      " + node + home.resolve("bin/baton") + " status",
        "  JConsole   " + node + home.resolve("bin/jconsole.sh"),
        "             then connect to service:jmx:remote+http://localhost:9990, without a password,",
        "             and look at the MBeans of org.batonha",
        "  faults     " + enter + "lab help    (for example: lab cable " + host + " lan pull)",
        "  a shell    " + script + " enter " + lab,
        "  logs       in there: /run/baton-lab/servers/*/log/server.log",
        "To end it: Ctrl-C here, or kill " + lab + " from elsewhere. Nothing stays behind.",
        "");
  }

  @Override
  public void close() throws IOException {
    relay.close();
  }
}
