package org.batonha.transport;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.batonha.transport.link.Addresses;
import org.batonha.transport.link.Link;
import org.batonha.transport.wire.Hello;
import org.batonha.transport.wire.LinkAddress;
import org.jgroups.Address;
import org.jgroups.stack.IpAddress;
import org.jgroups.util.NameCache;
import org.jgroups.util.UUID;

/** What this node says of itself. */
final class OwnHello {
  private OwnHello() {}

  /** Returns it, for nobody in particular. */
  static Hello of(Address local, IpAddress canonical, List<Link> links) {
    if (!(local instanceof UUID member)) {
      throw new IllegalStateException(
          "the channel's address %s is not a UUID: leave the channel's address generator as it is"
              .formatted(local));
    }
    String name = NameCache.get(local);
    List<LinkAddress> addresses = new ArrayList<>();
    for (Link link : links) {
      InetSocketAddress address = link == links.get(0) ? Addresses.of(canonical) : link.address();
      addresses.add(new LinkAddress(link.id(), link.protocol(), address));
    }
    return new Hello(
        false,
        0,
        member.getMostSignificantBits(),
        member.getLeastSignificantBits(),
        name == null ? local.toString() : name,
        Addresses.of(canonical),
        addresses);
  }
}
