package org.batonha.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.management.remote.JMXConnector;

/** One run of the command in a network of fake servers, and what came of it. */
final class CommandLineRun {
  private final Map<String, FakeServer> servers = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Terminal terminal;
  private int code;

  CommandLineRun(int width) {
    terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), width, false, environment);
  }

  CommandLineRun() {
    this(Terminal.UNLIMITED);
  }

  /** Puts a server where {@code address} leads; {@code null} for one that takes no notice. */
  CommandLineRun server(String address, FakeServer server) {
    servers.put(ServerAddress.parse(address).toString(), server);
    return this;
  }

  CommandLineRun environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  CommandLineRun run(String... arguments) {
    return run(this::connect, arguments);
  }

  /** Runs against the network as it is. */
  CommandLineRun runForReal(String... arguments) {
    return run(new RemotingConnections(), arguments);
  }

  private JMXConnector connect(ServerAddress address, Credentials credentials, Duration reachable)
      throws IOException {
    if (!servers.containsKey(address.toString())) {
      throw new ConnectException("Connection refused");
    }
    FakeServer server = servers.get(address.toString());
    return server == null ? never() : server.connect(credentials);
  }

  private CommandLineRun run(Connections connections, String... arguments) {
    code = BatonCommand.run(connections, terminal, arguments);
    terminal.flush();
    return this;
  }

  private static <T> T never() throws IOException {
    Object nobody = new Object();
    synchronized (nobody) {
      while (true) {
        try {
          nobody.wait();
        } catch (InterruptedException e) {
          throw new IOException("interrupted", e);
        }
      }
    }
  }

  int code() {
    return code;
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }
}
