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
          "two owners: for how long both kernels have the address; it is looked at for 3 s of that"
              + " at least, 15 s at most, and 'two owners at the end' is 1 when it does not end by"
              + " itself before",
          "keepalived's planned move is its master's end, for VRRP has no other");

  private Notes() {}
}
