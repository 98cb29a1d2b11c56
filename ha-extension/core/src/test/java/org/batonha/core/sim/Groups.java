package org.batonha.core.sim;

import org.batonha.core.Failback;
import org.batonha.core.ServiceConfig;

/** Which services go together and which have to be apart, by all of their configurations. */
final class Groups {
  private final World world;
  private final boolean[][] together;
  private final boolean[][] apart;

  Groups(World world) {
    this.world = world;
    int services = world.services();
    together = new boolean[services][services];
    apart = new boolean[services][services];
    for (int one = 0; one < services; one++) {
      together[one][one] = true;
      ServiceConfig service = world.setup.services.get(one);
      for (String other : service.togetherWith()) {
        together[one][world.serviceId(other)] = true;
        together[world.serviceId(other)][one] = true;
      }
      for (String other : service.apartFrom()) {
        apart[one][world.serviceId(other)] = true;
        apart[world.serviceId(other)][one] = true;
      }
    }
    for (int via = 0; via < services; via++) {
      for (int one = 0; one < services; one++) {
        for (int other = 0; other < services; other++) {
          together[one][other] |= together[one][via] && together[via][other];
        }
      }
    }
  }

  boolean areTogether(int one, int other) {
    return together[one][other];
  }

  boolean areApart(int one, int other) {
    return apart[one][other];
  }

  /** The shortest delay after which a service, or one that takes it along, goes back by itself. */
  long failbackDelay(int service) {
    long shortest = Long.MAX_VALUE;
    for (int member = 0; member < world.services(); member++) {
      ServiceConfig config = world.setup.services.get(member);
      if (together[service][member] && config.failback() == Failback.AUTO) {
        shortest = Math.min(shortest, config.failbackDelay().toNanos());
      }
    }
    return shortest;
  }
}
