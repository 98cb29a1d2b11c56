package org.batonha.benchmarks.addresses;

import java.util.List;

/** What a reader of the numbers has to know. */
final class Notes {
  static final List<String> ALL =
      List.of(
          "baton is the engine, its transport and its sentinel in a JVM without a server around"
              + " them; ./demo does the same faults to WildFly servers",
          "kill, hang and stop are done to the server with Baton in it, and to the processes of the"
              + " other tools, beside which the application runs on",
          "two owners: both kernels have the address, from the fault on for as long as it was looked"
              + " at (kill 3 s, hang, cable and switch 4 s at least); 'two owners at the end' is 1"
              + " when that did not end meanwhile",
          "keepalived's planned move is its master's end, for VRRP has no other");

  private Notes() {}
}
