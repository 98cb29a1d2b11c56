package org.batonha.transport.link;

import java.net.InetAddress;

/**
 * What holds for all links; checked when it is made.
 *
 * @param heartbeatMillis time between two heartbeats, {@value #MIN_HEARTBEAT} to {@value
 *     #MAX_HEARTBEAT} ms
 * @param heartbeatLimit heartbeats missed in a row until a link is DOWN, {@value #MIN_LIMIT} to
 *     {@value #MAX_LIMIT}
 * @param group the multicast group of udp links
 * @param groupPort its port
 * @param timeToLive how many routers a multicast may pass
 * @param queueBytes bound of each queue of frames to send
 * @param checkRoutes whether nothing is sent where the route leads over another interface
 */
public record Settings(
    long heartbeatMillis,
    int heartbeatLimit,
    InetAddress group,
    int groupPort,
    int timeToLive,
    int queueBytes,
    boolean checkRoutes) {
  /** A HELLO goes out with every so many heartbeats. */
  public static final int HELLO_EVERY = 10;

  public static final int MIN_HEARTBEAT = 10;
  public static final int MAX_HEARTBEAT = 60_000;
  public static final int MIN_LIMIT = 2;
  public static final int MAX_LIMIT = 100;
  public static final int MIN_QUEUE = 256 * 1024;

  /** What is asked of the system for the receive buffer of a UDP socket; it may give less. */
  public static final int RECEIVE_BUFFER = 20 * 1024 * 1024;

  /** The same for the send buffer. */
  public static final int SEND_BUFFER = 1024 * 1024;

  /**
   * What is asked of the system for each buffer of a TCP socket, in bytes. Left alone, the two grow
   * to 10 MB together, and heartbeats then queue behind that much data inside the system, for
   * longer than they may be silent.
   */
  public static final int TCP_BUFFER = 512 * 1024;

  public Settings {
    check("heartbeat_interval (ms)", heartbeatMillis, MIN_HEARTBEAT, MAX_HEARTBEAT);
    check("heartbeat_limit (missed heartbeats)", heartbeatLimit, MIN_LIMIT, MAX_LIMIT);
    check("multicast_port", groupPort, 1, 65_535);
    check("ip_ttl", timeToLive, 0, 255);
    check("send_queue_size (bytes)", queueBytes, MIN_QUEUE, Integer.MAX_VALUE);
    if (group == null || !group.isMulticastAddress()) {
      throw new IllegalArgumentException(
          "multicast_address is %s, which is no multicast address: give one in 224.0.0.0/4 or ff00::/8"
              .formatted(group == null ? "empty" : group.getHostAddress()));
    }
  }

  public long heartbeatNanos() {
    return heartbeatMillis * 1_000_000;
  }

  /** Returns the silence after which a link is DOWN, in nanoseconds. */
  public long windowNanos() {
    return heartbeatLimit * heartbeatNanos();
  }

  /** Returns the same in milliseconds. */
  public int windowMillis() {
    return Math.toIntExact(heartbeatLimit * heartbeatMillis);
  }

  private static void check(String setting, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is %d: it must be between %d and %d".formatted(setting, value, min, max));
    }
  }
}
