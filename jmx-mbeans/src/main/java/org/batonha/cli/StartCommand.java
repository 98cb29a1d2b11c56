package org.batonha.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.batonha.jmx.ServiceMXBean;
import picocli.CommandLine.Command;

/** {@code baton start}. */
@Command(
    name = "start",
    description = {
      "Starts a service that was stopped, and lets one move again that moved too often.",
      ""
    },
    optionListHeading = "Options:%n")
final class StartCommand extends ServiceCommand {
  StartCommand(Connections connections, Terminal terminal) {
    super(connections, terminal);
  }

  @Override
  Answer command(ServiceMXBean bean, String node) {
    long startNanos = System.nanoTime();
    bean.start();
    return new Started(service, bean.getHolder(), bean.getEpoch(), millisSince(startNanos));
  }

  @Override
  String order() {
    return "start " + service;
  }

  private record Started(String service, String holder, long epoch, long millis) implements Answer {
    @Override
    public String text(Terminal terminal) {
      return "%s is UP on %s (epoch %d, %d ms)\n".formatted(service, holder, epoch, millis);
    }

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("service", service);
      json.put("holder", holder.isEmpty() ? null : holder);
      json.put("epoch", epoch);
      json.put("millis", millis);
      return json;
    }
  }
}
