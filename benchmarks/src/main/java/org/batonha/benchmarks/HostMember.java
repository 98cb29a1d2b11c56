package org.batonha.benchmarks;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.batonha.transport.LinkState;
import org.batonha.transport.REDUNDANT;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;

/** A member on one of {@link Hosts}, with a link on each network and the defaults. */
final class HostMember implements AutoCloseable {
  /** The time in which a silent link falls, in milliseconds. */
  static final int LIMIT_MILLIS = 500;

  private static final int HEARTBEAT_MILLIS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final JChannel channel;
  private final REDUNDANT transport;
  private final LinkedBlockingQueue<Sight> sights = new LinkedBlockingQueue<>();
  private final AtomicInteger fallen = new AtomicInteger();
  private volatile Consumer<Message> taker = message -> {};

  /** A view of so many members, and when it came. */
  record Sight(int members, long nanos) {}

  /** The member on one of two hosts, counted from 1, in the default mode; not connected yet. */
  HostMember(int host) throws Exception {
    this(host, 2, "passive");
  }

  /** The member on one of so many hosts, counted from 1, in a mode; not connected yet. */
  HostMember(int host, int hosts, String mode) throws Exception {
    channel = new JChannel(new ByteArrayInputStream(stack(host, hosts, mode)));
    channel.setName("n" + host);
    transport = (REDUNDANT) channel.getProtocolStack().getTransport();
    transport.addLinkListener(
        (link, node, from, to, reason) -> {
          if (to == LinkState.DOWN) {
            fallen.incrementAndGet();
          }
        });
    channel.setReceiver(
        new Receiver() {
          @Override
          public void receive(Message message) {
            taker.accept(message);
          }

          @Override
          public void viewAccepted(View view) {
            sights.add(new Sight(view.size(), System.nanoTime()));
          }
        });
  }

  private static byte[] stack(int host, int hosts, String mode) {
    return """
        <config xmlns="urn:org:jgroups">
          <org.batonha.transport.REDUNDANT links="lan=udp:%1$s:17600,hb=tcp:%2$s:17601"
            hosts="%3$s" multicast_port="17602" mode="%4$s"
            heartbeat_interval="%5$d" heartbeat_limit="%6$d"/>
          <RED/><PING/><MERGE3 min_interval="300" max_interval="600"/>
          <org.batonha.transport.KEEPING_NAKACK4 xmit_interval="100"/><UNICAST4 xmit_interval="100"/>
          <pbcast.GMS print_local_addr="false" join_timeout="500"/><FRAG4 frag_size="60k"/>
        </config>
        """
        .formatted(
            Hosts.address(1, host),
            Hosts.address(2, host),
            IntStream.rangeClosed(1, hosts)
                .mapToObj(each -> "lan=" + Hosts.address(1, each) + ",hb=" + Hosts.address(2, each))
                .collect(Collectors.joining(",")),
            mode,
            HEARTBEAT_MILLIS,
            LIMIT_MILLIS / HEARTBEAT_MILLIS)
        .getBytes(StandardCharsets.UTF_8);
  }

  void connect() throws Exception {
    channel.connect("detection");
  }

  void disconnect() {
    channel.disconnect();
    sights.clear();
  }

  /** Hands each message to somebody, in the order of its sender. */
  void onMessage(Consumer<Message> newTaker) {
    taker = newTaker;
  }

  /** Sends to all, itself too. */
  void broadcast(byte[] bytes) throws Exception {
    channel.send(new BytesMessage(null, bytes));
  }

  REDUNDANT transport() {
    return transport;
  }

  /** Waits for a view of so many members, and returns when it came. */
  long awaitView(int members) throws InterruptedException {
    for (Sight sight = next(PATIENCE); sight != null; sight = next(PATIENCE)) {
      if (sight.members() == members) {
        return sight.nanos();
      }
    }
    throw new IllegalStateException(
        "no view of %d within %d s".formatted(members, PATIENCE.toSeconds()));
  }

  /** Returns the next view, or null when none came in time. */
  Sight next(Duration bound) throws InterruptedException {
    return sights.poll(bound.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Waits until every link to the other is up. */
  void awaitLinks() throws InterruptedException {
    long began = System.nanoTime();
    while (!allUp()) {
      if (System.nanoTime() - began > PATIENCE.toNanos()) {
        throw new IllegalStateException("the links are not up: " + transport.linkSnapshots());
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private boolean allUp() {
    return transport.linkSnapshots().stream()
        .allMatch(
            link ->
                !link.peers().isEmpty()
                    && link.peers().stream().allMatch(peer -> peer.state() == LinkState.UP));
  }

  /** Returns how often a link to a peer has gone down. */
  int fallenLinks() {
    return fallen.get();
  }

  @Override
  public void close() {
    channel.close();
  }
}
