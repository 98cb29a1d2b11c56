package org.batonha.wildfly;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import java.util.stream.Collectors;

/** The network devices of this host. */
final class Devices {
  private Devices() {}

  /**
   * Returns what is wrong with a device, in one clause that names the devices there are, or nothing
   * when it exists. Elsewhere than on Linux nothing is known of devices, and nothing is wrong.
   */
  static Optional<String> problemWith(String device) {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Optional.empty();
    }
    try {
      if (NetworkInterface.getByName(device) != null) {
        return Optional.empty();
      }
      String known =
          NetworkInterface.networkInterfaces()
              .map(NetworkInterface::getName)
              .sorted()
              .collect(Collectors.joining(", "));
      return Optional.of(
          "there is no network device '" + device + "' on this host, write one of: " + known);
    } catch (SocketException e) {
      return Optional.of("the network devices of this host cannot be listed: " + e.getMessage());
    }
  }
}
