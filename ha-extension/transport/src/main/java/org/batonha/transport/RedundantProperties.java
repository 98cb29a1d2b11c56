package org.batonha.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.batonha.transport.link.Settings;
import org.jgroups.annotations.Property;
import org.jgroups.conf.AttributeType;
import org.jgroups.protocols.TP;

/** What a stack file, or the server's model, says about the transport. */
abstract class RedundantProperties extends TP {
  static final int DEFAULT_PORT = 7600;

  @Property(
      name = "links",
      description =
          "Comma-separated links NAME=PROTOCOL[:INTERFACE[:PORT]][@PRIORITY] or"
              + " NAME=serial:DEVICE[:BAUD], or @SOURCE for links that the process decides on;"
              + " PROTOCOL is udp or tcp,"
              + " INTERFACE an interface's name or local IP address (default: bind_addr), PORT by"
              + " default bind_port; the highest PRIORITY (0 to 255, by default 8, 7, ...) carries in passive mode")
  String linksText = "lan=udp";

  @Property(
      name = "hosts",
      description =
          "Comma-separated peers LINK=HOST[:PORT] that are looked for from the start; needed only"
              + " where no link has multicast")
  String hostsText = "";

  @Property(
      name = "heartbeat_interval",
      description = "Time between two heartbeats on each link, in ms, 10 to 60000",
      type = AttributeType.TIME)
  long heartbeatInterval = 100;

  @Property(
      name = "heartbeat_limit",
      description = "Heartbeats missed in a row after which a link is DOWN, 2 to 100")
  int heartbeatLimit = 5;

  @Property(
      name = "mode",
      description =
          "Which links carry messages: passive (the best one), active (all of them), or round-robin"
              + " (all that are UP, in turn)")
  String modeText = "passive";

  @Property(name = "multicast_address", description = "Multicast group of udp links")
  String multicastAddress = "230.0.0.9";

  @Property(name = "multicast_port", description = "Port of the multicast group, 1 to 65535")
  int multicastPort = 45_690;

  @Property(name = "ip_ttl", description = "How many routers a multicast may pass, 0 to 255")
  int timeToLive = 2;

  @Property(
      name = "send_queue_size",
      description = "Bound of each queue of frames to send (per udp link, per tcp peer), in bytes",
      type = AttributeType.BYTES)
  int sendQueueSize = 4 * 1024 * 1024;

  @Property(
      name = "check_routes",
      description =
          "Whether nothing is sent on a link to a peer while this host's route to it leads over"
              + " another interface than the link's")
  boolean checkRoutes = true;

  RedundantProperties() {
    // As the server sets them for its own transports: one port, and threads that it can name.
    bind_port = DEFAULT_PORT;
    port_range = 0;
    use_vthreads = false;
    bundler_type = KeepingBundler.class.getName();
  }

  /**
   * Returns what holds for all links.
   *
   * @throws IllegalArgumentException when a property is out of its bounds
   */
  final Settings settings() throws UnknownHostException {
    String group = multicastAddress == null ? "" : multicastAddress.strip();
    return new Settings(
        heartbeatInterval,
        heartbeatLimit,
        group.isEmpty() ? null : InetAddress.getByName(group),
        multicastPort,
        timeToLive,
        sendQueueSize,
        checkRoutes);
  }
}
