package org.batonha.benchmarks.addresses;

import java.util.ArrayList;
import java.util.List;
import org.batonha.lab.Lab;

/**
 * What two nodes hold.
 *
 * @param services how many
 * @param addresses how many of them each has, up to 254
 */
record Load(int services, int addresses) {
  /** The lab's virtual address. */
  static final Load ONE = new Load(1, 1);

  /** Beyond the LAN's own network, so that there is room; the client needs a route to it. */
  static final String CROWD = "10.11.0.0/16";

  String service(int number) {
    return this.equals(ONE) ? "web" : "web" + number;
  }

  /** Returns the addresses of a service, with their prefixes. */
  List<String> of(int service) {
    if (this.equals(ONE)) {
      return List.of(Lab.VIP + "/24");
    }
    List<String> all = new ArrayList<>();
    for (int i = 1; i <= addresses; i++) {
      all.add("10.11.%d.%d/32".formatted(service, i));
    }
    return all;
  }

  /** Returns all addresses, without their prefixes. */
  List<String> all() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < services; i++) {
      of(i).forEach(address -> all.add(address.substring(0, address.indexOf('/'))));
    }
    return all;
  }
}
