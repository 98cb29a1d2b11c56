package org.batonha.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.batonha.jmx.ServiceMXBean;
import picocli.CommandLine.Command;

/** {@code baton stop}. */
@Command(
    name = "stop",
    description = {
      "Stops a service on all nodes: it is UP nowhere until it is started again, or all servers"
          + " were restarted.",
      ""
    },
    optionListHeading = "Options:%n")
final class StopCommand extends ServiceCommand {
  StopCommand(Connections connections, Terminal terminal) {
    super(connections, terminal);
  }

  @Override
  Answer command(ServiceMXBean bean, String node) {
    String from = bean.getHolder();
    long startNanos = System.nanoTime();
    bean.stop();
    return new Stopped(service, from, millisSince(startNanos));
  }

  @Override
  String order() {
    return "stop " + service;
  }

  private record Stopped(String service, String from, long millis) implements Answer {
    @Override
    public String text(Terminal terminal) {
      return "%s is stopped%s; 'baton start %s' starts it again (%d ms)\n"
          .formatted(service, from.isEmpty() ? "" : ", it was on " + from, service, millis);
    }

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("service", service);
      json.put("from", from.isEmpty() ? null : from);
      json.put("millis", millis);
      return json;
    }
  }
}
