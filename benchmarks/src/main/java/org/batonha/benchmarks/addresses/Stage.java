package org.batonha.benchmarks.addresses;

import java.nio.file.Path;
import java.util.List;
import org.batonha.lab.Lab;
import org.batonha.lab.Timebase;

/**
 * Where all takes place.
 *
 * @param directory for files of the contenders: in memory, ends with the lab
 * @param logs what the contenders write goes there
 */
record Stage(Lab lab, Hand hand, Timebase time, Path directory, Path logs) {
  static final List<String> HOSTS = List.of("n1", "n2");

  static String other(String host) {
    return host.equals("n1") ? "n2" : "n1";
  }
}
