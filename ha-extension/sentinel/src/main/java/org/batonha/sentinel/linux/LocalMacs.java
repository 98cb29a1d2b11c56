package org.batonha.sentinel.linux;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * The hardware addresses of this host. A host with two devices on one network answers on both for
 * the addresses of either: that is no conflict. A virtual one, which moves with its address, is
 * this host's only as long as it is given here: the next moment another host has the same. Safe for
 * use by several threads.
 */
final class LocalMacs {
  private static final Duration TRUSTED = Duration.ofSeconds(1);

  /** Where the devices' own come from. */
  interface Source {
    Set<String> read() throws SocketException;
  }

  private final Set<String> virtual = ConcurrentHashMap.newKeySet();
  private final Source source;
  private final LongSupplier nanoTime;
  private Set<String> known = Set.of();
  private boolean read;
  private long readNanos;

  LocalMacs() {
    this(LocalMacs::current, System::nanoTime);
  }

  LocalMacs(Source source, LongSupplier nanoTime) {
    this.source = source;
    this.nanoTime = nanoTime;
  }

  /** An address has this virtual one here from now on. */
  void give(byte[] mac) {
    virtual.add(Mac.text(mac));
  }

  /** It has not any more. */
  void takeBack(byte[] mac) {
    virtual.remove(Mac.text(mac));
  }

  boolean contains(String mac) throws SocketException {
    return VirtualMacs.isVirtual(Mac.bytes(mac)) ? virtual.contains(mac) : isDevices(mac);
  }

  private synchronized boolean isDevices(String mac) throws SocketException {
    long now = nanoTime.getAsLong();
    if (!read || now - readNanos > TRUSTED.toNanos()) {
      known = source.read();
      readNanos = now;
      read = true;
    }
    return known.contains(mac);
  }

  private static Set<String> current() throws SocketException {
    Set<String> macs = new HashSet<>();
    for (NetworkInterface device : NetworkInterface.networkInterfaces().toList()) {
      byte[] mac = device.getHardwareAddress();
      if (mac != null) {
        macs.add(Mac.text(mac));
      }
    }
    return macs;
  }
}
