package org.batonha.core;

import java.util.List;

/**
 * A service: a name, and the nodes that may hold it.
 *
 * @param name 1 to 64 letters, digits, '.', '_' or '-'
 * @param preference the nodes that may hold the service, the most wanted first; none twice
 */
public record ServiceConfig(String name, List<String> preference) {
  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException when a value is out of its bounds; the message says which and
   *     what to write instead
   */
  public ServiceConfig {
    Checks.name("service name", name);
    preference = Checks.distinctNames("preference of service '" + name + "'", preference);
  }

  /** Returns the role of {@code node} for this service. */
  public Role roleOf(String node) {
    return preference.get(0).equals(node) ? Role.PRIMARY : Role.BACKUP;
  }
}
