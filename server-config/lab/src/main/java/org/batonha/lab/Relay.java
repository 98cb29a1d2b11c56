package org.batonha.lab;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Passes connections on: what is accepted on one side is connected to the other, bytes go both
 * ways. Two of them, joined by a Unix domain socket, lead from the machine into the lab and need no
 * network between the two. Thread-safe.
 */
public final class Relay implements Closeable {
  /** Makes the other end of a connection. */
  public interface Target {
    /** Connects. */
    SocketChannel connect() throws IOException;
  }

  private static final int BUFFER = 16 * 1024;

  private final ServerSocketChannel listener;
  private final Target target;

  /** Starts to pass on what {@code listener}, which is bound, accepts. */
  public Relay(ServerSocketChannel listener, Target target) {
    this.listener = listener;
    this.target = target;
    daemon(this::acceptAll, "relay");
  }

  /** Returns where it listens. */
  public SocketAddress address() throws IOException {
    return listener.getLocalAddress();
  }

  private void acceptAll() {
    while (listener.isOpen()) {
      try {
        SocketChannel client = listener.accept();
        daemon(() -> join(client), "relay-connection");
      } catch (AsynchronousCloseException e) {
        return;
      } catch (IOException e) {
        System.err.println("relay: accepting a connection failed: " + e.getMessage());
      }
    }
  }

  private void join(SocketChannel client) {
    try (client;
        SocketChannel server = target.connect()) {
      Thread back = daemon(() -> copy(server, client), "relay-back");
      copy(client, server);
      back.join();
    } catch (IOException e) {
      System.err.println("relay: no connection to the other side: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // One side broke the connection, as servers that are killed do: the other has to see it too.
      closeBoth(from, to);
    }
  }

  private static void closeBoth(SocketChannel one, SocketChannel other) {
    try (one;
        other) {
      // Closing is all there is to do.
    } catch (IOException e) {
      System.err.println("relay: closing a connection failed: " + e.getMessage());
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
