package org.batonha.sentinel.linux;

import java.net.InetAddress;
import java.net.SocketException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.batonha.sentinel.keeper.Claim;
import org.batonha.sentinel.keeper.Log;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/**
 * The devices that are open. Of all that is heard on them only what concerns a watched address goes
 * further, so that a busy network costs the thread that owns the state nothing.
 */
final class Ports {
  private final Map<String, EthernetPort> ports = new HashMap<>();
  private final LocalMacs localMacs;
  private final News news;
  private final Consumer<Claim> first;
  private final Log log;
  private volatile Set<InetAddress> watched = Set.of();

  /**
   * Creates it.
   *
   * @param first is told of each claim of another host, watched or not, and returns at once
   */
  Ports(News news, LocalMacs localMacs, Consumer<Claim> first, Log log) {
    this.news = news;
    this.localMacs = localMacs;
    this.first = first;
    this.log = log;
  }

  /** Returns the open port of a device; opens it, or opens it anew if it has died. */
  EthernetPort of(Link link) throws Refusal {
    EthernetPort port = ports.get(link.name());
    if (port != null && port.serves(link)) {
      return port;
    }
    if (port != null) {
      ports.remove(link.name());
      port.close();
    }
    EthernetPort opened = EthernetPort.open(link, frame -> heard(link.name(), frame));
    ports.put(link.name(), opened);
    return opened;
  }

  /** An address has left a device: who says next that it has it, is waited for. */
  void hurry(Link link) {
    EthernetPort port = ports.get(link.name());
    if (port != null) {
      port.hurry(Latecomers.PATIENCE);
    }
  }

  void watch(Set<VirtualAddress> addresses) {
    watched = addresses.stream().map(VirtualAddress::ip).collect(Collectors.toUnmodifiableSet());
  }

  private void heard(String device, byte[] frame) {
    Optional<Claim> claim = ClaimReader.read(device, frame);
    claim.ifPresent(first); // our own claims are of what is here, so nobody waits for them
    if (claim.isPresent() && watched.contains(claim.get().ip()) && !isOurs(claim.get())) {
      news.claimed(claim.get());
    }
  }

  private boolean isOurs(Claim claim) {
    try {
      return localMacs.contains(claim.mac());
    } catch (SocketException e) {
      log.warn(
          "this host's MAC addresses could not be read, %s is held for foreign: %s"
              .formatted(claim.mac(), e.getMessage()));
      return false;
    }
  }
}
