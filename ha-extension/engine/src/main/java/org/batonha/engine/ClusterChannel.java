package org.batonha.engine;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.batonha.core.Decision;
import org.batonha.core.Event;
import org.batonha.transport.REDUNDANT;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.stack.Protocol;
import org.jgroups.util.NameCache;

/**
 * The group, as core sees it: names instead of addresses, messages that may be lost. Sending
 * happens on a thread of its own behind a bounded queue: core never waits for the network. What is
 * dropped there is counted; core repeats itself with the next heartbeat.
 */
final class ClusterChannel implements Receiver, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ClusterChannel.class.getName());
  private static final String CLUSTER = "baton";
  private static final int QUEUE = 1024;

  private final JChannel channel;
  private final Consumer<Event> events;
  private final Connections connections;
  private final ViewAgreement agreement;
  private final AtomicLong dropped = new AtomicLong();
  private final ThreadPoolExecutor sender;
  private List<String> lastView = List.of();

  /** Takes what other nodes say of open connections. */
  interface Connections {
    void received(byte[] bytes, int offset, int length) throws IOException;
  }

  /**
   * @param isVoter whether a node of that name takes part, so that it answers
   */
  ClusterChannel(
      JChannel channel,
      Consumer<Event> events,
      Connections connections,
      Predicate<String> isVoter) {
    this.channel = channel;
    this.events = events;
    this.connections = connections;
    this.agreement =
        new ViewAgreement(
            channel::getAddress,
            this::view,
            member -> isOther(member, isVoter),
            this::sendLater,
            System::nanoTime);
    this.sender =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            body -> daemon(body),
            (task, pool) -> dropped.incrementAndGet());
  }

  private static Thread daemon(Runnable body) {
    Thread thread = new Thread(body, "baton-send");
    thread.setDaemon(true);
    return thread;
  }

  void connect() throws Exception {
    channel.setReceiver(this);
    channel.connect(CLUSTER);
    look();
  }

  private boolean isOther(Address member, Predicate<String> isVoter) {
    return !member.equals(channel.getAddress()) && isVoter.test(name(member));
  }

  /** Returns what can tell whether the others of this node's view are in the same one. */
  ViewAgreement agreement() {
    return agreement;
  }

  /** Returns the transport when it is Baton's own, which can tell about its links. */
  Optional<REDUNDANT> transport() {
    return protocol(REDUNDANT.class);
  }

  private <T extends Protocol> Optional<T> protocol(Class<T> type) {
    Protocol protocol = channel.getProtocolStack().getTopProtocol();
    return Stream.iterate(protocol, Objects::nonNull, Protocol::getDownProtocol)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }

  /**
   * Returns the group's view from who makes it. A fork's own may be old: it takes the main
   * channel's when it connects, and when that is just being replaced, it keeps the old one until
   * there is a next.
   */
  private View view() {
    return protocol(GMS.class).map(GMS::view).orElseGet(channel::getView);
  }

  /**
   * Looks at the view again: the name of a new member may become known after its arrival, and a
   * fork may not be told of a view.
   */
  synchronized void look() {
    View view = view();
    if (view == null) {
      return;
    }
    List<String> members = view.getMembers().stream().map(this::name).toList();
    if (!members.equals(lastView)) {
      lastView = members;
      events.accept(new Event.ViewChanged(members));
    }
  }

  private String name(Address address) {
    String name = NameCache.get(address);
    return name == null ? address.toString() : name;
  }

  void send(Decision.Send send) {
    sender.execute(() -> sendNow(send));
  }

  private void sendNow(Decision.Send send) {
    try {
      Optional<Address> to = Optional.ofNullable(send.to()).flatMap(this::address);
      if (send.to() == null || to.isPresent()) {
        sendNow(to.orElse(null), MessageCodec.encode(send.message()));
      }
    } catch (Exception e) {
      dropped.incrementAndGet();
      LOG.log(Level.DEBUG, "A message to {0} was not sent: {1}", send.to(), e);
    }
  }

  private void sendNow(Address to, byte[] bytes) throws Exception {
    channel.send(
        new BytesMessage(to, bytes)
            .setFlag(Message.Flag.OOB, Message.Flag.NO_RELIABILITY, Message.Flag.NO_FC)
            .setFlag(Message.TransientFlag.DONT_LOOPBACK, Message.TransientFlag.DONT_BLOCK));
  }

  /** Sends bytes that are not core's to all others; they may get lost. */
  void share(byte[] bytes) {
    sendLater(null, bytes);
  }

  private void sendLater(Address to, byte[] bytes) {
    sender.execute(
        () -> {
          try {
            sendNow(to, bytes);
          } catch (Exception e) {
            dropped.incrementAndGet();
            LOG.log(Level.DEBUG, "A message to {0} was not sent: {1}", to == null ? "all" : to, e);
          }
        });
  }

  private Optional<Address> address(String node) {
    View view = view();
    return view == null
        ? Optional.empty()
        : view.getMembers().stream().filter(member -> node.equals(name(member))).findFirst();
  }

  @Override
  public void viewAccepted(View view) {
    look();
  }

  @Override
  public void receive(Message message) {
    String from = name(message.getSrc());
    try {
      received(from, message);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "A message of " + from + " was refused: " + e.getMessage());
    }
  }

  private void received(String from, Message message) throws IOException {
    byte[] bytes = message.getArray();
    int offset = message.getOffset();
    int length = message.getLength();
    if (Tickles.isOne(bytes, offset, length)) {
      connections.received(bytes, offset, length);
    } else if (ViewAgreement.isOne(bytes, offset, length)) {
      agreement.received(message.getSrc(), bytes, offset, length);
    } else {
      events.accept(new Event.Received(from, MessageCodec.decode(bytes, offset, length)));
    }
  }

  /** Waits for what is still to be sent, then leaves the group. */
  @Override
  public void close() {
    sender.shutdown();
    try {
      if (!sender.awaitTermination(1, TimeUnit.SECONDS)) {
        sender.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    channel.close();
  }
}
