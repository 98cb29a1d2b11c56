package org.batonha.transport;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.Receiver;
import org.jgroups.View;

/** A channel over redundant links in this JVM, whose links can be cut. */
final class Member implements AutoCloseable {
  static final int LAN_PORT = 17_600;
  static final int HB_PORT = 17_601;

  private final JChannel channel;
  private final REDUNDANT transport;
  private final Map<String, SeverableLink> links = new ConcurrentHashMap<>();
  private final List<String> received = Collections.synchronizedList(new ArrayList<>());
  private final List<String> transitions = new CopyOnWriteArrayList<>();
  private final Gaps gaps = new Gaps();

  /** A member that is not connected yet. */
  Member(String name, String links, String hosts) throws Exception {
    this(name, links, hosts, "");
  }

  /**
   * The same with further properties.
   *
   * @param properties of the transport, as attributes of its XML element
   */
  Member(String name, String links, String hosts, String properties) throws Exception {
    channel = new JChannel(new ByteArrayInputStream(stack(links, hosts, properties)));
    channel.setName(name);
    transport = (REDUNDANT) channel.getProtocolStack().getTransport();
    transport.decorateLinks(
        link -> {
          SeverableLink severable = new SeverableLink(link);
          this.links.put(link.name(), severable);
          return severable;
        });
    transport.addLinkListener(
        (link, node, from, to, reason) ->
            transitions.add(link + " " + node + " " + from + " " + to));
    channel.setReceiver(
        new Receiver() {
          @Override
          public void receive(Message message) {
            if (message.isFlagSet(Message.Flag.NO_RELIABILITY)) {
              gaps.heard(message.getObject(), System.nanoTime());
            } else {
              received.add(message.getObject());
            }
          }
        });
  }

  /** The member number {@code n}: udp link lan on 127.0.1.n, tcp link hb on 127.0.2.n. */
  static Member onTwoLinks(int n) throws Exception {
    return new Member("n" + n, twoLinks(n), twoLinkHosts());
  }

  static Member onTwoLinks(int n, String properties) throws Exception {
    return new Member("n" + n, twoLinks(n), twoLinkHosts(), properties);
  }

  static String twoLinks(int n) {
    return "lan=udp:127.0.1.%d:%d,hb=tcp:127.0.2.%d:%d".formatted(n, LAN_PORT, n, HB_PORT);
  }

  static String twoLinkHosts() {
    return "lan=127.0.1.1,lan=127.0.1.2,lan=127.0.1.3,hb=127.0.2.1,hb=127.0.2.2,hb=127.0.2.3";
  }

  /** The stack, with a short time between attempts to merge and a group of its own. */
  static byte[] stack(String links, String hosts, String properties) {
    return """
        <config xmlns="urn:org:jgroups">
          <org.batonha.transport.REDUNDANT links="%s" hosts="%s" multicast_port="45799" %s/>
          <RED/><PING/><MERGE3 min_interval="300" max_interval="600"/>
          <org.batonha.transport.KEEPING_NAKACK4 xmit_interval="100"/><UNICAST4 xmit_interval="100"/>
          <pbcast.GMS print_local_addr="false" join_timeout="500"/><FRAG4 frag_size="60k"/>
        </config>
        """
        .formatted(links, hosts, properties.replace('\'', '"'))
        .getBytes(StandardCharsets.UTF_8);
  }

  Member connect() throws Exception {
    channel.connect("test");
    return this;
  }

  JChannel channel() {
    return channel;
  }

  REDUNDANT transport() {
    return transport;
  }

  SeverableLink link(String name) {
    return links.get(name);
  }

  void severAll() {
    links.values().forEach(SeverableLink::sever);
  }

  void mendAll() {
    links.values().forEach(SeverableLink::mend);
  }

  List<String> received() {
    return received;
  }

  /** Returns what was received since the last time; of that nothing is kept. */
  List<String> takeReceived() {
    synchronized (received) {
      List<String> taken = List.copyOf(received);
      received.clear();
      return taken;
    }
  }

  List<String> transitions() {
    return transitions;
  }

  int viewSize() {
    View view = channel.getView();
    return view == null ? 0 : view.size();
  }

  LinkState state(String link, String node) {
    PeerSnapshot peer = peer(link, node);
    return peer == null ? null : peer.state();
  }

  PeerSnapshot peer(String link, String node) {
    return transport.linkSnapshots().stream()
        .filter(snapshot -> snapshot.name().equals(link))
        .flatMap(snapshot -> snapshot.peers().stream())
        .filter(peer -> peer.node().equals(node))
        .findFirst()
        .orElse(null);
  }

  void broadcast(String text) throws Exception {
    channel.send(new ObjectMessage(null, text));
  }

  /** Broadcasts once what nobody asks for again when it is lost, as a lease is renewed. */
  void murmur() throws Exception {
    channel.send(new ObjectMessage(null, channel.getName()).setFlag(Message.Flag.NO_RELIABILITY));
  }

  /** Returns how long it waited for whose murmurs. */
  Gaps gaps() {
    return gaps;
  }

  @Override
  public void close() {
    channel.close();
  }
}
