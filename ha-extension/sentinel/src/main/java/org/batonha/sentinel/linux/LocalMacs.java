package org.batonha.sentinel.linux;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * The hardware addresses of this host. A host with two devices on one network answers on both for
 * the addresses of either: that is no conflict. Safe for use by several threads.
 */
final class LocalMacs {
  private static final Duration TRUSTED = Duration.ofSeconds(1);

  private Set<String> known = Set.of();
  private boolean read;
  private long readNanos;

  synchronized boolean contains(String mac) throws SocketException {
    long now = System.nanoTime();
    if (!known.contains(mac) && (!read || now - readNanos > TRUSTED.toNanos())) {
      known = current();
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
