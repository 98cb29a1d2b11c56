package org.batonha.transport;

import java.util.List;
import org.batonha.transport.link.Addresses;
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
  static Hello of(Address local, IpAddress canonical, int linksVersion, List<LinkAddress> links) {
    if (!(local instanceof UUID member)) {
      throw new IllegalStateException(
          "the channel's address %s is not a UUID: leave the channel's address generator as it is"
              .formatted(local));
    }
    String name = NameCache.get(local);
    return new Hello(
        false,
        0,
        member.getMostSignificantBits(),
        member.getLeastSignificantBits(),
        name == null ? local.toString() : name,
        Addresses.of(canonical),
        linksVersion,
        links);
  }
}
