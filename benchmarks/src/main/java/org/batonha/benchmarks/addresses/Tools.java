package org.batonha.benchmarks.addresses;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** What has to be installed on this machine. */
final class Tools {
  private Tools() {}

  /** Returns the remedy when a program is neither on the path nor where root's programs are. */
  static Optional<String> missing(String program, String debianPackage) {
    boolean found =
        Arrays.stream((System.getenv("PATH") + ":/usr/sbin:/sbin").split(File.pathSeparator))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory).resolve(program)));
    return found
        ? Optional.empty()
        : Optional.of(
            "'%s' is not installed: apt-get install --no-install-recommends %s"
                .formatted(program, debianPackage));
  }
}
