package org.batonha.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the sentinel knows of an address that it holds.
 *
 * @param address the address, its prefix and its device
 * @param mac the hardware address that the network is told; empty when the device is gone
 * @param shut whether nothing is let in any more, as before a planned move
 * @param carrier whether the device is up and can send
 * @param since when it was added
 * @param announcements how often the network was told since then
 * @param conflicts how many claims of other hosts were heard since then
 * @param removals how often somebody else removed it
 * @param lastConflict the newest of those claims
 */
record AddressStatus(
    AddressConfig address,
    String mac,
    boolean shut,
    boolean carrier,
    Instant since,
    long announcements,
    long conflicts,
    long removals,
    Optional<Conflict> lastConflict) {
  /** A claim of another host to the address. */
  record Conflict(String mac, Instant at) {}

  /**
   * Reads an answer to {@code status TAG SERVICE}, without its tag: the service, the epoch, and
   * each address with its properties. Unknown properties are skipped.
   *
   * @param nowNanos the present {@link System#nanoTime()}, and {@code now} the same instant
   * @throws IllegalArgumentException when it is not such an answer
   */
  static List<AddressStatus> parse(String answer, long nowNanos, Instant now) {
    List<AddressStatus> all = new ArrayList<>();
    String address = null;
    Map<String, String> properties = new HashMap<>();
    String[] words = answer.split(" ");
    for (int i = 2; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals >= 0) {
        properties.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        continue;
      }
      if (address != null) {
        all.add(of(address, properties, nowNanos, now));
      }
      address = words[i];
      properties.clear();
    }
    if (address != null) {
      all.add(of(address, properties, nowNanos, now));
    }
    return List.copyOf(all);
  }

  private static AddressStatus of(
      String address, Map<String, String> properties, long nowNanos, Instant now) {
    int at = address.indexOf('@');
    if (at < 0) {
      throw new IllegalArgumentException("'" + address + "' is not IP/PREFIX@DEVICE");
    }
    Optional<Conflict> conflict =
        Optional.ofNullable(properties.get("last-conflict-mac"))
            .map(mac -> new Conflict(mac, instant(properties, "last-conflict", nowNanos, now)));
    return new AddressStatus(
        AddressConfig.of(address.substring(0, at), address.substring(at + 1)),
        properties.getOrDefault("mac", ""),
        "shut".equals(properties.get("state")),
        "up".equals(properties.get("carrier")),
        instant(properties, "since", nowNanos, now),
        number(properties, "announcements"),
        number(properties, "conflicts"),
        number(properties, "removals"),
        conflict);
  }

  private static Instant instant(
      Map<String, String> properties, String name, long nowNanos, Instant now) {
    return now.minus(Duration.ofNanos(nowNanos - number(properties, name)));
  }

  private static long number(Map<String, String> properties, String name) {
    return Long.parseLong(properties.getOrDefault(name, "0"));
  }
}
