package org.batonha.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.batonha.cli.Table.Cell;
import org.batonha.jmx.NodeVerdict;
import org.batonha.jmx.ServiceExplanation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code baton explain}. */
@Command(
    name = "explain",
    description = {
      "Says why a service is where it is, and what would have to happen for it to move.",
      ""
    },
    optionListHeading = "Options:%n")
final class ExplainCommand extends ServerCommand {
  @Parameters(paramLabel = "SERVICE", description = "The name of the service.")
  private String service;

  ExplainCommand(Connections connections, Terminal terminal) {
    super(connections, terminal, null);
  }

  @Override
  Answer ask(BatonServer server) throws CommandException, IOException {
    return new Explained(server.cluster().getNode(), server.requireService(service).explain());
  }

  @Override
  CommandException noAnswer(ServerAddress server, Duration waited, Throwable cause) {
    return StatusCommand.silent(server, waited, cause);
  }

  private record Explained(String asked, ServiceExplanation explanation) implements Answer {
    @Override
    public String text(Terminal terminal) {
      Table nodes = new Table(List.of("NODE", "ROLE", "VERDICT"));
      for (NodeVerdict node : explanation.getNodes()) {
        nodes.add(
            List.of(Cell.of(node.getNode()), Cell.of(node.getRole()), Cell.of(node.getVerdict())));
      }
      StringBuilder text = new StringBuilder();
      text.append(explanation.getSummary()).append("\n\n");
      text.append(nodes.text(terminal.colour())).append('\n');
      explanation.getWouldMove().forEach(line -> text.append("- ").append(line).append('\n'));
      return text.append("(as ").append(asked).append(" sees it)\n").toString();
    }

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("node", asked);
      json.put("service", explanation.getService());
      json.put("summary", explanation.getSummary());
      json.put("nodes", explanation.getNodes().stream().map(Explained::node).toList());
      json.put("wouldMove", explanation.getWouldMove());
      return json;
    }

    private static Map<String, Object> node(NodeVerdict node) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("node", node.getNode());
      json.put("role", node.getRole());
      json.put("verdict", node.getVerdict());
      return json;
    }
  }
}
