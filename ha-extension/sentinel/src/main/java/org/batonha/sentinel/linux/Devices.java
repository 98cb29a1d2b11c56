package org.batonha.sentinel.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.batonha.sentinel.protocol.ErrorCode;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/** The network devices that addresses are on. Not safe for use by several threads. */
final class Devices {
  private final Rtnetlink rtnetlink;
  private final Briefly<String, Optional<Link>> links;

  Devices(Rtnetlink rtnetlink) {
    this.rtnetlink = rtnetlink;
    this.links = new Briefly<>(rtnetlink::link);
  }

  /** A device was made or removed here. */
  void forget() {
    links.forget();
  }

  /** Returns the device of an address; empty if there is none of its name. */
  Optional<Link> find(VirtualAddress address) throws Refusal {
    try {
      return links.get(address.device());
    } catch (NetlinkException e) {
      throw e.refusal("could not look up device " + address.device());
    }
  }

  /** Returns the device of an address, which may be down. */
  Link existing(VirtualAddress address) throws Refusal {
    Link link = find(address).orElse(null);
    if (link == null) {
      throw refusal("%s: there is no device %s".formatted(address, address.device()));
    }
    if (!link.name().equals(address.device())) {
      // The kernel finds a device by each of its names; what it says of one has but the first.
      throw refusal(
          "%s: %s is another name of device %s: use that"
              .formatted(address, address.device(), link.name()));
    }
    return link;
  }

  /** Returns the device of an address, which is up and speaks Ethernet. */
  Link usable(VirtualAddress address) throws Refusal {
    Link link = existing(address);
    if (!link.isUp()) {
      String name = link.name();
      throw refusal("%s: device %s is down: ip link set %s up".formatted(address, name, name));
    }
    if (!link.isEthernet()) {
      throw refusal(
          "%s: device %s has no ARP, so no network would learn of the address"
              .formatted(address, link.name()));
    }
    return link;
  }

  private Refusal refusal(String what) throws Refusal {
    try {
      return new Refusal(ErrorCode.DEVICE, what + "; there are " + names(rtnetlink.links()));
    } catch (NetlinkException e) {
      throw e.refusal("could not list the devices");
    }
  }

  /** Returns the devices' names, as people read them. */
  static String names(List<Link> links) {
    List<String> names = new ArrayList<>();
    for (Link link : links) {
      names.add(link.isUp() ? link.name() : link.name() + " (down)");
    }
    return names.stream().sorted().collect(Collectors.joining(", "));
  }
}
