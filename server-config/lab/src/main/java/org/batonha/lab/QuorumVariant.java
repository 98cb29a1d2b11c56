package org.batonha.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How the cluster's parts decide whether they may: the demo's way, or another one. */
enum QuorumVariant {
  /** Two nodes, and the gateway: as the server home is prepared. */
  WITNESS(List.of("n1", "n2"), List.of()),

  /** Two nodes, and a third server that only votes. */
  MAJORITY(
      List.of("n1", "n2", "n3"),
      List.of(
          "/subsystem=baton:write-attribute(name=quorum,value=majority)",
          "/subsystem=baton:write-attribute(name=witness,value=[])",
          "/subsystem=baton:write-attribute(name=arbiters,value=[n3])")),

  /** Two nodes, of which each may always. */
  NONE(
      List.of("n1", "n2"),
      List.of(
          "/subsystem=baton:write-attribute(name=quorum,value=none)",
          "/subsystem=baton:write-attribute(name=witness,value=[])"));

  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(60);

  private final List<String> nodes;
  private final List<String> configuration;

  QuorumVariant(List<String> nodes, List<String> configuration) {
    this.nodes = nodes;
    this.configuration = configuration;
  }

  /** Returns the nodes, which are hosts of the lab. */
  List<String> nodes() {
    return nodes;
  }

  /**
   * Returns a prepared home in this variant: with a base directory of its own if need be.
   *
   * @throws LabException when it cannot be configured, with what the server's command line said
   */
  Installation of(Lab lab, Path home) {
    Installation prepared = Installation.of(home);
    if (configuration.isEmpty()) {
      return prepared;
    }
    Path base = lab.directory().resolve("standalone-" + name().toLowerCase(Locale.ROOT));
    try {
      Server.copy(prepared.standalone(), base);
    } catch (IOException e) {
      throw new LabException("cannot copy " + prepared.standalone() + " to " + base, e);
    }
    List<String> lines = new ArrayList<>(configuration);
    lines.add(0, "embed-server --server-config=standalone-ha.xml");
    lines.add(1, "batch");
    lines.add("run-batch");
    lines.add("stop-embedded-server");
    lab.run(
        List.of(
            "env",
            "JBOSS_HOME=" + home,
            "JAVA_OPTS=-Djboss.server.base.dir=" + base,
            home.resolve("bin/jboss-cli.sh").toString(),
            "--commands=" + String.join(",", lines)),
        COMMAND_LIMIT);
    return new Installation(home, base, prepared.mover());
  }
}
