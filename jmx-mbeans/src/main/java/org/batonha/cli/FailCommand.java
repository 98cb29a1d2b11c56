package org.batonha.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.batonha.jmx.ServiceMXBean;
import picocli.CommandLine.Command;

/** {@code baton fail}. */
@Command(
    name = "fail",
    description = {
      "Declares a service unfit on the node that is asked (see --server): it is stopped there, and"
          + " another node takes it. It stays in FAIL there until it is recovered.",
      ""
    },
    optionListHeading = "Options:%n")
final class FailCommand extends ServiceCommand {
  FailCommand(Connections connections, Terminal terminal) {
    super(connections, terminal);
  }

  @Override
  Answer command(ServiceMXBean bean, String node) {
    long startNanos = System.nanoTime();
    bean.fail();
    return new Failed(service, node, bean.getState(), millisSince(startNanos));
  }

  @Override
  String order() {
    return "fail " + service;
  }

  private record Failed(String service, String node, String state, long millis) implements Answer {
    @Override
    public String text(Terminal terminal) {
      return "%s is in %s on %s, until 'baton recover %s' there (%d ms)\n"
          .formatted(service, state, node, service, millis);
    }

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("service", service);
      json.put("node", node);
      json.put("state", state);
      json.put("millis", millis);
      return json;
    }
  }
}
