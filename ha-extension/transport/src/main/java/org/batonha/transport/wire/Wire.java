package org.batonha.transport.wire;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;

/**
 * What is the same in every frame that this start of this node sends; thread-safe. The numbers of
 * sealed frames are counted here, per link, and go on when a link is taken out and put back: none
 * may ever come twice with one key.
 */
public final class Wire {
  private final int cluster;
  private final long boot;
  private final Map<Integer, AtomicLong> counters = new ConcurrentHashMap<>();
  private volatile Keyring keys;

  /**
   * Creates it.
   *
   * @param cluster the cluster's name, hashed
   * @param boot a random number for this start
   * @param keys what to seal frames with
   */
  public Wire(int cluster, long boot, Keyring keys) {
    this.cluster = cluster;
    this.boot = boot;
    this.keys = keys;
  }

  /** Returns the number that stands for a cluster's or a link's name on the wire. */
  public static int hash(String name) {
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    return (int) crc.getValue();
  }

  public int cluster() {
    return cluster;
  }

  public long boot() {
    return boot;
  }

  Keyring keys() {
    return keys;
  }

  /** Seals with other keys from now on. */
  public void keys(Keyring changed) {
    keys = changed;
  }

  /** Returns a writer for one thread that sends on a link. */
  public FrameWriter writer(int link) {
    return new FrameWriter(this, link, counters.computeIfAbsent(link, id -> new AtomicLong()));
  }
}
