package org.batonha.transport.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.batonha.transport.wire.DropCause;
import org.batonha.transport.wire.Frame;
import org.batonha.transport.wire.LinkProtocol;
import org.batonha.transport.wire.OutFrame;
import org.batonha.transport.wire.Wire;
import org.jgroups.util.SocketFactory;

/**
 * A link over TCP: one connection per peer and direction, each with threads of its own.
 *
 * <p>It also finds out about death: when a peer's connection ends without BYE, the peer's host is
 * asked for another at once. If it refuses, the process is dead, unless other links contradict; if
 * it accepts, only a connection was lost.
 */
final class TcpLink extends LinkBase {
  public static final int MAX_PEERS = 256;
  public static final int MAX_INBOUND = 512;
  public static final int STRANGER_MILLIS = 2_000;

  /** Connections of strangers at a time; over it, one that took too long makes room. */
  static final int MAX_STRANGERS = 64;

  public static final int MIN_CONNECT_MILLIS = 200;
  public static final int SILENT_WINDOWS = 4;
  public static final long ERROR_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final LocalInterface local;
  private final SocketFactory sockets;
  private final WordPorts words;
  private final ServerSocket server;
  private final InetSocketAddress address;
  private final Map<InetSocketAddress, TcpPeer> peers = new ConcurrentHashMap<>();
  private final Map<Socket, Long> strangers = new ConcurrentHashMap<>();
  private final Set<Socket> inbound = ConcurrentHashMap.newKeySet();
  private volatile Wire wire;
  private volatile FrameHandler handler;
  private volatile boolean closed;

  /** Binds the socket; from then on connections are accepted by the system, if not yet served. */
  TcpLink(Links.Planned plan, Links.Means means) throws IOException {
    super(plan, means);
    this.local = plan.local();
    this.sockets = means.sockets();
    this.words = means.words();
    this.server = bind(plan.port());
    this.address = new InetSocketAddress(local.address(), server.getLocalPort());
  }

  private ServerSocket bind(int port) throws IOException {
    ServerSocket socket = sockets.createServerSocket("baton.tcp." + name());
    try {
      socket.setReuseAddress(true);
      socket.setReceiveBufferSize(Settings.TCP_BUFFER);
      return Binding.patiently(
          Binding.PATIENCE,
          () -> {
            socket.bind(new InetSocketAddress(local.address(), port));
            return socket;
          });
    } catch (IOException e) {
      socket.close();
      throw new IOException(
          "link '%s' cannot bind TCP %s:%d (%s): free the port, or give the link another"
              .formatted(name(), local.address().getHostAddress(), port, e.getMessage()),
          e);
    }
  }

