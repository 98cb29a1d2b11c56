package org.batonha.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.batonha.jmx.ServiceMXBean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code baton move}. */
@Command(
    name = "move",
    description = {
      "Moves a service to another node: it is released where it is, then taken there.",
      ""
    },
    optionListHeading = "Options:%n")
final class MoveCommand extends ServiceCommand {
  @Option(
      names = "--to",
      required = true,
      paramLabel = "NODE",
      description = "The node that shall hold it.")
  private String to;

  MoveCommand(Connections connections, Terminal terminal) {
    super(connections, terminal);
  }

  @Override
  Answer command(ServiceMXBean bean, String node) {
    String from = bean.getHolder();
    long startNanos = System.nanoTime();
    bean.move(to);
    long millis = millisSince(startNanos);
    return new Moved(service, from, to, bean.getEpoch(), millis);
  }

  @Override
  String order() {
    return "move " + service + " to " + to;
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
