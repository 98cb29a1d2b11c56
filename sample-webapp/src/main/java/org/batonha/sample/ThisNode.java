package org.batonha.sample;

import java.lang.management.ManagementFactory;

/** The server that this runs in. */
final class ThisNode {
  private ThisNode() {}

  /** Returns the node's name in the cluster. */
  static String name() {
    return System.getProperty("jboss.node.name", "unknown");
  }

  /** Returns when the server's process started, in milliseconds of the wall clock. */
  static long sinceMillis() {
    return ManagementFactory.getRuntimeMXBean().getStartTime();
  }
}
