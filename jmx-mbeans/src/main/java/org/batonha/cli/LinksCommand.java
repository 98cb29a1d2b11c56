package org.batonha.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.batonha.jmx.LinkStatus;
import picocli.CommandLine.Command;

/** {@code baton links}. */
@Command(
    name = "links",
    description = {
      "Shows what one server measures on each link to each peer: state, round trip, loss, traffic,"
          + " and what was dropped and why.",
      ""
    },
    optionListHeading = "Options:%n")
final class LinksCommand extends ServerCommand {
  LinksCommand(Connections connections, Terminal terminal) {
    super(connections, terminal, null);
  }

  @Override
  Answer ask(BatonServer server) {
    return new Links(
        server.address().toString(), server.cluster().getNode(), server.cluster().getLinks());
  }

  @Override
  CommandException noAnswer(ServerAddress server, Duration waited, Throwable cause) {
    return new CommandException(
        ExitCode.UNREACHABLE,
        server
            + " let us in but did not answer within "
            + Durations.text(waited)
            + "; does it hang? --server names another one, --timeout waits longer",
        cause);
  }

  private record Links(String server, String node, List<LinkStatus> links) implements Answer {
    @Override
    public String text(Terminal terminal) {
      return new LinksText(links, terminal, Instant.now(), ZoneId.systemDefault()).text();
    }

    @Override
    public Map<String, Object> json() {
      return LinksJson.of(server, node, links);
    }

    @Override
    public ExitCode exitCode() {
      return ExitCode.OK;
    }
  }
}
