package org.batonha.benchmarks.addresses;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the address is for: tells each client by UDP which host it is on, and lets those that come
 * by TCP wait for ever. A process of its own beside a contender that is no server itself: {@code
 * Application HOST}.
 */
final class Application {
  /** Of both protocols. */
  static final int PORT = 8099;

  private final byte[] name;
  private final List<Socket> waiting = new CopyOnWriteArrayList<>();

  private Application(String host) {
    name = host.getBytes(StandardCharsets.UTF_8);
  }

  public static void main(String[] args) throws IOException {
    run(args[0]);
    System.out.println("ready");
  }

  /** Starts to answer on threads of its own, which end with the process. */
  static void run(String host) throws IOException {
    Application application = new Application(host);
    DatagramChannel channel = DatagramChannel.open().bind(new InetSocketAddress(PORT));
    ServerSocket server = new ServerSocket(PORT);
    new Thread(() -> application.answer(channel), "application-udp").start();
    new Thread(() -> application.accept(server), "application-tcp").start();
  }

  private void answer(DatagramChannel channel) {
    ByteBuffer question = ByteBuffer.allocate(64);
    while (true) {
      try {
        channel.send(ByteBuffer.wrap(name), channel.receive(question.clear()));
      } catch (IOException e) {
        // The way back is missing while a cable is pulled.
      }
    }
  }

  private void accept(ServerSocket server) {
    while (true) {
      try {
        waiting.add(server.accept());
      } catch (IOException e) {
        System.err.println("a client could not be accepted: " + e);
      }
    }
  }
}
