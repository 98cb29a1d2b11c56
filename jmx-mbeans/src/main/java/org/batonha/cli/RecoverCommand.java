package org.batonha.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.batonha.jmx.ServiceMXBean;
import picocli.CommandLine.Command;

/** {@code baton recover}. */
@Command(
    name = "recover",
    description = {
      "Takes a service out of FAIL on the node that is asked (see --server): it may start there"
          + " again.",
      ""
    },
    optionListHeading = "Options:%n")
final class RecoverCommand extends ServiceCommand {
  RecoverCommand(Connections connections, Terminal terminal) {
    super(connections, terminal);
  }

  @Override
  Answer command(ServiceMXBean bean, String node) {
    bean.recover();
    return new Recovered(service, node, bean.getState());
  }

  @Override
  String order() {
    return "recover " + service;
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
