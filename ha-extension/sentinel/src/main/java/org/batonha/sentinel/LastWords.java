package org.batonha.sentinel;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.batonha.sentinel.keeper.Log;
import org.batonha.sentinel.protocol.Command.Tell;
import org.batonha.sentinel.protocol.ErrorCode;
import org.batonha.sentinel.protocol.IpLiteral;
import org.batonha.sentinel.protocol.Refusal;

/**
 * What has to be said for one server when it can speak no more: datagrams that it has made ready,
 * of which only the peers understand anything. The sockets are opened and warm before they are
 * needed. Not safe for use by several threads.
 */
final class LastWords {
  /** How many links one server may have. */
  static final int LINKS_LIMIT = 16;

  /** When each datagram is sent: datagrams get lost, and mostly several in a row. */
  static final List<Duration> TIMES =
      List.of(Duration.ZERO, Duration.ofMillis(2), Duration.ofMillis(10));

  private final Map<String, Voice> voices = new LinkedHashMap<>();

  private record Voice(DatagramChannel channel, Tell words) {}

  /**
   * Takes what is to be said on one link.
   *
   * @throws Refusal when there is no way to send it
   */
  void take(Tell tell) throws Refusal {
    Voice before = voices.get(tell.link());
    if (before != null && before.words.local().equals(tell.local()) && !tell.peers().isEmpty()) {
      voices.put(tell.link(), new Voice(before.channel, tell));
      return;
    }
    if (tell.peers().isEmpty()) {
      forget(tell.link());
      return;
    }
    if (before == null && voices.size() >= LINKS_LIMIT) {
      throw new Refusal(
          ErrorCode.SYSTEM, "there are words for %d links already".formatted(LINKS_LIMIT));
    }
    DatagramChannel channel = open(tell.local());
    forget(tell.link());
    voices.put(tell.link(), new Voice(channel, tell));
  }

  private void forget(String link) {
    Voice gone = voices.remove(link);
    if (gone != null) {
      close(gone.channel);
    }
  }

  private static DatagramChannel open(InetAddress local) throws Refusal {
    DatagramChannel channel = null;
    try {
      channel =
          DatagramChannel.open(
              local instanceof Inet4Address
                  ? StandardProtocolFamily.INET
                  : StandardProtocolFamily.INET6);
      channel.configureBlocking(false);
      channel.bind(new InetSocketAddress(local, 0));
      // To itself, for nobody: the first one loads classes, and there is no time for that later.
      channel.send(ByteBuffer.allocate(1), channel.getLocalAddress());
      return channel;
    } catch (IOException | IllegalArgumentException e) {
      if (channel != null) {
        close(channel);
      }
      throw new Refusal(
          ErrorCode.ADDRESS,
          "nothing can be sent from %s: %s".formatted(IpLiteral.format(local), e.getMessage()),
          e);
    }
  }

  /**
   * Says it, on all links, several times; takes as long as the last of {@link #TIMES}. What cannot
   * be sent on one link is still sent on the others.
   *
   * @param dead whether the server is known to be dead
   */
  void say(boolean dead, Log log) {
    long began = System.nanoTime();
    for (Duration time : TIMES) {
      long due = began + time.toNanos();
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      for (Voice voice : voices.values()) { // no lambda: there is no time to link one
        say(voice, dead, log);
      }
    }
    log.info(
        "said on %s that the server %s"
            .formatted(voices.keySet(), dead ? "is dead" : "holds nothing any more"));
  }

  private static void say(Voice voice, boolean dead, Log log) {
    byte[] datagram = dead ? voice.words.dead() : voice.words.letGo();
    for (InetSocketAddress peer : voice.words.peers()) {
      try {
        voice.channel.send(ByteBuffer.wrap(datagram), peer);
      } catch (IOException | RuntimeException e) {
        log.warn("no last word on %s to %s: %s".formatted(voice.words.link(), peer, e));
      }
    }
  }

  boolean isEmpty() {
    return voices.isEmpty();
  }

  void close() {
    voices.values().forEach(voice -> close(voice.channel));
    voices.clear();
  }

  private static void close(DatagramChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException("a socket cannot be closed", e);
    }
  }
}
