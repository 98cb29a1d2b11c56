package org.batonha.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.batonha.jmx.ServiceMXBean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code baton recover}. */
@Command(
    name = "recover",
    description = {
      "Takes a service out of FAIL on the node that is asked (see --server): it may start there"
          + " again.",
      ""
    },
    optionListHeading = "Options:%n")
final class RecoverCommand extends ServerCommand {
  private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(20);

  @Parameters(paramLabel = "SERVICE", description = "The service to recover.")
  private String service;

  RecoverCommand(Connections connections, Terminal terminal) {
    super(connections, terminal, LONGEST_RECOVERY);
  }

  @Override
  Answer ask(BatonServer server) throws CommandException, IOException {
    ServiceMXBean bean = server.requireService(service);
    bean.recover();
    return new Recovered(service, server.cluster().getNode(), bean.getState());
  }

  @Override
  CommandException noAnswer(ServerAddress server, Duration waited, Throwable cause) {
    return new CommandException(
        ExitCode.UNCERTAIN,
        server
            + " was told to recover "
            + service
            + " and said nothing within "
            + Durations.text(waited)
            + "; 'baton status' shows whether it did",
        cause);
  }

  private record Recovered(String service, String node, String state) implements Answer {
    @Override
    public String text(Terminal terminal) {
      return service + " may start on " + node + " again; it is " + state + " there\n";
    }

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("service", service);
      json.put("node", node);
      json.put("state", state);
      return json;
    }
  }
}
