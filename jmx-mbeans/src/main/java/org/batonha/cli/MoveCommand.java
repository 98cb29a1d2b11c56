package org.batonha.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.batonha.jmx.ServiceMXBean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code baton move}. */
@Command(
    name = "move",
    description = {
      "Moves a service to another node: it is released where it is, then taken there.",
      ""
    },
    optionListHeading = "Options:%n")
final class MoveCommand extends ServerCommand {
  private static final Duration LONGEST_MOVE = Duration.ofSeconds(20);

  @Parameters(paramLabel = "SERVICE", description = "The service to move.")
  private String service;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "NODE",
      description = "The node that shall hold it.")
  private String to;

  MoveCommand(Connections connections, Terminal terminal) {
    super(connections, terminal, LONGEST_MOVE);
  }

  @Override
  Answer ask(BatonServer server) throws CommandException, IOException {
    ServiceMXBean bean = server.requireService(service);
    String from = bean.getHolder();
    long startNanos = System.nanoTime();
    bean.move(to);
    long millis = (System.nanoTime() - startNanos) / 1_000_000;
    return new Moved(service, from, to, bean.getEpoch(), millis);
  }

  @Override
  CommandException noAnswer(ServerAddress server, Duration waited, Throwable cause) {
    return new CommandException(
        ExitCode.UNCERTAIN,
        server
            + " was told to move "
            + service
            + " to "
            + to
            + " and said nothing within "
            + Durations.text(waited)
            + "; 'baton status' shows whether it did",
        cause);
  }

  private record Moved(String service, String from, String to, long epoch, long millis)
      implements Answer {
    @Override
    public String text(Terminal terminal) {
      if (from.equals(to)) {
        return "%s is on %s already (epoch %d)\n".formatted(service, to, epoch);
      }
      String what = from.isEmpty() ? " started on " + to : " moved from " + from + " to " + to;
      return "%s%s (epoch %d, %d ms)\n".formatted(service, what, epoch, millis);
    }

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("service", service);
      json.put("from", from.isEmpty() ? null : from);
      json.put("to", to);
      json.put("epoch", epoch);
      json.put("millis", millis);
      return json;
    }
  }
}
