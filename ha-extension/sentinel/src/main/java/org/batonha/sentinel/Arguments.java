package org.batonha.sentinel;

import java.nio.file.Path;
import java.util.OptionalLong;
import org.batonha.sentinel.service.ServiceConfig;

/**
 * What the command line says.
 *
 * @param parent the process whose death ends this one
 * @param service how to run as a service; {@code null}: as the child of a server
 */
record Arguments(OptionalLong parent, ServiceConfig service) {
  /**
   * Reads it, and the configuration that it names.
   *
   * @throws IllegalArgumentException when it is wrong; the message says what would be right
   */
  static Arguments parse(String... args) {
    if (args.length == 0) {
      return new Arguments(OptionalLong.empty(), null);
    }
    if (args.length == 2 && args[0].equals("--parent") && args[1].matches("[1-9][0-9]{0,9}")) {
      return new Arguments(OptionalLong.of(Long.parseLong(args[1])), null);
    }
    if (args.length == 2 && args[0].equals("--config")) {
      return new Arguments(OptionalLong.empty(), ServiceConfig.read(Path.of(args[1])));
    }
    throw new IllegalArgumentException(
        "wrong arguments '%s': give --parent PID, the server's process, or --config FILE, to be a service"
            .formatted(String.join(" ", args)));
  }
}
