package org.batonha.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.batonha.jmx.ClusterMXBean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code baton maintenance}. */
@Command(
    name = "maintenance",
    description = {
      "Takes the node that is asked (see --server) out of service, or back into it: with 'on' it"
          + " gives up what it holds, running requests first, and takes nothing. It still votes.",
      "It lasts until it is switched off, or the server is restarted.",
      ""
    },
    optionListHeading = "Options:%n")
final class MaintenanceCommand extends ServerCommand {
  /** Written as on the command line. */
  enum Switch {
    on,
    off
  }

  @Parameters(paramLabel = "on|off", description = "Out of service (on), or back into it (off).")
  private Switch wanted;

  MaintenanceCommand(Connections connections, Terminal terminal) {
    super(connections, terminal, ServiceCommand.LONGEST_COMMAND);
  }

  @Override
  Answer ask(BatonServer server) {
    ClusterMXBean cluster = server.cluster();
    long startNanos = System.nanoTime();
    cluster.maintenance(wanted == Switch.on);
    long millis = ServiceCommand.millisSince(startNanos);
    return new Switched(cluster.getNode(), wanted == Switch.on, millis);
  }

  @Override
  CommandException noAnswer(ServerAddress server, Duration waited, Throwable cause) {
    return ServiceCommand.noAnswer(server, "switch maintenance " + wanted, waited, cause);
  }

  private record Switched(String node, boolean on, long millis) implements Answer {
    @Override
    public String text(Terminal terminal) {
      return on
          ? "%s is in maintenance: it holds nothing and takes nothing (%d ms)\n"
              .formatted(node, millis)
          : "%s takes services again\n".formatted(node);
    }

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("node", node);
      json.put("maintenance", on);
      json.put("millis", millis);
      return json;
    }
  }
}