  @Override
  public LinkProtocol protocol() {
    return LinkProtocol.TCP;
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public long queuedBytes() {
    return peers.values().stream().mapToLong(TcpPeer::queuedBytes).sum();
  }

  @Override
  public void start(Wire wire, FrameHandler handler) {
    this.wire = wire;
    this.handler = handler;
    threads.keep("baton-" + name() + "-accept", this::acceptLoop);
    words.open(this, handler);
  }

  @Override
  public boolean send(InetSocketAddress to, OutFrame frame) {
    if (frame.maxLength() > Frame.MAX_STREAM) {
      drops().count(DropCause.TOO_LARGE);
      return false;
    }
    if (!leads(to)) {
      return false;
    }
    TcpPeer peer = peer(to);
    return peer != null && peer.offer(frame);
  }

  @Override
  public boolean multicast(OutFrame frame) {
    return false;
  }

  @Override
  public void awaitRoom(InetSocketAddress to, long nanos) throws InterruptedException {
    if (waitsForRoute(to, nanos)) {
      return;
    }
    TcpPeer peer = peers.get(to);
    if (peer != null) {
      peer.awaitRoom(nanos);
    }
  }

  @Override
  public void unreachable(InetSocketAddress to) {
    TcpPeer peer = peers.get(to);
    if (peer != null) {
      peer.abandon();
    }
  }

  @Override
  public void departed(InetSocketAddress to) {
    TcpPeer peer = peers.get(to);
    if (peer != null) {
      peer.expectEnd();
    }
  }

  @Override
  public void forget(InetSocketAddress to) {
    TcpPeer peer = peers.remove(to);
    if (peer != null) {
      peer.close();
    }
  }

  @Override
  public boolean failed(InetSocketAddress to) {
    TcpPeer peer = peers.get(to);
    return peer != null && peer.failed();
  }

  /**
   * Returns the peer at an address, connecting to it if that is new; {@code null}: no more room.
   */
  private TcpPeer peer(InetSocketAddress to) {
    TcpPeer known = peers.get(to);
    if (known != null || closed || !hasRoom()) {
      return known;
    }
    TcpPeer created = new TcpPeer(this, to);
    TcpPeer other = peers.putIfAbsent(to, created);
    if (other != null) {
      return other;
    }
    boolean started = false;
    try {
      threads.keep("baton-" + name() + "-send-" + Addresses.text(to), created::run);
      started = true;
      return created;
    } finally {
      if (!started) { // else the address would be without a thread for ever
        peers.remove(to, created);
        created.close();
      }
    }
  }

  private boolean hasRoom() {
    return peers.size() < MAX_PEERS
        || peers.values().stream().filter(TcpPeer::failed).anyMatch(this::dismiss);
  }

  /**
   * Forgets an address at which nobody was ever reached, unless a peer is expected there: it may be
   * from a recording, and must not keep out those who live.
   *
   * @return whether it is forgotten
   */
  boolean dismiss(TcpPeer peer) {
    boolean dismissed =
        !peer.reached()
            && !handler.expects(this, peer.address())
            && peers.remove(peer.address(), peer);
    if (dismissed) {
      peer.close();
      log.debug("link '%s': nobody was ever reached at %s", name(), peer.address());
    }
    return dismissed;
  }

  private void acceptLoop() {
    while (!closed) {
      try {
        serve(server.accept());
      } catch (IOException e) {
        if (!closed) {
          log.warn("link '%s' cannot accept a connection: %s; going on", name(), e.getMessage());
          LockSupport.parkNanos(ERROR_PAUSE_NANOS);
        }
      }
    }
  }

  private void serve(Socket socket) {
    if (inbound.size() >= MAX_INBOUND) {
      log.warn("link '%s' has %d connections and refuses one more", name(), MAX_INBOUND);
      closeQuietly(socket);
      return;
    }
    if (!admit(socket)) {
      log.debug("link '%s' has %d strangers and refuses one more", name(), MAX_STRANGERS);
      drops().count(DropCause.STRANGERS);
      closeQuietly(socket);
      return;
    }
    boolean started = false;
    try {
      inbound.add(socket);
      threads.start(
          "baton-" + name() + "-receive-" + socket.getInetAddress().getHostAddress(),
          () -> read(socket));
      started = true;
    } finally {
      if (!started) {
        drop(socket);
      }
    }
  }

  private void drop(Socket socket) {
    inbound.remove(socket);
    strangers.remove(socket);
    closeQuietly(socket);
  }

  /** Whoever has not shown the key must not keep out those who can. */
  private boolean admit(Socket socket) {
    long nowNanos = System.nanoTime();
    if (strangers.size() >= MAX_STRANGERS) {
      strangers.forEach(
          (stranger, sinceNanos) -> {
            if (nowNanos - sinceNanos > TimeUnit.MILLISECONDS.toNanos(STRANGER_MILLIS)) {
              strangers.remove(stranger);
              closeQuietly(stranger);
            }
          });
    }
    return strangers.size() < MAX_STRANGERS && strangers.put(socket, nowNanos) == null;
  }

  private void read(Socket socket) {
    TcpReader reader = new TcpReader(this, socket, handler);
    try {
      reader.run(
          STRANGER_MILLIS,
          Math.max(SILENT_WINDOWS * settings.windowMillis(), STRANGER_MILLIS),
          sender -> seen(socket, sender));
    } catch (IOException e) {
      log.debug(
          "link '%s': connection from %s: %s",
          name(), socket.getRemoteSocketAddress(), e.getMessage());
    } finally {
      drop(socket);
    }
    if (reader.sender() != null && !closed) {
      probe(reader.sender());
    }
  }

  private void seen(Socket socket, InetSocketAddress sender) {
    strangers.remove(socket);
    hurry(sender);
  }

  @Override
  public void hurry(InetSocketAddress to) {
    TcpPeer peer = peer(to);
    if (peer != null) {
      peer.hurry();
    }
  }

  /** A peer's connection to us has ended: is anybody still there? */
  private void probe(InetSocketAddress sender) {
    TcpPeer peer = peers.get(sender);
    if (peer != null && refuses(sender)) {
      connectRefused(peer);
    }
  }

  @Override
  public void ask(InetSocketAddress to) {
    threads.start(
        "baton-" + name() + "-ask-" + Addresses.text(to),
        () -> {
          if (refuses(to) && !closed) {
            handler.refused(this, to);
          }
        });
  }

  private boolean refuses(InetSocketAddress to) {
    try {
      Probe.Finding finding = Probe.ask(() -> newSocket(to), to, connectMillis());
      log.debug("link '%s': %s was asked, and is %s", name(), to, finding);
      return finding == Probe.Finding.REFUSED;
    } catch (IOException e) {
      log.debug("link '%s': %s cannot be asked: %s", name(), to, e.getMessage());
      return false;
    }
  }

  /** Nobody listens at the address of a peer. */
  public void connectRefused(TcpPeer peer) {
    log.debug("link '%s': %s refuses connections", name(), peer.address());
    if (!closed && peer.takeEstablished()) {
      handler.refused(this, peer.address());
    }
  }

  public Socket newSocket(InetSocketAddress to) throws IOException {
    requireRoute(to);
    Socket socket = sockets.createSocket("baton.tcp." + name() + ".client");
    try {
      socket.setTcpNoDelay(true);
      socket.bind(new InetSocketAddress(local.address(), 0));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Returns a channel to connect with, bound to the link's interface. */
  public SocketChannel newChannel(InetSocketAddress to) throws IOException {
    requireRoute(to);
    SocketChannel channel = sockets.createSocketChannel("baton.tcp." + name() + ".client");
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, Settings.TCP_BUFFER);
      channel.bind(new InetSocketAddress(local.address(), 0));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private void requireRoute(InetSocketAddress to) throws IOException {
    if (!leads(to)) {
      throw new IOException("the route to " + Addresses.text(to) + " leads over another interface");
    }
  }

  public TcpSender newSender() {
    return new TcpSender(new SendQueue(settings.queueBytes()), wire.writer(id()));
  }

  public int connectMillis() {
    return Math.max(settings.windowMillis(), MIN_CONNECT_MILLIS);
  }

  public FrameHandler handler() {
    return handler;
  }

  public void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      log.debug("link '%s': closing %s: %s", name(), resource, e.getMessage());
    }
  }

  @Override
  public void close() {
    long deadline = System.nanoTime() + UdpLink.CLOSE_NANOS;
    try {
      for (TcpPeer peer : peers.values()) {
        peer.awaitFlushed(deadline);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closed = true;
    closeQuietly(server);
    words.close(address);
    peers.values().forEach(TcpPeer::close);
    inbound.forEach(this::closeQuietly);
  }
}
